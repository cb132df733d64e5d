import { applyEdits, commandSitesIn, readDockerfile, type Edit, type SourceFile, type Span } from '#pystd';

/** Words that only Poetry understands, wherever an instruction has them. */
const POETRY = /(?<![\w./@-])poetry(?![\w/-])|(?<!\w)POETRY_\w+|(?<![\w-])poetry\.(?:lock|toml)|pypoetry|(?:install|www)\.python-poetry\.org|\/poetry\/bin|\/bin\/poetry\b/gi;

/**
 * What an edited Dockerfile still has of Poetry in instructions that do something: the first line of it. Comments, labels, names of stages and
 * texts that are printed do not count.
 */
export function leftoverIn(file: SourceFile, edits: readonly Edit[]): string | undefined {
  const text = applyEdits(file.text, edits);
  const docker = readDockerfile(text);
  const printed: Span[] = commandSitesIn({ ...file, text }).filter(({ words }) => /^(?:echo|printf)$/.test(words[0]?.raw ?? '')).map(({ span }) => span);
  const stages = new Set(docker.stages.map(({ name }) => name));
  for (const { keyword, span, flags } of docker.instructions) {
    if (/^(?:FROM|LABEL|MAINTAINER)$/.test(keyword)) continue;
    for (const found of text.slice(span.start, span.end).matchAll(POETRY)) {
      const at = span.start + found.index;
      const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, (text.indexOf('\n', at) + 1 || text.length + 1) - 1);
      const isHarmless = /^\s*#/.test(line) || printed.some(({ start, end }) => start <= at && at < end) || flags.some(({ name, value, span: flag }) => name === 'from' && flag.start <= at && at < flag.end && stages.has(value?.toLowerCase()));
      if (!isHarmless) return line.trim();
    }
  }
  return undefined;
}
