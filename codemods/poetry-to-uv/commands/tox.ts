import { isIniProblem, isTomlProblem, nameOf, parseIni, parseToml, type FileRewrite, type IniOption, type Span } from '#pystd';
import type { MigratedProject } from '../projects/facts.ts';
import { namesPoetry, type FileKind } from '../surroundings.ts';
import { variableInUv } from '../variables/variables.ts';

/** What tox is told of Poetry beside its commands: which programs it may call, what it installs, which variables it sets and hands on. */
export const tox: FileKind = {
  concerns: ({ path, text }) => namesPoetry(text) && /^(?:tox\.ini|setup\.cfg|pyproject\.toml|tox\.toml)$/.test(nameOf(path)),
  rewrite(rewrite, { projectOf }) {
    const { file } = rewrite;
    const project = projectOf(file.path);
    if ('problem' in project || project.state === 'kept') return;
    if (/\.toml$/.test(file.path)) return inToml(rewrite);
    const read = parseIni(file.text);
    if (isIniProblem(read)) return;
    for (const { name, options } of read.sections) if (/^(?:testenv(?:$|:)|tox(?:$|:))/.test(name)) for (const option of options) inOption(rewrite, option, project);
  },
};

function inOption(rewrite: FileRewrite, option: IniOption, project: MigratedProject): void {
  const { name, lines } = option;
  if (/^(?:allowlist_externals|whitelist_externals)$/.test(name)) {
    const isListed = lines.some(({ text }) => /(?:^|[\s,])uv(?:$|[\s,])/.test(text));
    for (const { span } of lines) for (const word of wordsIn(rewrite, span, /^(?:\S*\/)?poetry\*?$/)) if (!isListed) rewrite.change(word, 'tox may call uv now.', [{ span: word, text: 'uv' }]);
  }
  if (name === 'deps') {
    for (const { span, text } of lines) {
      if (/^(?:[\w!{},-]+:\s*)?poetry(?:\s*[=<>~!].*)?$/.test(text)) {
        const start = span.start + text.indexOf('poetry');
        rewrite.change(span, 'tox installs uv, which its commands call.', [{ span: { start, end: span.end }, text: 'uv' }]);
      } else if (/\bpoetry/i.test(text)) rewrite.flag(span, `\`${text}\` stays: whether the environment still needs it depends on what its commands do.`);
    }
  }
  if (/^pass_?env$/.test(name)) for (const { span } of lines) for (const word of wordsIn(rewrite, span, /^POETRY_\S*$/)) passed(rewrite, word, project);
  if (/^set_?env$/.test(name)) option.lines.forEach((_, index) => setVariable(rewrite, option, index, project));
}

/** A variable that tox hands on keeps its place. */
function passed(rewrite: FileRewrite, word: Span, project: MigratedProject): void {
  const name = rewrite.file.text.slice(word.start, word.end);
  if (name === 'POETRY_*') return rewrite.change(word, "uv's variables are handed on instead of Poetry's.", [{ span: word, text: 'UV_*' }]);
  const outcome = name.includes('*') ? undefined : variableInUv(name, undefined, project);
  if (outcome?.kind === 'renamed') rewrite.change(word, `\`${name}\` becomes \`${outcome.name}\`.`, [{ span: word, text: outcome.name }]);
  else rewrite.flag(word, `\`${name}\` stays: uv has no variable that is known to take its place.`);
}

function setVariable(rewrite: FileRewrite, { lines, span: option }: IniOption, index: number, project: MigratedProject): void {
  const line = lines[index];
  const [, name, sign = '', value = ''] = /^(POETRY_\w+)(\s*=\s*)(.*)$/.exec(line?.text ?? '') ?? [];
  if (!line || name === undefined) return;
  const outcome = variableInUv(name, value, project);
  const { text } = rewrite.file;
  if (outcome.kind === 'unknown') return rewrite.flag(line.span, `\`${name}\` stays: ${outcome.because}`);
  if (outcome.kind === 'renamed') return rewrite.change(line.span, `\`${name}\` becomes \`${outcome.name}\`.`, [{ span: line.span, text: `${outcome.name}${sign}${outcome.value ?? value}` }]);
  const isOnly = lines.filter((one) => one.text !== '').length === 1;
  const start = isOnly ? option.start : text.lastIndexOf('\n', line.span.start - 1) + 1;
  const end = isOnly ? option.end : endOfLine(text, line.span.end);
  if (!isOnly && index === 0) return rewrite.flag(line.span, `\`${name}\` has no use any more: uv needs nothing like it.`);
  rewrite.change(line.span, [`\`${name}\` goes: uv needs nothing like it.`, ...outcome.remarks].join(' '), [{ span: { start, end }, text: '' }]);
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** The words of a stretch that match. */
function wordsIn({ file: { text } }: FileRewrite, { start, end }: Span, pattern: RegExp): readonly Span[] {
  return [...text.slice(start, end).matchAll(/[^\s,]+/g)].flatMap((word) => (pattern.test(word[0]) ? [{ start: start + word.index, end: start + word.index + word[0].length }] : []));
}

/** `[tool.tox]` and tox.toml: lists of strings. */
function inToml(rewrite: FileRewrite): void {
  const document = parseToml(rewrite.file.text);
  if (isTomlProblem(document)) return;
  const top = nameOf(rewrite.file.path) === 'tox.toml' ? [] : ['tool', 'tox'];
  const tables = [['env_run_base'], ...[...(document.get([...top, 'env'])?.children.keys() ?? [])].map((name) => ['env', String(name)])];
  for (const table of tables) {
    for (const key of ['allowlist_externals', 'deps']) {
      const items = [...(document.get([...top, ...table, key])?.children.values() ?? [])];
      for (const { kind, span, value } of items) {
        if (kind !== 'string' || typeof value !== 'string' || !/^poetry(?:\s*[=<>~!].*)?$/.test(value)) continue;
        const quote = rewrite.file.text[span.start] ?? '"';
        rewrite.change(span, key === 'deps' ? 'tox installs uv, which its commands call.' : 'tox may call uv now.', [{ span, text: `${quote}uv${quote}` }]);
      }
    }
  }
}
