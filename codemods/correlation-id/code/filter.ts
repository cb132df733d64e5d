import type { Names } from '../options.ts';

/** The filter that gives records of the standard library's loggers the id. */
export function filterText({ filter, variable, title, field }: Names): string {
  return `class ${filter}(Filter):
    """Gives each log record the ${title} it was written for."""

    def filter(self, record: LogRecord) -> bool:
        """Set the id and let the record pass.

        Args:
            record: The record.

        Returns:
            True.
        """
        record.${field} = ${variable}.get()
        return True
`;
}
