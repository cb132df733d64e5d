/** What a standard or a repository may set for this codemod. */
export interface Options {
  /** The path of the liveness endpoint. */
  path: string;
  /** Whether that one endpoint also probes what the service depends on; then there is no second one. */
  checks: boolean;
  /** The path of the readiness endpoint. */
  readyPath: string;
  /** The HTTP status of the readiness endpoint when a critical dependency fails. */
  failStatus: number;
  /** The dependencies without which the service cannot work; the others leave it degraded. */
  critical: readonly string[];
  /** Seconds each probe is given. */
  timeout: number;
  /** What is said of the build: any of `version`, `build_timestamp` and `commit`. */
  fields: readonly string[];
  /** The service as a whole when all is well, when something fails, and when something critical fails. */
  statuses: readonly string[];
  /** A dependency that answers and one that does not; empty for the first and the last of `statuses`. */
  checkValues: readonly string[];
  /** The members of the answer that has the checks in it. */
  shape: readonly string[];
  /** The tags of the endpoints; empty for `health`. */
  tags: readonly string[];
  /** The folder of routers, or the file of one feature's. */
  routes: string;
  /** The folder of services, or the file of one feature's. */
  services: string;
  /** How a file in the folder of services is named. */
  serviceFile: string;
  /** The folder of response models, or the file of one feature's. */
  schemas: string;
  /** The module of the settings, where there are none yet. */
  config: string;
  /** The folder in these paths that stands for the service's own; it may be `{pkg}`. */
  packageRoot: string;
  /** How the program gets at settings that are made here: `module-singleton` (`settings`) or `lru_cache-getter` (`get_settings()`). */
  accessor: string;
  /** Whether images and compose files ask the endpoint. */
  containers: boolean;
  /** How often a container asks. */
  interval: string;
  /** How long a container waits for the answer. */
  wait: string;
  /** How many times in a row a container may go without an answer. */
  retries: number;
}

/** What the endpoints of one standard are like. */
export interface Shape {
  /** One endpoint that has everything in it, or a second one for the checks. */
  readonly isSplit: boolean;
  readonly hasReadiness: boolean;
  /** Fields on the build in the answer of the liveness endpoint, and in the one with the checks. */
  readonly buildFields: readonly BuildField[];
  readonly checkedFields: readonly BuildField[];
  readonly fine: string;
  readonly degraded: string;
  /** Absent where the standard knows no such state. */
  readonly failed: string | undefined;
  readonly checkFine: string;
  readonly checkFailed: string;
}

/** One thing that is said of a build. */
export type BuildField = 'version' | 'build_timestamp' | 'commit';

const BUILD_FIELDS: readonly BuildField[] = ['version', 'build_timestamp', 'commit'];

/** The shape that the options ask for, as far as the rules in force do. */
export function shapeOf(options: Options, wants: (rule: string) => boolean): Shape {
  const isSplit = !options.checks;
  const known = wants('observability/health-version-build') ? BUILD_FIELDS.filter((field) => options.fields.includes(field)) : [];
  const checkedFields = known.filter((field) => options.shape.includes(field));
  const [fine = 'ok', degraded = 'degraded', failed] = options.statuses;
  const [checkFine = fine, checkFailed = failed ?? 'unavailable'] = options.checkValues;
  return {
    isSplit,
    hasReadiness: isSplit && wants('observability/health-readiness'),
    buildFields: isSplit ? known : checkedFields,
    checkedFields,
    fine, degraded,
    failed: failed ?? (isSplit ? 'unavailable' : undefined),
    checkFine, checkFailed,
  };
}
