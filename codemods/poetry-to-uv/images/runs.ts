import { deletion, isShellProblem, lineEnding, lineStart, removeCommands, removeInstruction, replaceCommand, replacement, withLineEnding, type Arg, type CommandSite, type DockerInstruction, type Edit, type ShellCommand } from '#pystd';
import type { ImageCommand } from './commands.ts';
import { commandOf, type ImageFile, type ImagePlan } from './file.ts';
import { isAboutPoetry, type PoetryInstalls } from './installs.ts';

/** What the scripts of a Dockerfile become. */
export interface RunPlans {
  /** Whether an instruction goes as a whole. */
  readonly isGone: (instruction: DockerInstruction) => boolean;
  /** Whether commands of uv are in it. */
  readonly usesUv: (instruction: DockerInstruction) => boolean;
}

/** Instructions that bring uv in, and why they are what they are. */
export interface UvLines {
  readonly lines: string;
  readonly because: string;
}

/** Plans the edits of all scripts and lists: commands that go are taken out of their chains together. */
export function planRuns(image: ImageFile, plan: ImagePlan, installs: ReadonlyMap<DockerInstruction, PoetryInstalls>, commands: readonly ImageCommand[], bringing: (instruction: DockerInstruction) => UvLines | undefined): RunPlans {
  const going = new Map<DockerInstruction, Set<ShellCommand>>();
  const uv = new Set<DockerInstruction>();
  const said = new Map<DockerInstruction, string[]>();
  const say = (instruction: DockerInstruction, sentence: string): void => void said.set(instruction, [...(said.get(instruction) ?? []), sentence]);
  for (const [instruction, one] of installs) {
    going.set(instruction, new Set(one.going));
    if (one.isInstalled) say(instruction, 'Poetry is not installed any more.');
  }
  const edits = new Map<DockerInstruction, Edit[]>();
  const add = (instruction: DockerInstruction, more: readonly Edit[]): void => void edits.set(instruction, [...(edits.get(instruction) ?? []), ...more]);
  for (const command of commands) planCommand(image, plan, command, { going, uv, say, add });
  const gone = new Set<DockerInstruction>();
  for (const [instruction, script] of image.scripts) {
    const commandsGoing = [...(going.get(instruction) ?? [])];
    for (const [command, kept] of installs.get(instruction)?.shortened ?? []) {
      const shorter = replaceCommand(script, command, [kept]);
      if (isShellProblem(shorter)) plan.refuse(command.span, shorter.problem);
      else add(instruction, shorter);
    }
    if (commandsGoing.length > 0) {
      const outcome = removeCommands(script, commandsGoing, isAboutPoetry);
      if (outcome === 'everything') {
        gone.add(instruction);
        const line = bringing(instruction);
        if (line) say(instruction, line.because);
        add(instruction, without(image, instruction, line?.lines));
      } else if (isShellProblem(outcome)) plan.refuse(commandsGoing[0]?.span ?? instruction.span, outcome.problem);
      else add(instruction, outcome);
    }
    const made = edits.get(instruction);
    if (made) plan.change(instruction.span, (said.get(instruction) ?? ['What only looked after Poetry goes.']).join(' '), made);
  }
  return { isGone: (instruction) => gone.has(instruction), usesUv: (instruction) => uv.has(instruction) };
}

interface Collected {
  readonly going: Map<DockerInstruction, Set<ShellCommand>>;
  readonly uv: Set<DockerInstruction>;
  readonly say: (instruction: DockerInstruction, sentence: string) => void;
  readonly add: (instruction: DockerInstruction, edits: readonly Edit[]) => void;
}

function planCommand(image: ImageFile, plan: ImagePlan, command: ImageCommand, { going, uv, say, add }: Collected): void {
  const { site } = command;
  const old = `\`${site.words.map((_, index) => wordOf(site, index)).join(' ').replace(/\s*\\\r?\n\s*|\s+/g, ' ')}\``;
  if (command.kind === 'unknown') return plan.refuse(site.span, `${old} has no translation: ${command.because}`);
  const place = commandOf(image, site);
  if (command.kind === 'removed') {
    const message = [`${old} goes.`, ...command.remarks].join(' ');
    if (!place) return plan.change(site.span, message, site.remove());
    going.set(place.instruction, (going.get(place.instruction) ?? new Set()).add(place.command));
    return say(place.instruction, message);
  }
  const now = command.commands.map((args) => args.map((arg) => wordOf(site, arg)).join(' ')).join(' && ');
  const message = [`${old} becomes \`${now.replace(/\s+/g, ' ')}\`.`, ...command.remarks].join(' ');
  const edits = site.replace(command.commands);
  if (!place || 'problem' in edits) return plan.change(site.span, message, edits);
  if (/(?:^|&& )uv /.test(now)) uv.add(place.instruction);
  add(place.instruction, edits);
  say(place.instruction, message);
}

/** An instruction's lines taken away with the comments about it, or other lines in their place. */
function without({ docker, text }: ImageFile, instruction: DockerInstruction, lines: string | undefined): readonly Edit[] {
  const removal = removeInstruction(docker, instruction, isAboutPoetry);
  if (lines === undefined) return removal;
  const [first] = removal;
  // At the end of a file the line ending before it would go; here something takes its place.
  const above = first && text.slice(first.span.start, instruction.span.start);
  const start = first && above?.trim() ? first.span.start + (/^\r?\n/.exec(above)?.[0].length ?? 0) : lineStart(text, instruction.span.start);
  return start === instruction.span.start ? [replacement(instruction.span, withLineEnding(lines, lineEnding(text)))] : [deletion({ start, end: instruction.span.start }), replacement(instruction.span, withLineEnding(lines, lineEnding(text)))];
}

/** A word as it is called, without the quotes of a list. */
function wordOf({ words, form }: CommandSite, arg: Arg): string {
  if (typeof arg === 'string') return arg;
  const raw = typeof arg === 'number' ? (words[arg]?.raw ?? '') : arg.text;
  return form === 'argv' ? raw.replace(/^"(.*)"$/, '$1') : raw;
}
