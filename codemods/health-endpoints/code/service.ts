import { fitted, importBlock, listed, type CodeStyle, type NewImport, type RepoPath } from '#pystd';
import type { Shape } from '../options.ts';
import type { ProbeCode } from '../probes/code.ts';
import type { BuildValues } from './schemas.ts';

/** What the module of the probes is made of. */
export interface ServiceParts {
  readonly path: RepoPath;
  readonly shape: Shape;
  readonly style: CodeStyle;
  readonly probes: readonly ProbeCode[];
  readonly critical: readonly string[];
  /** Seconds. */
  readonly timeout: number;
  /** The class of the answer that has the checks in it. */
  readonly answer: string;
  /** Expressions for what is said of the build in it. */
  readonly build: BuildValues;
  /** Objects that are probed, settings and response models. */
  readonly imports: readonly NewImport[];
}

/** The module of the probes and of the class that runs them. */
export function serviceText(parts: ServiceParts): string {
  const { path, style, probes, critical, timeout } = parts;
  const width = style.width(path);
  const [aliases, logger] = [typing(style), loggerOf(style)];
  const imports = importBlock([{ module: 'asyncio', section: 'standard' }, ...aliases, ...logger.imports, ...probes.flatMap((probe) => probe.imports), ...parts.imports], width);
  const constants = [
    ...(logger.made === undefined ? [] : [logger.made, '']),
    'Probe = Callable[[], Awaitable[None]]',
    '',
    `PROBE_TIMEOUT_SECONDS = ${Number.isInteger(timeout) ? `${timeout}.0` : String(timeout)}`,
    fitted('CRITICAL_CHECKS = frozenset(', critical.length === 0 ? [] : [`{${critical.map((name) => `"${name}"`).join(', ')}}`], ')', width).replace('= frozenset()', ': Collection[str] = frozenset()').replace('CRITICAL_CHECKS :', 'CRITICAL_CHECKS:'),
  ];
  const table = listed('PROBES: Mapping[str, Probe] = {', probes.map(({ check, name }) => `"${check}": ${name}`), '}');
  const sections = [constants.join('\n'), ...probes.map(({ code }) => code.trimEnd()), table, classText(parts, width), PROVIDER];
  return `"""Probes of what the service depends on."""\n\n${imports}\n${sections.join('\n\n\n')}`;
}

function classText({ shape, style, answer, build }: ServiceParts, width: number): string {
  const { fine, degraded, failed, checkFine, checkFailed } = shape;
  const values = [...build.map(({ field, value }) => `${field}=${value}`), 'checks=checks'];
  const limited = style.floor !== undefined && style.floor >= 11 ? '            async with asyncio.timeout(self._timeout):\n                await probe()' : '            await asyncio.wait_for(probe(), self._timeout)';
  return `class HealthService:
    """Runs the probes and tells what they mean for the service as a whole."""

${fitted('def __init__(', ['self', 'probes: Mapping[str, Probe] = PROBES', 'critical: Collection[str] = CRITICAL_CHECKS', 'timeout: float = PROBE_TIMEOUT_SECONDS'], ') -> None:', width, '    ')}
        """Take the probes and how they are run.

        Args:
            probes: The probe of each dependency; one that raises has failed.
            critical: The dependencies without which the service cannot work.
            timeout: Seconds that each probe is given.
        """
        self._probes = probes
        self._critical = frozenset(critical)
        self._timeout = timeout

    async def check(self) -> ${answer}:
        """Run all probes at once.

        Returns:
            The state of each dependency and of the service as a whole.
        """
        runs = [self._run(name, probe) for name, probe in self._probes.items()]
        checks = dict(await asyncio.gather(*runs))
${fitted(`return ${answer}(`, ['status=self._overall(checks)', ...values], ')', width, '        ')}

    async def _run(self, name: str, probe: Probe) -> ${pairOf(style)}:
        try:
${limited}
        except Exception:
            ${loggerOf(style).call}
            return name, "${checkFailed}"
        return name, "${checkFine}"

    def _overall(self, checks: Mapping[str, CheckStatus]) -> OverallStatus:
        failed = {name for name, status in checks.items() if status != "${checkFine}"}
        if not failed:
            return "${fine}"
${failed === undefined ? `        return "${degraded}"` : `        return "${degraded}" if failed.isdisjoint(self._critical) else "${failed}"`}`;
}

const PROVIDER = `def get_health_service() -> HealthService:
    """Provide the service to the routes.

    Returns:
        A service that runs the probes of this application.
    """
    return HealthService()
`;

function pairOf({ floor }: CodeStyle): string {
  return floor !== undefined && floor < 9 ? 'Tuple[str, CheckStatus]' : 'tuple[str, CheckStatus]';
}

/** Abstract types: those of `typing` for Pythons that cannot subscript the others. */
function typing({ floor }: CodeStyle): readonly NewImport[] {
  const isOld = floor !== undefined && floor < 9;
  const names = ['Awaitable', 'Callable', 'Collection', 'Mapping', ...(isOld ? ['Tuple'] : [])];
  return names.map((name): NewImport => ({ module: isOld ? 'typing' : 'collections.abc', name, section: 'standard' }));
}

interface Logger {
  readonly imports: readonly NewImport[];
  /** The statement that makes it, where it is not imported. */
  readonly made: string | undefined;
  readonly call: string;
}

function loggerOf({ logging }: CodeStyle): Logger {
  switch (logging) {
    case 'loguru':
      return { imports: [{ module: 'loguru', name: 'logger', section: 'outer' }], made: undefined, call: 'logger.exception("The health probe of {} failed", name)' };
    case 'structlog':
      return { imports: [{ module: 'structlog', section: 'outer' }], made: 'logger = structlog.get_logger(__name__)', call: 'logger.exception("health_probe_failed", probe=name)' };
    case 'logging':
      return { imports: [{ module: 'logging', section: 'standard' }], made: 'logger = logging.getLogger(__name__)', call: 'logger.exception("The health probe of %s failed", name)' };
  }
}
