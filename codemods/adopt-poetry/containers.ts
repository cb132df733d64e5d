import {
  applyEdits, commandSitesIn, insertAfter, lineEnding, nameOf, pairsOf, readDockerfile, removePairs, renamePair, replacement, withLineEnding,
  type Arg, type CommandSite, type Dockerfile, type DockerInstruction, type Edit, type SourceFile,
} from '#pystd';
import { translationOf } from './commands.ts';
import { isObjection, withoutUvImages, type Objection } from './image-base.ts';
import { speaksOfUv } from './projects.ts';
import { POETRY_VERSION, type FileKind, type Surroundings } from './surroundings.ts';
import { fateOf } from './variables.ts';

interface Planned {
  readonly at: DockerInstruction;
  readonly message: string;
  readonly edits: readonly Edit[];
}

/** Dockerfiles: an image moves to Poetry as a whole or not at all, since half of it would not build. */
export const containers: FileKind = {
  concerns: (file) => isDockerfile(file) && speaksOfUv(file.text),
  rewrite(rewrite, surroundings) {
    const { text } = rewrite.file;
    const everything = { start: 0, end: text.length };
    const own = surroundings.projectOf(rewrite.file.path);
    if ('state' in own && own.state === 'kept') return rewrite.leave(everything);
    const docker = readDockerfile(text);
    const planned = plan(docker, rewrite.file, surroundings);
    if ('problem' in planned) {
      rewrite.flag(planned.at.span, `This image stays with uv until a person changes it, as half of it would not build: ${planned.problem}.`);
      return rewrite.leave(everything);
    }
    for (const { at, message, edits } of planned) rewrite.change(at.span, message, edits);
  },
};

/** Whether an image goes on using uv, since not all of it has an equal. */
export function staysWithUv(file: SourceFile, surroundings: Surroundings): boolean {
  const own = surroundings.projectOf(file.path);
  return ('state' in own && own.state === 'kept') || 'problem' in plan(readDockerfile(file.text), file, surroundings);
}

function isDockerfile({ path }: SourceFile): boolean {
  return /(^|[.-])(dockerfile|containerfile)([.-]|$)/i.test(nameOf(path)) && !/\.(md|py|ya?ml|toml|dockerignore)$/i.test(path);
}

function plan(docker: Dockerfile, file: SourceFile, surroundings: Surroundings): readonly Planned[] | Objection {
  const base = withoutUvImages(docker);
  if (isObjection(base)) return base;
  const from = docker.stages[0]?.from ?? docker.instructions[0];
  if (!from) return [];
  const planned: Planned[] = [];
  const settings = new Map<string, string>([['POETRY_NO_INTERACTION', '1'], ['POETRY_VIRTUALENVS_IN_PROJECT', 'true']]);
  for (const one of docker.instructions) {
    const variables = variablesOf(docker, one, settings);
    if ('problem' in variables) return variables;
    if (variables.edits.length > 0) planned.push({ at: one, message: 'The variables of uv go, or are those of Poetry.', edits: variables.edits });
  }
  if (settings.has('POETRY_VIRTUALENVS_CREATE')) settings.delete('POETRY_VIRTUALENVS_IN_PROJECT');
  const lines = [`ENV ${[...settings].map(([name, value]) => `${name}=${value}`).join(' \\\n    ')}`, `RUN pip install --no-cache-dir poetry==${POETRY_VERSION}`].join('\n');
  for (const { at, isReplaced } of base.installs) planned.push({ at, message: 'Poetry is installed in the place of uv.', edits: isReplaced ? [...comment(docker.text, at), replacement(at.span, withLineEnding(lines, lineEnding(docker.text)))] : insertAfter(docker, at, lines) });
  if (base.edits.length > 0) planned.push({ at: from, message: 'The images of uv go.', edits: base.edits });
  for (const site of commandSitesIn(file)) {
    const at = docker.instructions.find(({ span }) => span.start <= site.span.start && site.span.start < span.end);
    const made = at && command(at, site, surroundings);
    if (made && 'problem' in made) return made;
    if (made) planned.push(made);
  }
  planned.push(...words(docker, planned));
  const after = applyEdits(file.text, planned.flatMap(({ edits }) => edits));
  const left = readDockerfile(after).instructions.find(({ span }) => /\buvx?\b(?!icorn)|\bUV_|\.cache\/uv\b/.test(withoutComments(after.slice(span.start, span.end))));
  return left ? { at: from, problem: `what \`${after.slice(left.span.start, left.span.end).split('\n')[0] ?? ''}\` would be is not known` } : planned;
}

