/** What a standard or a repository may set for this codemod. */
export interface Options {
  /** The field of a log record that has the id: `correlation_id`, `request_id` or `traceId`. */
  field: string;
  /** The header that brings the id and takes it back; empty for that of the field: `X-Correlation-ID`, `X-Request-ID` or `X-Trace-Id`. */
  header: string;
  /** The longest id that is taken from a caller. */
  longest: number;
  /** The module of middleware. */
  middleware: string;
  /** The folder in this path that stands for the service's own; it may be `{pkg}`. */
  packageRoot: string;
}

/** How the id of one standard is called. */
export interface Names {
  /** The field of a record, as the standard writes it. */
  readonly field: string;
  readonly header: string;
  /** The variable of the id, also in other names: `correlation_id`. */
  readonly variable: string;
  /** `CORRELATION_ID_HEADER` */
  readonly constant: string;
  /** `CorrelationIdMiddleware` */
  readonly middleware: string;
  /** `CorrelationIdFilter` */
  readonly filter: string;
  /** What a sentence calls it: `correlation id`. */
  readonly title: string;
  /** Whether it is a trace id, which W3C Trace Context brings along. */
  readonly isTrace: boolean;
}

const HEADERS: Readonly<Record<string, string>> = { correlation_id: 'X-Correlation-ID', request_id: 'X-Request-ID', trace_id: 'X-Trace-Id' };

/** The names that the options ask for. */
export function namesOf({ field, header }: Options): Names {
  const variable = field.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
  const stem = variable.split('_').map((word) => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`).join('');
  return {
    field, variable,
    header: header === '' ? (HEADERS[variable] ?? `X-${variable.replaceAll('_', '-')}`) : header,
    constant: `${variable.toUpperCase()}_HEADER`,
    middleware: `${stem}Middleware`,
    filter: `${stem}Filter`,
    title: variable.replaceAll('_', ' '),
    isTrace: variable === 'trace_id',
  };
}
