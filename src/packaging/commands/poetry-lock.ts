import type { Call, Outcome, Subcommands } from './call.ts';
import { has } from './options.ts';

/** `lock` and `check`. */
export const LOCK: Subcommands = {
  lock: { options: [{ names: ['--no-update'] }, { names: ['--regenerate'] }, { names: ['--check'] }], operands: 'none', translate: lock },
  check: { options: [{ names: ['--lock'] }, { names: ['--strict'], becomes: [] }], operands: 'none', translate: check },
};

/** In Poetry 1 a bare `lock` upgraded everything; since Poetry 2 it keeps the versions that are locked, as uv does. */
function lock({ line, facts }: Call): Outcome {
  if (has(line, '--check')) return { tool: [['lock', '--check']] };
  if (has(line, '--regenerate')) return { tool: [['lock', '--upgrade']] };
  if (has(line, '--no-update') || facts.poetryMajor === 2) return { tool: [['lock']] };
  if (facts.poetryMajor === 1) return { tool: [['lock', '--upgrade']] };
  return { tool: [['lock']], remarks: ['In Poetry 1, `poetry lock` upgraded every package: that is `uv lock --upgrade`.'] };
}

function check({ line }: Call): Outcome {
  const remarks = has(line, '--lock') ? [] : ['uv checks that the lock fits pyproject.toml; it does not judge the metadata.'];
  return { tool: [['lock', '--check']], remarks };
}
