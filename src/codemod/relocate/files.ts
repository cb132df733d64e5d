import { nameOf } from '../../repo/path.ts';

const SETTINGS = /\.(?:toml|cfg|ini|ya?ml|sh|bash|zsh|ksh|mk|just|conf|bat|cmd|ps1|service|dockerfile|env|properties|code-workspace|bru)$|^(?:Dockerfile|Containerfile|Makefile|GNUmakefile|justfile|Justfile|Procfile|Jenkinsfile|Taskfile|Tiltfile)(?:[._-].*)?$|^\.(?:coveragerc|flake8|pylintrc|env|envrc|pre-commit-config)|^(?:package|launch|tasks|settings|devcontainer|\.devcontainer|vercel|now|nodemon|zappa_settings|pyrightconfig|app|fly|railway|render|turbo|nx|project)\.json$|(?:^|[._-])(?:Dockerfile|Containerfile)$/i;
const PROSE = /\.(?:md|markdown|mdx|mdc|rst|txt)$/i;
const LOCKS = /\.lock$|^(?:poetry|uv|Pipfile|package-lock|pnpm-lock)\b.*\.(?:lock|json|ya?ml)$|^requirements|^constraints/i;

/** Whether programs read what a file says: every name of a module in it has to be right. */
export function isSettingsFile(path: string): boolean {
  const name = nameOf(path);
  return !LOCKS.test(name) && (SETTINGS.test(name) || path.startsWith('.vscode/'));
}

/** Whether a file is a text for people: its commands have to be right, the rest is theirs. */
export function isTextForPeople(path: string): boolean {
  return PROSE.test(path) && !LOCKS.test(nameOf(path));
}
