import { poetryVariableOf } from '#pystd';

/** What an environment variable of uv is for Poetry. */
export type VariableFate = { readonly name: string; readonly value?: string } | 'removed' | { readonly because: string };

/** How uv works, or what Poetry does anyway: nothing of it is needed. */
const NOT_NEEDED = /^UV_(LINK_MODE|COMPILE_BYTECODE|FROZEN|LOCKED|NO_PROGRESS|PYTHON_DOWNLOADS|PYTHON_PREFERENCE|PYTHON_INSTALL_DIR|TOOL_DIR|TOOL_BIN_DIR|INSTALL_DIR|CONCURRENT_\w+|PREVIEW|NO_SYNC|NO_CACHE|SYSTEM_CERTS|NATIVE_TLS|VERSION|NO_MODIFY_PATH|UNMANAGED_INSTALL)$/;

/** The variable of Poetry, nothing when none is needed, or why a person has to look. */
export function fateOf(name: string, value: string | undefined): VariableFate {
  if (NOT_NEEDED.test(name)) return 'removed';
  if (name === 'UV_SYSTEM_PYTHON') return value !== undefined && /^(1|true)$/i.test(value) ? { name: 'POETRY_VIRTUALENVS_CREATE', value: 'false' } : { because: 'whether the Python of the system is meant is not known' };
  if (name === 'UV_PROJECT_ENVIRONMENT') {
    if (value !== undefined && /^\/usr(\/local)?\/?$/.test(value)) return { name: 'POETRY_VIRTUALENVS_CREATE', value: 'false' };
    if (value !== undefined && /(^|\/)\.venv\/?$/.test(value)) return { name: 'POETRY_VIRTUALENVS_IN_PROJECT', value: 'true' };
    return { because: 'Poetry puts its environment into `.venv` of the project, or uses the one that is active (`VIRTUAL_ENV`)' };
  }
  // Poetry works with the Python it is installed into.
  if (name === 'UV_PYTHON' && value !== undefined && /^(?:python)?3(?:\.\d+)*$/.test(value)) return 'removed';
  const named = poetryVariableOf(name);
  return named === undefined ? { because: `it is not known what \`${name}\` is in Poetry` } : { name: named, ...(value !== undefined && { value }) };
}
