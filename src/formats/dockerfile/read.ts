import { DockerfileParser, type Instruction, type ModifiableInstruction, type Onbuild, type Run } from 'dockerfile-ast';
import { remembered } from '../../text/remember.ts';
import type { Span } from '../../text/span.ts';
import type { Dockerfile, DockerFlag, DockerHeredoc, DockerInstruction, DockerStage } from './document.ts';
import { dockerWords, jsonStrings } from './words.ts';

type Range = ReturnType<Instruction['getRange']>;
type SpanOf = (range: Range) => Span;

/** Reads a Dockerfile. Never fails: unknown instructions are instructions as well. */
export const readDockerfile: (text: string) => Dockerfile = remembered(readInstructions);

function readInstructions(text: string): Dockerfile {
  const parsed = DockerfileParser.parse(text);
  const escape = parsed.getEscapeCharacter();
  const spanOf = spansOf(text);
  let stage = -1;
  const instructions = parsed.getInstructions().flatMap((one): DockerInstruction[] => {
    if (one.getKeyword() === 'FROM') stage++;
    const read = readInstruction(text, escape, one, spanOf, stage < 0 ? undefined : stage);
    return read ? [read] : [];
  });
  return { text, escape, instructions, stages: stagesOf(instructions) };
}

function readInstruction(text: string, escape: string, outer: Instruction, spanOf: SpanOf, stage: number | undefined): DockerInstruction | undefined {
  const onBuild = outer.getKeyword() === 'ONBUILD';
  const one = onBuild ? ((outer as Onbuild).getTriggerInstruction() ?? outer) : outer;
  const span = spanOf(outer.getRange());
  const heredocs = 'getHeredocs' in one ? heredocsOf(one as Run, spanOf) : [];
  const flags = 'getFlags' in one ? flagsOf(one as ModifiableInstruction, spanOf) : [];
  const range = one.getArgumentsRange();
  const start = range ? spanOf(range).start : span.end;
  const first = heredocs[0];
  const args = { start, end: first ? text.slice(0, first.span.start).replace(/\r?\n$/, '').length : span.end };
  if (args.end < args.start) return undefined;
  return { keyword: one.getKeyword(), onBuild, span, flags, args, words: dockerWords(text, args, escape), strings: first ? undefined : jsonStrings(text, args, escape), heredocs, stage };
}

function flagsOf(one: ModifiableInstruction, spanOf: SpanOf): DockerFlag[] {
  return one.getFlags().map((flag) => {
    const valueRange = flag.getValueRange();
    return { name: flag.getName(), value: flag.getValue() ?? undefined, span: spanOf(flag.getRange()), valueSpan: valueRange ? spanOf(valueRange) : undefined };
  });
}

function heredocsOf(one: Run, spanOf: SpanOf): DockerHeredoc[] {
  return one.getHeredocs().flatMap((heredoc) => {
    const content = heredoc.getContentRange();
    const end = heredoc.getDelimiterRange();
    if (!content || !end) return [];
    return [{ name: heredoc.getName(), span: { start: spanOf(content).start, end: spanOf({ start: { line: end.start.line, character: 0 }, end: end.end }).start } }];
  });
}

function stagesOf(instructions: readonly DockerInstruction[]): DockerStage[] {
  const stages: DockerStage[] = [];
  for (const from of instructions.filter(({ keyword }) => keyword === 'FROM')) {
    const [base, as, name] = from.words;
    const parent = stages.findIndex((stage) => stage.name !== undefined && stage.name === base?.value.toLowerCase());
    stages.push({
      index: stages.length,
      from,
      base,
      name: as?.value.toLowerCase() === 'as' ? name?.value.toLowerCase() : undefined,
      platform: from.flags.find((flag) => flag.name === 'platform')?.value,
      parent: parent < 0 ? undefined : parent,
      instructions: instructions.filter(({ stage, keyword }) => stage === stages.length && keyword !== 'FROM'),
    });
  }
  return stages;
}

/** Ranges of lines and columns as spans. The package ends lines as editors do: at `\n`, `\r\n` or a lone `\r`. */
function spansOf(text: string): SpanOf {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((ending) => ending.index + ending[0].length)];
  const offset = ({ line, character }: Range['start']): number => Math.min(text.length, (starts[line] ?? text.length) + character);
  return ({ start, end }) => ({ start: offset(start), end: offset(end) });
}
