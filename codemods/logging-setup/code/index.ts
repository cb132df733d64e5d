import { loguruText } from './loguru.ts';
import type { Parts } from './parts.ts';
import { stdlibText } from './stdlib.ts';
import { structlogText } from './structlog.ts';

/** The module that sets up logging. */
export function moduleText(parts: Parts): string {
  switch (parts.shape.library) {
    case 'structlog':
      return structlogText(parts);
    case 'loguru':
      return loguruText(parts);
    case 'logging':
      return stdlibText(parts);
  }
}
