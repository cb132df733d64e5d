import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { EXIT, UsageError, type ExitCode } from './exit.ts';
import type { FixFlags } from './commands/fix.ts';
import { EVIDENCE_WORDS, type CatalogueFlags, type CheckFlags, type CodemodNewFlags, type DoctorFlags, type EvidenceWord, type ExplainFlags, type InitFlags, type PlanFlags, type VerifyFlags } from './flags.ts';
import type { Listable } from './commands/list.ts';

/** Ends of pystd, as `--help` shows them. */
const EXIT_HELP = `
Exit codes:
  0    nothing to do, or all asked-for fixes written with nothing left
  1    findings, changes that are not written, or a follow-up that was run and failed
  2    wrong use or configuration
  3    a codemod was rejected or failed; the others' results are given
  70   a bug of pystd
  130  interrupted`;

function list(value: string, before: readonly string[] | undefined): string[] {
  const items = value.split(',').map((item) => item.trim()).filter((item) => item !== '');
  if (items.length === 0) throw new InvalidArgumentError('Name at least one.');
  return [...(before ?? []), ...items];
}

function seconds(value: string): number {
  if (!/^[1-9]\d{0,4}$/.test(value)) throw new InvalidArgumentError('Give whole seconds.');
  return Number(value);
}

function numbers(value: string, before: readonly number[] | undefined): readonly number[] {
  const words = list(value, before?.map(String));
  if (words.some((word) => !/^\d{1,4}$/.test(word))) throw new InvalidArgumentError('Give the numbers of patches.');
  return words.map(Number);
}

function evidenceWords(value: string, before: readonly EvidenceWord[] | undefined): readonly EvidenceWord[] {
  const words = list(value, before);
  const known = EVIDENCE_WORDS.filter((word) => words.includes(word));
  if (words.some((word) => !known.includes(word as EvidenceWord))) throw new InvalidArgumentError(`Allowed choices are ${EVIDENCE_WORDS.join(', ')}.`);
  if (known.includes('none') && known.length > 1) throw new InvalidArgumentError('`none` stands alone.');
  return known;
}

/** Flags of all commands. */
function speaking(command: Command): Command {
  return command
    .option('--color', 'colours, also into a pipe')
    .option('--no-color', 'no colours')
    .option('--quiet', 'only the result, no remarks on stderr')
    .option('--verbose', 'more remarks on stderr, and stack traces of bugs');
}

/** Flags of commands that look at a standard. */
function underStandard(command: Command, without: string): Command {
  return command.option('--standard <id|file>', `standard to go by (default: ${without})`).option('--level <level>', 'level of the standard, where it has levels');
}

/** Flags of all commands that read a repository. */
function reading(command: Command): Command {
  const chosen = underStandard(command.argument('[path]', 'repository', '.'), 'pystd.toml, else uv-layered')
    .option('--only <ids>', 'codemods to run, comma-separated', list)
    .option('--skip <ids>', 'codemods to leave out, comma-separated', list)
    .option('--handler <names>', 'route handlers to change, by name or by path, comma-separated: for codemods that change handlers', list)
    .addOption(new Option('--safety <safety>', 'least safe changes to make').choices(['safe', 'review']))
    .option('--include <globs>', 'only these files: comma-separated patterns as in a .gitignore', list)
    .option('--exclude <globs>', 'not these files: patterns as for --include', list);
  return speaking(chosen);
}

/** Flags of commands that look at patches before and after. */
function withEvidence(command: Command): Command {
  return command
    .addOption(new Option('--evidence <kinds>', `what to look at before and after each patch: ${EVIDENCE_WORDS.join(', ')}, comma-separated (default: lint,python where they are installed)`).argParser(evidenceWords))
    .option('--python <command>', 'interpreter with what the repository needs, or what runs one ("uv run python"), for evidence that runs its code (default: its .venv)')
    .addOption(new Option('--environment-command <command>', 'what makes its .venv, in a shell at the top of a copy, with network ("uv sync")').conflicts('python'))
    .option('--test-command <command>', 'what runs the tests, for --evidence tests, in a shell at the top of a copy (default: pytest in each project)')
    .addOption(new Option('--evidence-timeout <seconds>', 'time that one program may take for evidence').argParser(seconds));
}

function formats(choices: readonly string[]): Option {
  return new Option('--format <format>', 'form of the result').choices(choices).default('text');
}

