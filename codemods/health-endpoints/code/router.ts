import { fitted, importBlock, type CodeStyle, type NewImport, type RepoPath } from '#pystd';
import type { Options, Shape } from '../options.ts';
import { checkedName, type BuildValues } from './schemas.ts';

/** What the module of the endpoints is made of. */
export interface RouterParts {
  readonly path: RepoPath;
  readonly shape: Shape;
  readonly style: CodeStyle;
  readonly options: Options;
  /** Which endpoints it has: the one on the service, the one with the checks, or one that is both. */
  readonly endpoints: readonly ('liveness' | 'readiness' | 'both')[];
  /** Expressions for what is said of the build: in the answer of the liveness endpoint, and in one with checks that is made here. */
  readonly build: BuildValues;
  readonly checkedBuild: BuildValues;
  /** Modules of the response models and of the probes, by their dotted names. */
  readonly schemas: string;
  readonly service: string | undefined;
  /** What the expressions need. */
  readonly imports: readonly NewImport[];
}

/** The module with the router and its endpoints. */
export function routerText(parts: RouterParts): string {
  const { path, shape, style, options, endpoints, service } = parts;
  const width = style.width(path);
  const isChecking = endpoints.some((one) => one !== 'liveness');
  const isProbing = isChecking && service !== undefined;
  const fails = isProbing && endpoints.includes('readiness') && shape.failed !== undefined;
  const outer = ['APIRouter', ...(isProbing ? ['Depends'] : []), ...(fails ? ['Response'] : [])];
  const models = [...(endpoints.includes('liveness') ? ['HealthResponse'] : []), ...(isChecking ? [checkedName(shape)] : [])];
  const imports: readonly NewImport[] = [
    ...(isProbing && style.annotated ? [{ module: 'typing', name: 'Annotated', section: 'standard' } as const] : []),
    ...outer.map((name): NewImport => ({ module: 'fastapi', name, section: 'outer' })),
    ...models.map((name): NewImport => ({ module: parts.schemas, name, section: 'own' })),
    ...(isProbing ? ['HealthService', 'get_health_service'].map((name): NewImport => ({ module: service, name, section: 'own' })) : []),
    ...parts.imports,
  ];
  const tags = (options.tags.length > 0 ? options.tags : ['health']).map((tag) => JSON.stringify(tag)).join(', ');
  const bodies = endpoints.map((one) => (one === 'liveness' ? liveness(parts, width) : one === 'both' ? both(parts, width) : readiness(parts, width)));
  return `"""Health endpoints."""\n\n${importBlock(imports, width)}\nrouter = APIRouter(tags=[${tags}])\n\n\n${bodies.join('\n\n\n')}\n`;
}

function liveness({ options, build, shape, style }: RouterParts, width: number): string {
  const doc = build.length > 0 ? 'Tell that the service runs, and which build it is.' : 'Tell that the service runs.';
  const answer = fitted('return HealthResponse(', [`status="${shape.fine}"`, ...build.map(({ field, value }) => `${field}=${value}`)], ')', width, '    ');
  return `${decorator(options.path, 'HealthResponse', [], style, width)}\nasync def health() -> HealthResponse:\n    """${doc}"""\n${answer}`;
}

function both(parts: RouterParts, width: number): string {
  const { options, shape, style, service } = parts;
  const model = checkedName(shape);
  const head = fitted('async def health(', service === undefined ? [] : [asked(style)], `) -> ${model}:`, width);
  return `${decorator(options.path, model, [], style, width)}\n${head}\n    """Tell how the service and its dependencies are."""\n${service === undefined ? nothingToAsk(model, parts, width) : '    return await service.check()'}`;
}

function readiness(parts: RouterParts, width: number): string {
  const { options, shape, style, service } = parts;
  const model = checkedName(shape);
  if (service === undefined) return `${decorator(options.readyPath, model, [], style, width)}\nasync def readiness() -> ${model}:\n    """Tell that the service works: it depends on nothing else."""\n${nothingToAsk(model, parts, width)}`;
  const responses = shape.failed === undefined ? [] : [`responses={${options.failStatus}: {"model": ${model}}}`];
  const head = fitted('async def readiness(', [...(shape.failed === undefined ? [] : ['response: Response']), asked(style)], `) -> ${model}:`, width);
  const body = shape.failed === undefined ? '    return await service.check()' : `    report = await service.check()\n    if report.status == "${shape.failed}":\n        response.status_code = ${options.failStatus}\n    return report`;
  return `${decorator(options.readyPath, model, responses, style, width)}\n${head}\n    """Tell whether the service and its dependencies work."""\n${body}`;
}

function decorator(path: string, model: string, more: readonly string[], { returns }: CodeStyle, width: number): string {
  return fitted('@router.get(', [JSON.stringify(path), ...(returns ? [] : [`response_model=${model}`]), ...more], ')', width);
}

/** The answer of a service without dependencies. */
function nothingToAsk(model: string, { shape: { fine }, checkedBuild }: RouterParts, width: number): string {
  return fitted(`return ${model}(`, [`status="${fine}"`, ...checkedBuild.map(({ field, value }) => `${field}=${value}`), 'checks={}'], ')', width, '    ');
}

function asked({ annotated }: CodeStyle): string {
  return annotated ? 'service: Annotated[HealthService, Depends(get_health_service)]' : 'service: HealthService = Depends(get_health_service)';
}
