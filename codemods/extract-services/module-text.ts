import { importBlock, type CodeStyle, type NewImport } from '#pystd';
import { clashes } from './carrier.ts';
import { boundNames } from './companion.ts';
import { methodText, type Naming } from './method-text.ts';
import { companions, type PlannedService } from './plan.ts';
import { repositoryAttributes } from './repositories.ts';

const STEP = '    ';

/** The text of a new module with the class of a service. */
export function moduleText(service: PlannedService, along: readonly string[], width: number, quote: CodeStyle['quote']): string {
  const { module, extractions, home: { name }, resource } = service;
  const imports = extractions.flatMap((one) => one.imports);
  const here = new Set(companions(service).flatMap(boundNames));
  const forTypes = extractions.flatMap((one) => one.forTypes).filter((one) => !here.has(one.name ?? ''));
  const session = sessionImport(extractions[0]?.session?.type, [...imports, ...forTypes]);
  const outer: readonly NewImport[] = [...(session ? [session] : []), ...(forTypes.length > 0 ? [{ module: 'typing', name: 'TYPE_CHECKING', section: 'standard' } as const] : [])];
  const words = resource.replaceAll('_', ' ');
  const block = importBlock([...imports, ...outer], width);
  const types = importBlock(forTypes, width - STEP.length);
  const head = [
    `"""Business logic of the ${words} routes."""\n`,
    ...(isPostponed(module) ? ['from __future__ import annotations\n'] : []),
    ...(block === '' ? [] : [block]),
    ...(types === '' ? [] : [`if TYPE_CHECKING:\n${types.replace(/^(?=.)/gm, STEP)}`]),
  ];
  const definitions = [...along, classText(name, extractions, session?.alias ?? session?.name, new Set(forTypes.flatMap((one) => one.name ?? [])), words, width, quote)];
  return `${head.join('\n')}${definitions.map((text, index) => `${gapBefore(text, definitions[index - 1])}${text}`).join('')}\n`;
}

/** Definitions have two empty lines around them, other statements none between, and one below imports. */
export function gapBefore(text: string, previous: string | undefined): string {
  const isDefinition = (one: string): boolean => /^(?:#.*\n)*(?:@|class\b|(?:async )?def\b)/.test(one);
  if (isDefinition(text) || (previous !== undefined && isDefinition(previous))) return '\n\n\n'.slice(previous === undefined ? 1 : 0);
  return previous !== undefined && text.startsWith('#') ? '\n\n' : '\n';
}

/** Whether a module has `from __future__ import annotations`: then annotations of its code may name what comes later. */
function isPostponed({ text }: PlannedService['module']): boolean {
  return /^from __future__ import .*\bannotations\b/m.test(text);
}

/** The class of the session; under another name where the code means something else by its own. */
function sessionImport(type: string | undefined, others: readonly NewImport[]): (NewImport & { readonly name: string }) | undefined {
  if (type === undefined) return undefined;
  const plain = { module: type.slice(0, type.lastIndexOf('.')), name: type.slice(type.lastIndexOf('.') + 1), section: 'outer' } as const;
  return clashes(plain, others) ? { ...plain, alias: `Database${plain.name}` } : plain;
}

function classText(name: string, extractions: PlannedService['extractions'], sessionType: string | undefined, forTypes: ReadonlySet<string>, words: string, width: number, quote: CodeStyle['quote']): string {
  const repositories = repositoryAttributes(extractions);
  const naming: Naming = { session: 'self.session', repositories, forTypes };
  const usesSession = extractions.some(({ session, repositories: used }) => session?.uses.some((use) => !used.some((one) => repositories.has(one.name) && one.sites.some(({ start, end }) => start <= use.start && use.end <= end))));
  const init = [
    `    def __init__(self, session: ${sessionType ?? ''}) -> None:`,
    ...(usesSession ? ['        self.session = session'] : []),
    ...[...repositories].map(([type, attribute]) => `        self.${attribute} = ${type}(session)`),
  ].join('\n');
  const members = [...(sessionType === undefined ? [] : [init]), ...extractions.map((one) => methodText(one, naming, width, quote))];
  return `class ${name}:\n    """The work of the ${words} routes."""\n\n${members.join('\n\n')}`;
}
