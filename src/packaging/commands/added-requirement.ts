import { convertConstraint, versionsDiffer } from '../poetry/constraint.ts';
import { gitUrl } from '../git-url.ts';
import { isProblem, type Problem } from '../problem.ts';
import { isName, parseRequirement } from '../requirement/index.ts';
import type { Arg } from './command.ts';
import type { Text } from './options.ts';

/** Something `poetry add` is given, as `uv add` takes it: a name with a constraint, a repository, a file or a folder. */
export function addedRequirement(text: Text): Arg | Problem {
  const { value, raw, arg } = text;
  if (value === undefined && /^["']?[\w.-]+(?:\[[\w., -]*\])?\s*==["']?\$[^\s,|]*$/.test(raw.replace(/\$\{\{[^{}]*\}\}/g, '$X'))) return arg;
  if (value === undefined) return { problem: `What \`${raw}\` adds is known only when it runs, and its constraint may have to be written another way.` };
  if (/^git\+/.test(value)) return fromGit(value);
  if (/^https?:\/\//.test(value) || /^(?:file:\/\/)?\.{0,2}\/|^~\//.test(value)) return arg;
  const named = /^([^\s@=:<>!~^;[]+)(\[[^\]]*\])?\s*(.*)$/s.exec(value.trim());
  if (!named) return { problem: `\`${value}\` is nothing that Poetry adds.` };
  const [, name = '', extras = '', rest = ''] = named;
  if (!isName(name)) return { problem: `\`${name}\` is not the name of a package.` };
  if (rest === '') return arg;
  if (/^@\s*(?:git\+|https?:)/.test(rest) || rest.includes(';')) return isProblem(parseRequirement(value)) ? { problem: `\`${value}\` is not a requirement that uv reads.` } : arg;
  return withConstraint(name, extras, rest, text);
}

/** `@`, a colon or one `=` stand between a name and its constraint; an operator starts it as it is. */
function withConstraint(name: string, extras: string, rest: string, { value, arg }: Text): Arg | Problem {
  const constraint = rest.replace(/^(?:@|:|=(?!=))\s*/, '').trim();
  if (constraint === 'latest') return `${name}${extras}`;
  const converted = convertConstraint(constraint);
  if (isProblem(converted)) return { problem: `The constraint of \`${value ?? name}\` has no equal in uv: ${converted.problem}` };
  if (versionsDiffer(constraint, converted.specifiers) !== undefined) return { problem: `The constraint of \`${value ?? name}\` could not be converted safely.` };
  const made = `${name}${extras}${converted.specifiers}`;
  return made === value ? arg : made;
}

/** Poetry names a branch, tag or commit behind `#`, where uv wants `@`; `#subdirectory=` is the same in both. */
function fromGit(value: string): Arg | Problem {
  const [, address = '', fragment = ''] = /^([^#]*)#?(.*)$/s.exec(value) ?? [];
  const url = gitUrl(address);
  if (isProblem(url)) return url;
  if (fragment === '') return `git+${url}`;
  if (/^subdirectory=[^&]+$/.test(fragment)) return `git+${url}#${fragment}`;
  if (/[=&\s]/.test(fragment)) return { problem: `What \`#${fragment}\` says has no equal in uv.` };
  return `git+${url}@${fragment}`;
}