/** `# Install uv` above what did. */
function comment(source: string, { span }: DockerInstruction): readonly Edit[] {
  const [, lead = '', name] = /\n([ \t]*#[ \t]*(?:Install(?:ing)?|Add|Set ?up|Get|Copy) )(uv)(?:[ \t]*\.?[ \t]*\r?\n(?:[ \t]*#.*\n)*)$/i.exec(source.slice(0, span.start)) ?? [];
  if (name === undefined) return [];
  const start = source.lastIndexOf(lead, span.start) + lead.length;
  return [replacement({ start, end: start + name.length }, 'Poetry')];
}

/** The settings of `ENV` and `ARG`; those that decide where packages go are collected. */
function variablesOf(docker: Dockerfile, one: DockerInstruction, settings: Map<string, string>): { readonly edits: readonly Edit[] } | Objection {
  if (one.keyword !== 'ENV' && one.keyword !== 'ARG') return { edits: [] };
  const pairs = pairsOf(docker, one).filter(({ name }) => /^UV_[A-Z0-9_]+$/.test(name));
  const edits: Edit[] = [];
  const gone: typeof pairs = [];
  for (const pair of pairs) {
    const fate = fateOf(pair.name, pair.value);
    if (fate === 'removed') gone.push(pair);
    else if ('because' in fate) return { at: one, problem: `of \`${pair.name}\`, ${fate.because}` };
    else if (fate.name.startsWith('POETRY_VIRTUALENVS_')) {
      settings.set(fate.name, fate.value ?? '');
      gone.push(pair);
    } else edits.push(...renamePair(pair, fate.name, fate.value));
  }
  return { edits: [...edits, ...(gone.length > 0 ? removePairs(docker, one, gone, (comment) => /\buv\b|byte-?code|link mode/i.test(comment)) : [])] };
}

function command(at: DockerInstruction, site: CommandSite, surroundings: Surroundings): Planned | Objection | undefined {
  const translation = translationOf(site, surroundings);
  const old = site.words.map(({ raw }) => raw).join(' ').replace(/\s+/g, ' ');
  if (translation === undefined || translation === 'leave') return undefined;
  if (translation.kind === 'unknown') return { at, problem: `\`${old}\`: ${translation.because.replace(/\.$/, '')}` };
  const edits = translation.kind === 'removed' ? site.remove() : site.replace(translation.commands);
  if ('problem' in edits) return { at, problem: edits.problem };
  return { at, message: [translation.kind === 'removed' ? `\`${old}\` goes.` : `\`${old}\` becomes \`${translation.commands.map((one) => one.map((arg) => text(site, arg)).join(' ')).join(' && ')}\`.`, ...translation.remarks].join(' '), edits };
}

/** The names of the lock and of the cache, wherever they stand in an instruction that is not replaced as a whole. */
function words({ text: source, instructions }: Dockerfile, planned: readonly Planned[]): readonly Planned[] {
  const edits = planned.flatMap((one) => one.edits);
  return instructions.flatMap((at): Planned[] => {
    const found = [...source.slice(at.span.start, at.span.end).matchAll(/\buv\.lock\b|(?<=\.cache\/)uv\b/g)].map((match) => {
      const start = at.span.start + match.index;
      return { span: { start, end: start + match[0].length }, text: match[0] === 'uv' ? 'pypoetry' : 'poetry.lock' };
    });
    const own = found.filter(({ span }) => !edits.some((edit) => edit.span.start < span.end && span.start < edit.span.end));
    return own.length === 0 ? [] : [{ at, message: 'The lock and the cache are those of Poetry.', edits: own }];
  });
}

function text({ words: all }: CommandSite, arg: Arg): string {
  return typeof arg === 'string' ? arg : typeof arg === 'number' ? (all[arg]?.raw ?? '') : arg.text;
}

function withoutComments(instruction: string): string {
  return instruction.replace(/^[ \t]*#.*$/gm, '');
}
