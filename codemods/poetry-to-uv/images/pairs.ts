import { pairsOf, removePairs, renamePair, replacement, type DockerInstruction, type DockerPair, type Edit } from '#pystd';
import type { ImageFile, ImagePlan } from './file.ts';
import { isAboutPoetry, isPoetryPath } from './installs.ts';
import { expanded, variablesAt } from './variables.ts';
import { variableInUv } from '../variables/variables.ts';

/** `ENV` and `ARG` of Poetry: removed, renamed with their uses, and taken off `PATH`. */
export function planPairs(image: ImageFile, plan: ImagePlan): void {
  for (const instruction of image.docker.instructions) {
    if (instruction.keyword === 'ENV' || instruction.keyword === 'ARG') planInstruction(image, plan, instruction);
  }
}

function planInstruction(image: ImageFile, plan: ImagePlan, instruction: DockerInstruction): void {
  const removed: DockerPair[] = [];
  const edits: Edit[] = [];
  const said: string[] = [];
  for (const pair of pairsOf(image.docker, instruction)) {
    if (pair.name === 'PATH') planPath(image, instruction, pair, removed, edits, said);
    if (!pair.name.startsWith('POETRY_')) continue;
    const outcome = variableInUv(pair.name, pair.value, image.project);
    if (outcome.kind === 'unknown') return plan.refuse(pair.span, `What \`${pair.name}\` is in uv is not known: ${outcome.because}`);
    if (outcome.kind === 'removed') {
      removed.push(pair);
      said.push(`\`${pair.name}\` goes.`);
    } else {
      edits.push(...renamePair(pair, outcome.name, outcome.value));
      said.push([`\`${pair.name}\` becomes \`${outcome.name}\`.`, ...outcome.remarks].join(' '));
      plan.change(pair.span, `Uses of \`${pair.name}\` follow it.`, usesOf(image, pair.name, outcome.name));
    }
  }
  const all = [...(removed.length > 0 ? removePairs(image.docker, instruction, removed, isAboutPoetry) : []), ...edits];
  if (all.length > 0) plan.change(instruction.span, [...new Set(said)].join(' '), all);
}

/** Takes the folder of Poetry's program off `PATH`, and the pair when nothing else is put there. */
function planPath(image: ImageFile, instruction: DockerInstruction, pair: DockerPair, removed: DockerPair[], edits: Edit[], said: string[]): void {
  const { valueSpan } = pair;
  if (!valueSpan) return;
  const raw = image.text.slice(valueSpan.start, valueSpan.end);
  const [, quote = '', inner = ''] = /^(["']?)([^]*)\1$/.exec(raw) ?? [];
  const variables = variablesAt(image.docker, instruction);
  const parts = inner.split(':');
  const kept = parts.filter((part) => !isPoetryPath(part) && !isPoetryPath(expanded(variables, part) ?? ''));
  if (kept.length === parts.length) return;
  said.push('The folder of Poetry leaves `PATH`.');
  if (kept.every((part) => /^\$\{?PATH\}?$/.test(part))) removed.push(pair);
  else edits.push(replacement(valueSpan, quote + kept.join(':') + quote));
}

/** `$NAME`, `${NAME}` and `export NAME` become those of another name. */
function usesOf({ text }: ImageFile, name: string, now: string): Edit[] {
  return [...text.matchAll(new RegExp(`(?<=\\$\\{?|\\bexport[ \\t]+)${name}(?![\\w=])`, 'g'))].map(({ index }) => replacement({ start: index, end: index + name.length }, now));
}

