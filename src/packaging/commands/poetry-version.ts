import type { Call, Outcome, Subcommands } from './call.ts';
import type { Arg } from './command.ts';
import { carried, has, type Text } from './options.ts';
import { isOneWord } from './requirement-words.ts';

/** `version`: reads the project's version, sets it, or raises it by a rule. */
export const VERSION: Subcommands = {
  version: {
    options: [{ names: ['--short', '-s'], becomes: ['--short'] }, { names: ['--dry-run'], becomes: ['--dry-run'] }, { names: ['--next-phase'] }],
    operands: 'some',
    translate: version,
  },
};

const FROZEN = '`--frozen` leaves uv.lock as it is, as Poetry left its lock; `uv lock` writes the new version into it.';

const RULES: Readonly<Record<string, readonly string[]>> = {
  patch: ['--bump', 'patch'],
  minor: ['--bump', 'minor'],
  major: ['--bump', 'major'],
  prepatch: ['--bump', 'patch', '--bump', 'alpha'],
  preminor: ['--bump', 'minor', '--bump', 'alpha'],
  premajor: ['--bump', 'major', '--bump', 'alpha'],
};

function version({ line, facts }: Call): Outcome {
  const [wanted, ...others] = line.operands;
  if (others.length > 0) return { problem: '`poetry version` takes one version or rule.' };
  if (!wanted) return has(line, '--next-phase') ? { problem: '`--next-phase` names no rule.' } : { tool: [['version', ...carried(line)]] };
  if (wanted.value === undefined) return unknownVersion(wanted, carried(line));
  if (wanted.value === 'prerelease') return prerelease(facts.version, has(line, '--next-phase'), carried(line));
  const rule = Object.hasOwn(RULES, wanted.value) ? RULES[wanted.value] : undefined;
  if (!rule) {
    return /^v?\d[\w.+!-]*$/.test(wanted.value) ? set([wanted.arg], carried(line), []) : { problem: `\`${wanted.value}\` is neither a version nor a rule of Poetry.` };
  }
  return set(rule, carried(line), wanted.value.startsWith('pre') ? ['Poetry starts with `a0`, uv with `a1`.'] : preRemarks(facts.version));
}

/** A version that is known only when the command runs: a rule in its place would be another command, so its name has to say what it is. */
function unknownVersion(wanted: Text, carriedWords: readonly Arg[]): Outcome {
  const isNamed = /version|tag|release|\bref(?:_name)?\b|_REF\b|semver|\bver\b|_ver\b|\bgit describe\b/i.test(wanted.raw) && !/bump|rule|part|level|type|kind|increment/i.test(wanted.raw);
  if (!isNamed || (!isOneWord(wanted) && /^\$\w+$/.test(wanted.raw) && /args/i.test(wanted.raw))) {
    return { problem: `\`${wanted.raw}\` may hold a version or a rule, which are different commands in uv.` };
  }
  return set([wanted.arg], carriedWords, ['A rule such as `patch` in place of the version is `--bump patch` in uv.']);
}

/** The next pre-release depends on the phase the version is in. */
function prerelease(current: string | undefined, isNextPhase: boolean, carriedWords: readonly Arg[]): Outcome {
  if (current === undefined) return { problem: 'Which phase follows depends on the version, which is not known here.' };
  const phase = /\d[-_.]?(a|alpha|b|beta|rc|c)[-_.]?\d*$/i.exec(current)?.[1]?.toLowerCase().charAt(0);
  if (phase === undefined && /dev|post|\+/i.test(current)) return { problem: `What follows \`${current}\` is not the same in uv.` };
  if (phase === undefined) return set(['--bump', 'patch', '--bump', 'alpha'], carriedWords, ['Poetry starts with `a0`, uv with `a1`.']);
  const phases = ['alpha', 'beta', 'rc', 'stable'];
  const next = phases[(phase === 'a' ? 0 : phase === 'b' ? 1 : 2) + (isNextPhase ? 1 : 0)] ?? 'stable';
  return set(['--bump', next], carriedWords, []);
}

/** Poetry takes `1.2.0a1` to 1.2.0 by `patch`, uv to 1.2.1. */
function preRemarks(current: string | undefined): string[] {
  return current !== undefined && /\d[-_.]?(?:a|b|rc|alpha|beta|c|dev)/i.test(current) ? ['From a pre-release Poetry goes to its release, uv to the one after: `--bump stable`.'] : [];
}

function set(what: readonly Arg[], carriedWords: readonly Arg[], remarks: readonly string[]): Outcome {
  return { tool: [['version', ...what, ...carriedWords, '--frozen']], remarks: [...remarks, FROZEN] };
}
