import { readDockerfile, removeInstruction, shellAt, type Dockerfile, type DockerInstruction, type DockerWord } from '../../formats/dockerfile/index.ts';
import { isPosixShell, type ShellCommand } from '../../formats/shell/index.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import { verbatim } from '../../text/embedded.ts';
import type { Span } from '../../text/span.ts';
import { argvSites } from './argv-sites.ts';
import { escapedText } from './quoted.ts';
import { scriptSites } from './script-sites.ts';
import type { CommandSite } from './site.ts';

/** `RUN`, `CMD`, `ENTRYPOINT` and `HEALTHCHECK`, in shell form, JSON form and here-documents. Images of other shells are left. */
export function dockerfileSites(source: SourceFile): CommandSite[] {
  const file = readDockerfile(source.text);
  return file.instructions.filter((one) => /^(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(one.keyword)).flatMap((one) => instructionSites(source, file, one));
}

function instructionSites(source: SourceFile, file: Dockerfile, instruction: DockerInstruction): CommandSite[] {
  if (instruction.strings) return listSites(source, instruction.strings);
  const checked = instruction.keyword === 'HEALTHCHECK' ? checkedSpan(instruction) : instruction.args;
  if (checked === undefined || file.escape !== '\\' || !isPosixShell(shellAt(file, instruction) ?? 'sh')) return [];
  if (instruction.keyword === 'HEALTHCHECK' && source.text[checked.start] === '[') return listSites(source, inJson(file, checked));
  const [heredoc, ...more] = instruction.heredocs;
  const script = { path: source.path, setting: 'image' as const };
  if (heredoc) {
    const runner = instruction.words.filter(({ raw }) => !raw.startsWith('<<'));
    const isScript = instruction.keyword === 'RUN' && more.length === 0 && isPosixShell(runner[0]?.value ?? 'sh') && runner.slice(1).every(({ raw }) => raw.startsWith('-'));
    return isScript && isShellBody(source.text, heredoc.span) ? scriptSites({ ...script, script: verbatim(source.text, heredoc.span) }) : [];
  }
  const removeAll = instruction.keyword === 'RUN' && !instruction.onBuild ? (command: ShellCommand) => removeInstruction(file, instruction, (comment) => isAbout(comment, command)) : undefined;
  return scriptSites({ ...script, script: verbatim(source.text, checked), dialect: 'dockerfile', ...(removeAll && { removeAll }) });
}

/** A comment that names the program goes with the only command below it. */
function isAbout(comment: string, command: ShellCommand): boolean {
  const program = command.words[0]?.value?.replace(/^.*\//, '');
  return program !== undefined && comment.toLowerCase().includes(program.toLowerCase());
}

function isShellBody(text: string, span: Span): boolean {
  const interpreter = /^#!\s*(?:\S*\/env\s+)?(\S+)/.exec(text.slice(span.start, span.end))?.[1];
  return interpreter === undefined || isPosixShell(interpreter);
}

/** What follows the word `CMD` of a `HEALTHCHECK`. */
function checkedSpan({ words, args }: DockerInstruction): Span | undefined {
  const [first, second] = words;
  return first?.raw.toUpperCase() === 'CMD' && second ? { start: second.span.start, end: args.end } : undefined;
}

function inJson(file: Dockerfile, span: Span): readonly DockerWord[] {
  const inner = readDockerfile(`${' '.repeat(Math.max(0, span.start - 4))}CMD ${file.text.slice(span.start, span.end)}`);
  return inner.instructions[0]?.strings ?? [];
}

function listSites({ path, text }: SourceFile, strings: readonly DockerWord[]): CommandSite[] {
  const items = strings.map(({ span, value }) => ({ span, value, content: escapedText(text, { start: span.start + 1, end: span.end - 1 }, '"') }));
  return argvSites({ path, text, setting: 'image', items, write: (value) => JSON.stringify(value) });
}
