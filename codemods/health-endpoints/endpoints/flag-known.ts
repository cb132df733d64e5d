import { samePath, type Module, type ServiceTarget, type Task } from '#pystd';
import type { Options, Shape } from '../options.ts';
import { dependenciesOf } from '../probes/find.ts';
import { CHECKS, type Kind } from '../probes/kinds.ts';
import { membersOf } from './answers.ts';
import type { KnownRoute } from './known.ts';

const PROBES = 'observability/health-probes';

/** What a probe of each kind looks like in code, or the name of a function that is one. */
const ASKS: Readonly<Record<Kind, RegExp>> = {
  sql: /SELECT\s+1\b|\bselect\(\s*1\s*\)|\.(?:execute|scalar|exec|fetch_?val)\(|\b_?(?:ping|check|probe|test|verify)_\w*(?:database|db|postgres|mysql|sql)/i,
  tortoise: /SELECT\s+1\b|execute_query/i,
  redis: /\bping\b|\b_?(?:ping|check|probe|test|verify)_\w*(?:redis|cache)/i,
  mongo: /["']ping["']|server_info|ismaster|hello|\b_?(?:ping|check|probe|test|verify)_\w*mongo/i,
  http: /httpx|aiohttp|requests/,
  other: /\bping\b|\.info\(|\.health\(|verify_connectivity/,
};

/** Tells how the health endpoints that are there differ from what the standard asks for. */
export function flagKnown(task: Task<Options>, known: readonly KnownRoute[], shape: Shape): void {
  const { options } = task;
  const wanted: readonly (readonly [KnownRoute['kind'], string, string])[] = [
    ['liveness', options.path, 'observability/health-liveness'],
    ...(shape.hasReadiness ? [['readiness', options.readyPath, 'observability/health-readiness'] as const] : []),
  ];
  for (const [kind, path, rule] of wanted) {
    const own = known.filter((one) => one.kind === kind);
    const [first] = own;
    if (!first || own.some((one) => samePath(one.path, path))) continue;
    task.flag(first.route.registration.module.at(first.route.registration.node), `\`GET ${first.path}\` stands for \`${path}\`, which the standard asks for: rename it when nothing probes the old path any more.`, { rule });
  }
}

/** Tells what endpoints that are there, or would be there, leave out: parts of the answer, and dependencies that nothing asks; `said` has what was told. */
export function flagGaps(task: Task<Options>, target: ServiceTarget, known: readonly KnownRoute[], shape: Shape, noBuild: string | undefined, said: Set<string>): void {
  const { app } = target;
  const alive = known.filter(({ kind }) => kind === 'liveness');
  const liveness = alive.find(({ path }) => samePath(path, task.options.path)) ?? alive[0];
  const members = liveness && membersOf(liveness.route, task);
  const lacking = members === undefined ? [] : shape.buildFields.filter((field) => !members.includes(field));
  const isAbout = liveness === undefined ? noBuild !== undefined && shape.buildFields.length > 0 : lacking.length > 0;
  if (isAbout) {
    const about = liveness === undefined ? [`\`GET ${task.options.path}\``, shape.buildFields] as const : [`\`GET ${liveness.path}\``, lacking] as const;
    task.flag(app.module.at(app.node), `${about[0]} does not say ${about[1].map((field) => `\`${field}\``).join(', ')}.${noBuild === undefined ? '' : ` ${noBuild}`}`, { rule: 'observability/health-version-build' });
  }
  const asking = known.filter(({ kind }) => kind === (shape.isSplit ? 'readiness' : 'liveness'));
  if (!shape.hasReadiness && shape.isSplit) return;
  const { probed, unprobed } = dependenciesOf(task, target);
  const texts = asking.flatMap(({ route }) => textsAround(route.endpoint.module, task));
  for (const { kind, call, because } of unprobed) {
    // Services that share a module are told of it once.
    if (isAsked(kind, texts) || said.has(because)) continue;
    said.add(because);
    task.flag(call.module.at(call.node), because, { rule: PROBES });
  }
  const [first] = asking;
  for (const kind of first ? new Set(probed.map((one) => one.kind)) : []) {
    if (first && !isAsked(kind, texts)) task.flag(first.route.registration.module.at(first.route.registration.node), `\`GET ${first.path}\` does not ask whether ${lowered(CHECKS[kind].title)} answers.`, { rule: PROBES });
  }
}

function isAsked(kind: Kind, texts: readonly string[]): boolean {
  return texts.some((text) => ASKS[kind].test(text));
}

/** The module of an endpoint, and what it imports that speaks of health. */
function textsAround(module: Module, { python }: Task<Options>): readonly string[] {
  return [module.text, ...python.importedBy(module).filter(({ path, text }) => /health|status|prob/i.test(path) || /health|probe/i.test(text)).map(({ text }) => text)];
}

function lowered(title: string): string {
  return /^(?:The|A) /.test(title) ? title[0]?.toLowerCase() + title.slice(1) : title;
}
