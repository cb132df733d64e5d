import { fitted, importBlock, type CodeStyle, type NewImport, type RepoPath } from '#pystd';
import type { StandardClass } from './classes.ts';

/** What an unexpected error is answered with. */
export const UNEXPECTED = { code: 'INTERNAL_ERROR', message: 'An unexpected error occurred.' } as const;

/** The module of the exceptions: their base, and those that every service has. */
export function exceptionsText(path: RepoPath, base: string, classes: readonly StandardClass[], style: CodeStyle): string {
  const width = style.width(path);
  const types = typesOf(style);
  const imports = types.imports.length > 0 ? `${importBlock(types.imports, width)}\n` : '';
  return `"""Exceptions of the application."""\n\n${imports}\n${[baseText(base, style, width), ...classes.map((one) => classText(one, base))].join('\n\n\n')}\n`;
}

/** One exception below the base. */
export function classText({ name, status, code, message, doc }: StandardClass, base: string): string {
  return `class ${name}(${base}):\n    """${doc}"""\n\n    status_code = ${status}\n    code = "${code}"\n    message = "${message}"`;
}

function baseText(base: string, style: CodeStyle, width: number): string {
  const { optional, headers } = typesOf(style);
  const parameters = ['self', `message: ${optional('str')} = None`, '*', `code: ${optional('str')} = None`, 'details: object = None', `headers: ${optional(headers)} = None`];
  return `class ${base}(Exception):
    """Base of the application's exceptions, which carry what they are answered with."""

    status_code: int = 500
    code: str = "${UNEXPECTED.code}"
    message: str = "${UNEXPECTED.message}"

${fitted('def __init__(', parameters, ') -> None:', width, '    ')}
        """Say what is special about this occurrence.

        Args:
            message: What people read, instead of the message of the class.
            code: What clients tell errors apart by, instead of that of the class.
            details: Whatever else the client is told.
            headers: HTTP headers of the answer.
        """
        self.message = message or self.message
        self.code = code or self.code
        self.details = details
        self.headers = headers
        super().__init__(self.message)`;
}

/** Types that work at run time on the oldest Python the service has. */
export function typesOf({ floor }: CodeStyle): { readonly imports: readonly NewImport[]; readonly headers: string; optional(type: string): string } {
  const isModern = floor !== undefined && floor >= 10;
  const hasGenerics = floor === undefined || floor >= 9;
  const names = [...(hasGenerics ? [] : ['Dict']), ...(isModern ? [] : ['Optional'])];
  return {
    imports: names.map((name): NewImport => ({ module: 'typing', name, section: 'standard' })),
    headers: hasGenerics ? 'dict[str, str]' : 'Dict[str, str]',
    optional: (type) => (isModern ? `${type} | None` : `Optional[${type}]`),
  };
}
