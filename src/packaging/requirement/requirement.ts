import { parseOptionalMarker, printMarker, type Marker } from '../marker/index.ts';
import { isProblem, type Problem } from '../problem.ts';
import { checkSpecifiers } from '../version/index.ts';
import { isName } from '../name.ts';

/** A dependency by PEP 508. */
export interface Requirement {
  /** As it is written; compare with `normaliseName`. */
  readonly name: string;
  readonly extras: readonly string[];
  /** PEP 440 clauses without spaces; `''` for any version, and when there is a URL. */
  readonly specifiers: string;
  readonly url: string | undefined;
  readonly marker: Marker | undefined;
}

const HEAD = /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?\s*/;

/** A requirement by PEP 508, with or without parentheses around its versions, or what is wrong with it. */
export function parseRequirement(text: string): Requirement | Problem {
  const refused = (because: string): Problem => ({ problem: `“${text.trim()}” is not a requirement of PEP 508: ${because}.` });
  const [head, written = '', list] = HEAD.exec(text) ?? [];
  // A name ends in a letter or digit, so `name.` and `name-` are none.
  if (head === undefined || !isName(written)) return refused('it does not start with a name');
  const extras = (list ?? '').split(',').map((extra) => extra.trim());
  const isEmptyList = extras.length === 1 && extras[0] === '';
  if (!isEmptyList && !extras.every(isName)) return refused('its extras are not names');
  const rest = text.slice(head.length);
  const { body, marker: condition } = splitMarker(rest);
  const marker = condition === '' ? refused('nothing stands after “;”') : parseOptionalMarker(condition);
  if (isProblem(marker)) return marker;
  const about = { name: written, extras: isEmptyList ? [] : extras, marker };
  if (rest.startsWith('@')) {
    const url = body.slice(1).trim();
    return url === '' || /\s/.test(url) ? refused('its URL is not one word') : { ...about, specifiers: '', url };
  }
  const versions = body.replace(/^\(\s*(.*?)\s*\)$/s, '$1');
  const clauses = versions.split(',').map((clause) => clause.replace(/\s+/g, ''));
  const isSpaced = versions.split(',').some((clause) => !/^\s*(?:[=!~<>]+\s*)?\S*\s*$/.test(clause));
  // `===` compares spellings, so whatever follows it is fine.
  const wrong = checkSpecifiers(clauses.filter((clause) => !/^===[^=]/.test(clause)).join(','));
  if (clauses[0] === '' && versions !== '') return refused('its versions start with a comma');
  if (isSpaced) return refused('its versions are not separated by commas');
  if (wrong) return refused(wrong.problem.replace(/\.$/, ''));
  return { ...about, specifiers: clauses.filter((clause) => clause !== '').join(','), url: undefined };
}

/** In one line, as uv writes it: `name[a,b]>=1,<2 ; marker`. */
export function printRequirement({ name, extras, specifiers, url, marker }: Requirement): string {
  const head = `${name}${extras.length > 0 ? `[${extras.join(',')}]` : ''}`;
  const body = url === undefined ? `${head}${specifiers}` : `${head} @ ${url}`;
  return marker ? `${body} ; ${printMarker(marker)}` : body;
}

/** A URL ends at white space, so there the marker starts after ` ;`. */
function splitMarker(rest: string): { readonly body: string; readonly marker: string | undefined } {
  const at = rest.startsWith('@') ? rest.search(/\s;/) : rest.indexOf(';');
  if (at < 0) return { body: rest.trim(), marker: undefined };
  const semicolon = rest.indexOf(';', at);
  return { body: rest.slice(0, semicolon).trim(), marker: rest.slice(semicolon + 1).trim() };
}
