import { describe, expect, it } from 'vitest';
import { isShellProblem, readShell, removeCommands } from '../../src/formats/shell/index.ts';
import { applyEdits } from '../../src/text/apply.ts';

/** Takes away what begins with one of the words, in a script as a Dockerfile has it. */
function without(text: string, words: readonly string[]): string {
  const script = readShell(text, 'dockerfile');
  const going = script.commands.filter((command) => words.includes(command.words[0]?.raw ?? ''));
  const outcome = removeCommands(script, going, (comment) => comment.includes('ink'));
  if (outcome === 'everything') return 'everything';
  return isShellProblem(outcome) ? outcome.problem : applyEdits(text, outcome);
}

describe('removeCommands', () => {
  it.each([
    ['ink && paper', 'ink', 'paper'],
    ['paper && ink', 'ink', 'paper'],
    ['bind && ink && pen && paper', 'ink pen', 'bind && paper'],
    ['fetch ink | ink - && paper', 'fetch ink', 'paper'],
    ['bind \\\n  && fetch it | ink - \\\n  && paper', 'fetch ink', 'bind \\\n  && paper'],
    ['bind \\\n  # buys ink\n  && ink \\\n  # about paper\n  && paper', 'ink', 'bind \\\n  # about paper\n  && paper'],
    ['bind \\\n  # about pens\n  && ink \\\n  # about paper\n  && paper', 'ink', 'bind \\\n  # about pens\n  # about paper\n  && paper'],
    ['bind && \\\n  ink --all && \\\n  paper', 'ink', 'bind && \\\n  paper'],
    ['bind && \\\n  ink', 'ink', 'bind'],
    ['bind; ink && paper', 'ink', 'bind; paper'],
    ['bind && ink; paper', 'ink', 'bind; paper'],
    ['if bind; then ink; fi', 'ink', 'if bind; then :; fi'],
    ['( ink | pen ) && paper', 'ink pen', 'paper'],
    ['bind && { ink; } && paper', 'ink', 'bind && paper'],
    ['( ink )', 'ink', '( : )'],
    ['ink || true; paper', 'ink', 'paper'],
    ['bind\nink\npaper', 'ink', 'bind\npaper'],
    ['ink && pen', 'ink pen', 'everything'],
    ['ink | paper', 'ink', 'The command is part of a pipe.'],
    ['ink || paper', 'ink', 'Something depends on whether the command succeeds.'],
    ['if ink; then paper; fi', 'ink', 'Something depends on whether the command succeeds.'],
    ['page=$(ink)', 'ink', 'What the command prints is used.'],
    ['ink & paper', 'ink', 'The command runs in the background.'],
    ['bind \\\n  # about pens\n  && ink', 'ink', 'A comment stands between this command and the next one.'],
  ])('%j without %s', (text, words, result) => {
    expect(without(text, words.split(' '))).toBe(result);
  });
});
