import { importBlock, type NewImport } from '#pystd';
import { methodText, type Naming } from './method-text.ts';
import type { PlannedService } from './plan.ts';
import { plural, snake } from './resource.ts';

/** The text of a new module with the class of a service. */
export function moduleText({ extractions, home: { name }, resource }: PlannedService, along: readonly string[], width: number): string {
  const imports = extractions.flatMap((one) => one.imports);
  const forTypes = extractions.flatMap((one) => one.forTypes);
  const type = extractions[0]?.session?.type;
  const outer: readonly NewImport[] = [
    ...(type === undefined ? [] : [{ module: type.slice(0, type.lastIndexOf('.')), name: classOf(type), section: 'outer' } as const]),
    ...(forTypes.length > 0 ? [{ module: 'typing', name: 'TYPE_CHECKING', section: 'standard' } as const] : []),
  ];
  const words = plural(resource).replaceAll('_', ' ');
  const block = importBlock([...imports, ...outer], width);
  const types = importBlock(forTypes, width - STEP.length);
  const head = [
    `"""Business logic of ${words}."""\n`,
    ...(block === '' ? [] : [block]),
    ...(types === '' ? [] : [`if TYPE_CHECKING:\n${types.replace(/^(?=.)/gm, STEP)}`]),
  ];
  const definitions = [...along, classText(name, extractions, type === undefined ? undefined : classOf(type), words, width)];
  return `${head.join('\n')}\n\n${definitions.join('\n\n\n')}\n`;
}

const STEP = '    ';

function classOf(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

function classText(name: string, extractions: PlannedService['extractions'], sessionType: string | undefined, words: string, width: number): string {
  const repositories = repositoriesOf(extractions);
  const naming: Naming = { session: 'self.session', repositories };
  const usesSession = extractions.some(({ session, repositories: used }) => session?.uses.some((use) => !used.some(({ sites }) => sites.some(({ start, end }) => start <= use.start && use.end <= end))));
  const init = [
    `    def __init__(self, session: ${sessionType ?? ''}) -> None:`,
    ...(usesSession ? ['        self.session = session'] : []),
    ...[...repositories].map(([type, attribute]) => `        self.${attribute} = ${type}(session)`),
  ].join('\n');
  const members = [...(sessionType === undefined ? [] : [init]), ...extractions.map((one) => methodText(one, naming, width))];
  return `class ${name}:\n    """What the service does about ${words}."""\n\n${members.join('\n\n')}`;
}

/** An attribute for each repository that the methods work with, by the name of its class. */
function repositoriesOf(extractions: PlannedService['extractions']): ReadonlyMap<string, string> {
  const names = [...new Set(extractions.flatMap(({ repositories }) => repositories.map(({ name }) => name)))].sort();
  return new Map(names.map((name) => [name, plural(snake(name.replace(/_?(?:Repository|Repo|DAO|Dao)$/, '')) || 'repository')]));
}
