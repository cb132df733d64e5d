import { nameOf } from '#pystd';

/** Commands of Poetry, as they stand behind its name. */
const COMMANDS = 'install|run|add|remove|lock|update|export|build|publish|shell|env|config|version|show|check|self|sync|init|new|cache|source|about';

/** Poetry's own variables; others may be called `POETRY_…` after a poem. */
const VARIABLES = /\bPOETRY_(?:HOME|VERSION|CACHE_DIR|CONFIG_DIR|DATA_DIR|PREVIEW|ACTIVE|NO_INTERACTION|NO_ANSI|ACCEPT|VIRTUALENVS?_\w+|INSTALLER_\w+|REQUESTS_\w+|HTTP_BASIC_\w+|PYPI_TOKEN\w*|REPOSITORIES_\w+|CERTIFICATES_\w+|EXPERIMENTAL_\w+|KEYRING_\w+|SOLVER_\w+|DYNAMIC_VERSIONING\w*|VENV\w*|PATH|BIN|CMD|EXE|RUN|GROUPS?|INSTALL\w*|ARGS|OPTS)\b/;

/** What only the tool is called, in any text. */
const TOOL = new RegExp(
  [
    String.raw`(?<![\w-])poetry\.(?:lock|toml)\b`,
    String.raw`(?<![\w.])tool["'.\]\[\s]+poetry(?![\w-])`,
    String.raw`(?<![\w./-])poetry-(?:core|plugin|dynamic|version|bumpversion|export|multiproject|lock|up\b)`,
    String.raw`python-poetry|pypoetry|(?:install|setup|actions)-poetry\b|nox[-_]poetry|tox-poetry|poetry_dynamic_versioning|poetry\.(?:core\.)?masonry`,
    String.raw`(?:(?<![\w./-])|(?<=[\w}]\/))poetry["'\`]?,?\s+["']?(?:--?[\w-]+\s+)*(?:${COMMANDS})(?![\w-])`,
    String.raw`\binstall(?:s|ed|ing)?\b[\w\s.=<>"'\`\[\](),:/-]{0,60}\bpoetry(?![\w/-])`,
    String.raw`-m["',\s]+poetry\b|(?:which|command -v)\s+poetry\b|/poetry/bin|bin/poetry\b|\.poetry/(?:bin|env)`,
    String.raw`^\s*(?:from|import)\s+poetry(?:\.|\s|$)|^poetry\s*(?:[=<>~!]=|$)`,
  ].join('|'),
  'i',
);

/** What else a line speaks of when it speaks of the tool. */
const TOOLISH = /install|dependenc|package|pyproject|virtual|venv|environment|\block|\bpip|python|version|build|publish|manage|command|\brun\b|shell|workflow|setup|set up|\buv\b|conda|tool\b/i;

/** Whether a line of code or data is about the tool. */
export function namesTool(line: string): boolean {
  return VARIABLES.test(line) || TOOL.test(line);
}

/** Whether a line of a script or of settings is: there a word of its own is the program, a job, a manager. */
export function namesProgram(line: string): boolean {
  return namesTool(line) || /(?:^|[^\w/.-])poetry(?:[^\w/.-]|$|[.,:;]$|[.,:;]\s)/i.test(line);
}

/** The tool by its version, alone in a list of what is used, or under its English name in another script. */
const BY_NAME = /(?<![\w-])poetry[*_`\])]{0,3}[ \t]+(?:v|>=?|~|\^)?[ \t]*\d+(?:\.\d+)+(?!\w)|^[ \t]*(?:[-*+]|\d+[.)])[ \t]+[*_`[]{0,3}poetry[*_`\]]{0,3}[ \t]*(?:$|[:(,;—–-])|[\u0370-\u1fff\u3040-\ud7ff].*(?<![\w-])poetry(?![\w-])|(?<![\w-])poetry(?![\w-]).*[\u0370-\u1fff\u3040-\ud7ff]/i;

/** Whether a sentence is. Verse is called poetry, too. */
export function speaksOfTool(line: string): boolean {
  return namesTool(line) || BY_NAME.test(line) || (/(?:^|[^\w/.-])poetry(?:[^\w/-]|$)/i.test(line) && TOOLISH.test(line.replace(/poetry/gi, '')));
}

/** How a file is read: line by line what is run or set, as code in which the name may stand for anything, or as a text for people. */
export function kindOf(path: string): 'program' | 'code' | 'prose' {
  const name = nameOf(path);
  if (/\.(?:md|markdown|mdx|mdc|rst|adoc|html?)$|^(?:readme|contributing|license|authors|copying|notice)(?:\.txt)?$/i.test(name)) return 'prose';
  if (/^(?:package|devcontainer|app|vercel|renovate|settings|tasks|launch|extensions)\.json5?$|^\.[\w.-]+\.json$|requirements[\w.-]*\.txt$/.test(name)) return 'program';
  return /\.(?:py|pyi|pyx|ipynb|jsonc?|json5|csv|tsv|txt|in|js|cjs|mjs|ts|tsx|jsx|css|sql|html|xml|svg|po|pot|lock|snap|ambr|rs|go|java|c|h|cpp)$/i.test(name) ? 'code' : 'program';
}

/** Whether a line of a program only tells people something: a comment, or the label of a step. */
export function isLabel(line: string): boolean {
  return /^\s*(?:#|\/\/|;|--|\*|REM\b|<!--|(?:- )?(?:name|displayName|description|summary|title|desc|help)["']?:)/i.test(line);
}
