import { importBlock, type CodeStyle, type NewImport, type RepoPath } from '#pystd';
import type { BuildField, Shape } from '../options.ts';

/** Expressions for what is said of the build, in the order of the answer. */
export type BuildValues = readonly { readonly field: BuildField; readonly value: string }[];

/** Which answers are needed, with their fields on the build. */
export interface Answers {
  /** The answer of the liveness endpoint without checks. */
  readonly plain: readonly BuildField[] | undefined;
  /** The answer with the checks. */
  readonly checked: readonly BuildField[] | undefined;
}

/** What the answer with the checks is called: the only one, or that of the readiness endpoint. */
export function checkedName({ isSplit }: Shape): string {
  return isSplit ? 'ReadinessResponse' : 'HealthResponse';
}

/** The response models. */
export function schemasText(path: RepoPath, { plain, checked }: Answers, shape: Shape, style: CodeStyle): string {
  const isOld = style.floor !== undefined && style.floor < 9;
  const imports: readonly NewImport[] = [
    ...(isOld && checked ? [{ module: 'typing', name: 'Dict', section: 'standard' } as const] : []),
    { module: 'typing', name: 'Literal', section: 'standard' },
    { module: 'pydantic', name: 'BaseModel', section: 'outer' },
  ];
  const overall = [shape.fine, shape.degraded, ...(shape.failed === undefined ? [] : [shape.failed])];
  const aliases = checked ? [`CheckStatus = Literal[${texts([shape.checkFine, shape.checkFailed])}]\nOverallStatus = Literal[${texts(overall)}]`] : [];
  const classes = [
    ...(plain ? [model('HealthResponse', plain.length > 0 ? 'A running service and its build.' : 'A running service.', [`status: Literal["${shape.fine}"]`, ...plain.map((field) => `${field}: str`)])] : []),
    ...(checked ? [model(checkedName(shape), 'The state of a service and of its dependencies.', ['status: OverallStatus', ...checked.map((field) => `${field}: str`), `checks: ${isOld ? 'Dict' : 'dict'}[str, CheckStatus]`])] : []),
  ];
  const head = `"""Answers of the health endpoints."""\n\n${importBlock(imports, style.width(path))}`;
  return `${head}${aliases.length > 0 ? `\n${aliases.join('\n')}\n` : ''}\n\n${classes.join('\n\n\n')}\n`;
}

function model(name: string, doc: string, fields: readonly string[]): string {
  return `class ${name}(BaseModel):\n    """${doc}"""\n\n${fields.map((field) => `    ${field}`).join('\n')}`;
}

function texts(values: readonly string[]): string {
  return [...new Set(values)].map((value) => `"${value}"`).join(', ');
}
