import { copyOf, deletion, replacement, type DockerInstruction, type Edit, type Span } from '#pystd';
import type { ImageFile, ImagePlan } from './file.ts';
import { isPoetryPath } from './installs.ts';

/** Whether an instruction copies an installation of Poetry from another stage, and nothing else. */
export function copiesPoetry(instruction: DockerInstruction): boolean {
  const copy = copyOf(instruction);
  return copy?.from !== undefined && copy.sources.every(({ value }) => isPoetryPath(value) || /\/poetry$/.test(value));
}

/** Poetry's files in `COPY` and `ADD`: the lock is uv's, and `poetry.toml` is there no more. */
export function planCopies({ docker, text }: ImageFile, plan: ImagePlan): void {
  for (const instruction of docker.instructions) {
    const copy = copyOf(instruction);
    if (!copy || copiesPoetry(instruction)) continue;
    const named = copy.sources.map(({ value }) => nameInUv(value));
    if (named.every((name, index) => name === copy.sources[index]?.value)) continue;
    const kept = named.map((name, index) => name !== undefined && named.indexOf(name) === index);
    if (!kept.includes(true)) {
      plan.refuse(instruction.span, 'Nothing would be left of the files it copies.');
      continue;
    }
    const edits = copy.sources.flatMap((word, index): Edit[] => {
      const name = named[index];
      if (!kept[index] || name === undefined) return withoutWord(word.span, (copy.sources[index + 1] ?? copy.target).span);
      return name === word.value ? [] : renamed(text, word.span, word.value, name);
    });
    const target = nameInUv(copy.target.value);
    if (target !== undefined && target !== copy.target.value && !copy.target.value.endsWith('/')) edits.push(...renamed(text, copy.target.span, copy.target.value, target));
    plan.change(instruction.span, 'The lock file that is copied is the one of uv.', edits);
  }
}

/** A file of Poetry's under its name in uv; `undefined` for one that uv has no equal of. Globs stay globs. */
function nameInUv(path: string): string | undefined {
  if (/(?:^|\/)poetry\.toml\*?$/.test(path)) return undefined;
  return path.replace(/(^|\/)poetry\.lock(\*?)$/, '$1uv.lock$2').replace(/(^|\/)poetry\.(?:loc\?|l\*|lo\*|loc\*)$/, '$1uv.lock*').replace(/(^|\/)poetry\.?\*$/, '$1uv.lock');
}

/** Only the part of a word that changes, so that quotes and variables stay as they are written. */
function renamed(text: string, span: Span, old: string, now: string): Edit[] {
  const name = old.replace(/^.*\//, '');
  const at = text.slice(span.start, span.end).lastIndexOf(name);
  return at < 0 ? [] : [replacement({ start: span.start + at, end: span.start + at + name.length }, now.replace(/^.*\//, ''))];
}

function withoutWord(span: Span, next: Span): Edit[] {
  return [deletion({ start: span.start, end: next.start })];
}