/** The command line. Commands are loaded when they are run, so that `--help` is quick. */
export function commandLine(version: string, end: (code: ExitCode) => void): Command {
  const program = new Command('pystd').description('Rewrites Python backends toward a written standard and yields reviewable patch sets.').addHelpText('after', EXIT_HELP);
  program.version(version, '-V, --version', 'the version');
  reading(program.command('check').description('report what the standard finds'))
    .addOption(formats(['text', 'json', 'github']))
    .action(async (path: string, flags: CheckFlags) => end(await (await import('./commands/check.ts')).checkCommand(path, flags)));
  withEvidence(reading(program.command('fix').description('make the changes, or with --dry-run only show them')))
    .addOption(formats(['text', 'json', 'patch', 'markdown']))
    .option('--dry-run', 'write nothing into the repository')
    .option('--output <folder>', 'also write the patch set here: NNNN-<codemod>.patch for git am, patch-set.json, REVIEW.md')
    .option('--allow-dirty', 'change files that have uncommitted changes')
    .option('--commit', 'one commit for each codemod')
    .option('--interactive', 'ask for each patch')
    .option('--run-follow-ups', 'afterwards run the commands that make lock files (uv or Poetry, with network), and finish what depends on them')
    .action(async (path: string, flags: FixFlags) => end(await (await import('./commands/fix.ts')).fixCommand(path, flags)));
  speaking(withEvidence(program.command('verify').description('look at the patches of a folder that fix --output wrote; nothing is written').argument('<folder>', 'patch set').argument('[path]', 'repository', '.')))
    .addOption(formats(['text', 'json']))
    .addOption(new Option('--without <numbers>', 'patches to leave out, comma-separated').argParser(numbers))
    .action(async (folder: string, path: string, flags: VerifyFlags) => end(await (await import('./commands/verify.ts')).verifyCommand(folder, path, flags)));
  speaking(program.command('doctor').description('tell what is available, on this machine and for a repository').argument('[path]', 'repository', '.'))
    .addOption(formats(['text', 'json']))
    .option('--python <command>', 'interpreter with what the repository needs (default: its .venv)')
    .action(async (path: string, flags: DoctorFlags) => end(await (await import('./commands/doctor.ts')).doctorCommand(path, flags)));
  reading(program.command('plan').description('show which codemods would run'))
    .addOption(formats(['text', 'json']))
    .action(async (path: string, flags: PlanFlags) => end(await (await import('./commands/plan.ts')).planCommand(path, flags)));
  speaking(underStandard(program.command('explain').description('tell what a codemod does or a rule asks for, or what answers each path').argument('[id]', 'codemod or rule'), 'uv-layered'))
    .option('--routes [path]', 'instead: the routes of the FastAPI applications of a repository (default: the current folder)')
    .addOption(formats(['text', 'json']))
    .action(async (id: string | undefined, flags: ExplainFlags) => end(await (await import('./commands/explain.ts')).explainCommand(id, flags)));
  const what = program.createArgument('[what]', 'what to list').choices(['codemods', 'rules', 'standards']).default('codemods');
  speaking(underStandard(program.command('list').description('list codemods, rules or standards').addArgument(what), 'uv-layered'))
    .action(async (listed: Listable, flags: CatalogueFlags) => end(await (await import('./commands/list.ts')).listCommand(listed, flags)));
  speaking(program.command('init').description('write a commented pystd.toml').argument('[path]', 'repository', '.').option('--standard <id|file>', 'standard to name in it'))
    .action(async (path: string, flags: InitFlags) => end(await (await import('./commands/init.ts')).initCommand(path, flags)));
  const authors = program.command('codemod').description('for authors of codemods, in a checkout of pystd');
  speaking(authors.command('new').description('begin a codemod: its folder and a failing example').argument('<id>', 'lower-case words joined by hyphens').option('--title <title>', 'imperative, no full stop'))
    .action(async (id: string, flags: CodemodNewFlags) => end(await (await import('./commands/codemod-new.ts')).codemodNewCommand(id, flags)));
  return program;
}

/** Runs a command line to its exit code. Nothing throws past it. */
export async function main(argv: readonly string[], version: () => string): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  try {
    const program = commandLine(version(), (ended) => void (code = ended));
    exitOverride(program);
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return explainFailure(error, argv.includes('--verbose'));
  }
}

function exitOverride(command: Command): void {
  command.exitOverride();
  for (const sub of command.commands) exitOverride(sub);
}

/** Says what went wrong in a sentence; the stack of a bug only when asked for. */
function explainFailure(error: unknown, verbose: boolean): ExitCode {
  if (!(error instanceof Error)) return complain(String(error), EXIT.internal);
  if (error instanceof UsageError) return complain(error.message, EXIT.usage);
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  return complain(`A bug of pystd: ${verbose ? (error.stack ?? error.message) : `${error.message} (--verbose shows where)`}`, EXIT.internal);
}

function complain(message: string, code: ExitCode): ExitCode {
  process.stderr.write(`${message}\n`);
  return code;
}
