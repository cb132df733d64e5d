import type { TomlInput } from '../../formats/toml/index.ts';
import { markersDiffer, parseOptionalMarker, printMarker, type Marker } from '../marker/index.ts';
import { isProblem, type Problem } from '../problem.ts';
import type { Requirement } from '../requirement/index.ts';
import { versionsDiffer } from './constraint.ts';

/** Where a package comes from, by the keys Poetry has for it. */
export type PoetryOrigin = Readonly<Record<string, string | boolean>>;

/** An origin, and where it holds; without a marker everywhere. */
export interface MarkedOrigin {
  readonly origin: PoetryOrigin;
  readonly marker: Marker | undefined;
}

/**
 * A requirement of PEP 508 as Poetry's own tables say it: `">=1,<2"`, or a table where there is more to say. Its versions and its marker are
 * read back the way Poetry does and have to accept the same; `===` it does not know.
 */
export function poetryConstraint(requirement: Requirement, origin: PoetryOrigin | undefined, allowsPrereleases: boolean | undefined): TomlInput | Problem {
  const { name, extras, specifiers, url, marker } = requirement;
  const direct = url === undefined ? undefined : directOrigin(name, url);
  if (direct && isProblem(direct)) return direct;
  if (/(^|,)\s*===/.test(specifiers)) return { problem: `Poetry does not know the operator \`===\` of \`${name}${specifiers}\`.` };
  const from = origin ?? direct;
  const hasVersion = from === undefined || 'source' in from;
  const version = specifiers === '' ? '*' : specifiers;
  const apart = hasVersion ? versionsDiffer(version, specifiers) : undefined;
  if (apart !== undefined) return { problem: `Poetry reads \`${specifiers}\` of \`${name}\` otherwise: they disagree about ${apart}.` };
  const markers = marker && printMarker(marker);
  if (markers !== undefined && !isSameMarker(markers, marker)) return { problem: `The marker of \`${name}\` reads back as another one.` };
  const table: Readonly<Record<string, TomlInput>> = {
    ...(hasVersion && { version }),
    ...from,
    ...(extras.length > 0 && { extras }),
    ...(markers !== undefined && { markers }),
    ...(allowsPrereleases !== undefined && { 'allow-prereleases': allowsPrereleases }),
  };
  return Object.keys(table).length === 1 && hasVersion ? version : table;
}

function isSameMarker(text: string, marker: Marker | undefined): boolean {
  const read = parseOptionalMarker(text);
  return !isProblem(read) && markersDiffer(read, marker) === undefined;
}

/** `name @ <url>` by the keys of Poetry: `git+…@ref#subdirectory=…` is a repository, anything else on the web a file. */
function directOrigin(name: string, url: string): PoetryOrigin | Problem {
  const [plain = '', fragment = ''] = url.split('#', 2);
  const parts = new URLSearchParams(fragment);
  const subdirectory = parts.get('subdirectory') ?? undefined;
  const odd = [...parts.keys()].find((key) => key !== 'subdirectory' && key !== 'egg');
  if (odd !== undefined) return { problem: `\`${name}\` comes from a URL with \`${odd}\`, which Poetry's tables cannot say.` };
  const git = /^git\+(\S+?)(?:@([^@/:]+(?:\/[^@:]+)*))?$/.exec(plain);
  const folder = subdirectory === undefined ? {} : { subdirectory };
  if (git?.[1] !== undefined && /^(https?|ssh|file):\/\//.test(git[1])) return { git: git[1], ...(git[2] === undefined ? {} : { rev: git[2] }), ...folder };
  if (/^https?:\/\//.test(plain)) return { url: plain, ...folder };
  return { problem: `It is not known how Poetry would write where \`${name}\` comes from (\`${url}\`).` };
}
