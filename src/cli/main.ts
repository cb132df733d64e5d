import { Command, Option } from 'commander';
import { EXIT, UsageError, type ExitCode } from './exit.ts';
import type { FixFlags } from './commands/fix.ts';
import type { CheckFlags, PlanFlags } from './flags.ts';
import type { Listable } from './commands/list.ts';

/** Ends of pystd, as `--help` shows them. */
const EXIT_HELP = `
Exit codes:
  0    nothing to do, or all asked-for fixes written with nothing left
  1    findings, or changes that are not written
  2    wrong use or configuration
  3    a codemod was rejected or failed; the others' results are given
  70   a bug of pystd
  130  interrupted`;

function list(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), ...value.split(',').map((item) => item.trim()).filter((item) => item !== '')];
}

/** Flags of all commands that read a repository. */
function common(command: Command): Command {
  return command
    .option('--standard <id|file>', 'standard to hold the repository to (default: pystd.toml, else uv-layered)')
    .option('--level <level>', 'level of the standard, where it has levels')
    .option('--only <ids>', 'codemods to run, comma-separated', list)
    .option('--skip <ids>', 'codemods to leave out, comma-separated', list)
    .addOption(new Option('--safety <safety>', 'least safe changes to make').choices(['safe', 'review']))
    .option('--include <globs>', 'only these files, as .gitignore patterns', list)
    .option('--exclude <globs>', 'not these files, as .gitignore patterns', list)
    .option('--color', 'colours, also into a pipe')
    .option('--no-color', 'no colours')
    .option('--quiet', 'only the result, no remarks on stderr')
    .option('--verbose', 'more remarks on stderr, and stack traces of bugs');
}

/** The command line. Commands are loaded when they are run, so that `--help` is quick. */
export function commandLine(version: () => string, end: (code: ExitCode) => void): Command {
  const program = new Command('pystd').description('Rewrites Python backends toward a written standard and yields reviewable patch sets.').addHelpText('after', EXIT_HELP).showSuggestionAfterError();
  program.option('-V, --version', 'the version').action(() => {
    if (program.opts()['version']) process.stdout.write(`${version()}\n`);
    else program.help({ error: true });
  });
  common(program.command('check').description('report what the standard finds').argument('[path]', 'repository', '.'))
    .addOption(new Option('--format <format>', 'form of the report').choices(['text', 'json', 'github']).default('text'))
    .action(async (path: string, flags: CheckFlags) => end(await (await import('./commands/check.ts')).checkCommand(path, flags)));
  common(program.command('fix').description('make the changes, or with --dry-run only show them').argument('[path]', 'repository', '.'))
    .addOption(new Option('--format <format>', 'form of the result').choices(['text', 'json', 'patch', 'markdown']).default('text'))
    .option('--dry-run', 'write nothing')
    .option('--output <folder>', 'also write the patch set here: NNNN-<codemod>.patch for git am, patch-set.json, REVIEW.md')
    .option('--allow-dirty', 'change files that have uncommitted changes')
    .option('--commit', 'one commit for each codemod')
    .option('--interactive', 'ask for each patch')
    .action(async (path: string, flags: FixFlags) => end(await (await import('./commands/fix.ts')).fixCommand(path, flags)));
  common(program.command('plan').description('show which codemods would run').argument('[path]', 'repository', '.'))
    .addOption(new Option('--format <format>', 'form of the plan').choices(['text', 'json']).default('text'))
    .action(async (path: string, flags: PlanFlags) => end(await (await import('./commands/plan.ts')).planCommand(path, flags)));
  program
    .command('explain')
    .description('tell what a codemod does or a rule asks for')
    .argument('<id>', 'codemod or rule')
    .option('--standard <id|file>', 'standard whose parameters to show')
    .option('--level <level>', 'level of the standard')
    .option('--color', 'colours, also into a pipe')
    .option('--no-color', 'no colours')
    .action(async (id: string, flags: { color: boolean | undefined }) => end(await (await import('./commands/explain.ts')).explainCommand(id, flags)));
  program
    .command('list')
    .description('list codemods, rules or standards')
    .addArgument(program.createArgument('[what]', 'what to list').choices(['codemods', 'rules', 'standards']).default('codemods'))
    .option('--standard <id|file>', 'standard whose rules to list')
    .option('--level <level>', 'level of the standard')
    .option('--color', 'colours, also into a pipe')
    .option('--no-color', 'no colours')
    .action(async (what: Listable, flags: { color: boolean | undefined }) => end(await (await import('./commands/list.ts')).listCommand(what, flags)));
  program
    .command('init')
    .description('write a commented pystd.toml')
    .argument('[path]', 'repository', '.')
    .option('--standard <id>', 'standard to name in it')
    .option('--quiet', 'no remarks on stderr')
    .action(async (path: string, flags: { quiet?: boolean }) => end(await (await import('./commands/init.ts')).initCommand(path, flags)));
  program
    .command('codemod')
    .description('for authors of codemods, in a checkout of pystd')
    .command('new')
    .description('begin a codemod: its folder, a failing example, the catalogue')
    .argument('<id>', 'lower-case words joined by hyphens')
    .option('--title <title>', 'imperative, no full stop')
    .action(async (id: string, flags: { title?: string }) => end(await (await import('./commands/codemod-new.ts')).codemodNewCommand(id, flags)));
  return program;
}

/** Runs a command line to its exit code. Nothing throws past it. */
export async function main(argv: readonly string[], version: () => string): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const program = commandLine(version, (ended) => void (code = ended));
  exitOverride(program);
  try {
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
  if (error instanceof UsageError || error.name === 'OutputError') return complain(error.message, EXIT.usage);
  if ('code' in error && typeof error.code === 'string' && error.code.startsWith('commander.')) {
    return 'exitCode' in error && error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  return complain(`A bug of pystd: ${verbose ? (error.stack ?? error.message) : `${error.message} (--verbose shows where)`}`, EXIT.internal);
}

function complain(message: string, code: ExitCode): ExitCode {
  process.stderr.write(`${message}\n`);
  return code;
}
