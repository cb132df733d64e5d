/** What an environment variable of Poetry becomes. */
export type VariableTranslation =
  /** A value is given when one was given, or when the new variable has one of its own. */
  | { readonly name: string; readonly value?: string; readonly remarks: readonly string[] }
  | { readonly removed: readonly string[] }
  | { readonly because: string };

/** Variables that carry over with their value. */
const SAME_VALUE: Readonly<Record<string, string>> = {
  POETRY_CACHE_DIR: 'UV_CACHE_DIR',
  POETRY_REQUESTS_TIMEOUT: 'UV_HTTP_TIMEOUT',
  POETRY_REQUESTS_MAX_RETRIES: 'UV_HTTP_RETRIES',
  POETRY_INSTALLER_MAX_WORKERS: 'UV_CONCURRENT_INSTALLS',
};

/** Variables that need nothing in uv. */
const NOT_NEEDED: readonly (readonly [RegExp, string | undefined])[] = [
  [/^POETRY_(?:HOME|PREVIEW|ACCEPT|NO_INTERACTION|NO_ANSI|UNINSTALL|CONFIG_DIR|DATA_DIR|PLUGINS_PATH|EXPERIMENTAL_\w+|WARNINGS_\w+)$/, undefined],
  [/^POETRY_VIRTUALENVS_(?:IN_PROJECT|PROMPT|PREFER_ACTIVE_PYTHON|USE_POETRY_PYTHON|OPTIONS_NO_PIP|OPTIONS_NO_SETUPTOOLS)$/, undefined],
  // Often met for `POETRY_VIRTUALENVS_…`; Poetry asks for no such name.
  [/^POETRY_(?:VENVS?|VIRTUALENV)_(?:IN_PROJECT|CREATE)$/, 'Poetry has no setting of that name, so that it did nothing.'],
  [/^POETRY_INSTALLER_(?:PARALLEL|MODERN_INSTALLATION|RE_RESOLVE)$/, undefined],
  [/^POETRY_(?:SOLVER_LAZY_WHEEL|SYSTEM_GIT_CLIENT|KEYRING_ENABLED)$/, undefined],
  [/^POETRY_VIRTUALENVS_PATH$/, '`UV_PROJECT_ENVIRONMENT` names the environment of one project, not the folder of all.'],
];

/**
 * What `NAME=value` for Poetry is for uv; `value` is left out when it is not known. A version of Poetry is none of uv, so that only the name
 * can be told.
 */
export function poetryVariable(name: string, value?: string): VariableTranslation {
  const same = Object.hasOwn(SAME_VALUE, name) ? SAME_VALUE[name] : undefined;
  if (same !== undefined) return translated(same, value);
  const notNeeded = NOT_NEEDED.find(([pattern]) => pattern.test(name));
  if (notNeeded) return { removed: notNeeded[1] === undefined ? [] : [notNeeded[1]] };
  return ofNames(name, value) ?? ofIndexes(name, value) ?? { because: `It is not known what \`${name}\` is in uv.` };
}

/** The variable of Poetry for one of uv, for the way back; `undefined` where there is none. */
export function poetryVariableOf(name: string): string | undefined {
  const index = /^UV_INDEX_(\w+)_(USERNAME|PASSWORD)$/.exec(name);
  if (index) return `POETRY_HTTP_BASIC_${index[1] ?? ''}_${index[2] ?? ''}`;
  const known: Readonly<Record<string, string>> = { UV_PUBLISH_TOKEN: 'POETRY_PYPI_TOKEN_PYPI', UV_PUBLISH_USERNAME: 'POETRY_HTTP_BASIC_PYPI_USERNAME', UV_PUBLISH_PASSWORD: 'POETRY_HTTP_BASIC_PYPI_PASSWORD' };
  const same = Object.entries(SAME_VALUE).find(([, uv]) => uv === name)?.[0];
  return same ?? (Object.hasOwn(known, name) ? known[name] : undefined);
}

/** Credentials and addresses, by the name of the index in the variable. */
function ofIndexes(name: string, value: string | undefined): VariableTranslation | undefined {
  const basic = /^POETRY_HTTP_BASIC_(\w+)_(USERNAME|PASSWORD)$/.exec(name);
  // The public index takes a user and a password for uploads only.
  if (basic) return translated(basic[1] === 'PYPI' ? `UV_PUBLISH_${basic[2] ?? ''}` : `UV_INDEX_${basic[1] ?? ''}_${basic[2] ?? ''}`, value);
  const token = /^POETRY_PYPI_TOKEN_(\w+)$/.exec(name)?.[1];
  if (token !== undefined) return translated('UV_PUBLISH_TOKEN', value, token === 'PYPI' ? [] : [`uv uploads with one token, whatever the index: it was the one of \`${token.toLowerCase()}\`.`]);
  const repository = /^POETRY_REPOSITORIES_(\w+)_URL$/.exec(name)?.[1];
  if (repository !== undefined) return translated('UV_PUBLISH_URL', value, [`\`--publish-url\` takes the place of \`--repository ${repository.toLowerCase()}\`.`]);
  if (/^POETRY_CERTIFICATES_\w+_CERT$/.test(name)) return value === undefined || /^(?:false|true)$/i.test(value) ? { because: 'Which host it is about must be named in `UV_INSECURE_HOST`.' } : translated('SSL_CERT_FILE', value);
  return undefined;
}

function ofNames(name: string, value: string | undefined): VariableTranslation | undefined {
  if (name === 'POETRY_VERSION') return { name: 'UV_VERSION', remarks: ['A version of Poetry is none of uv: it must be chosen.'] };
  if (name === 'POETRY_VIRTUALENVS_CREATE') {
    if (value !== undefined && /^(?:1|true|on|yes)$/i.test(value)) return { removed: [] };
    return { because: 'uv always works in an environment: `UV_PROJECT_ENVIRONMENT` says where it is.' };
  }
  const binary = /^POETRY_INSTALLER_(NO|ONLY)_BINARY$/.exec(name)?.[1];
  if (binary === undefined) return undefined;
  const variable = binary === 'NO' ? 'UV_NO_BINARY' : 'UV_NO_BUILD';
  if (value === undefined) return { because: `For all packages it is \`${variable}\`, for some \`${variable}_PACKAGE\`, by its value.` };
  if (value.trim() === ':all:') return { name: variable, value: '1', remarks: [] };
  if (value.trim() === ':none:') return { removed: [] };
  return { name: `${variable}_PACKAGE`, value: value.split(',').map((one) => one.trim()).filter((one) => one !== '').join(' '), remarks: [] };
}

function translated(name: string, value: string | undefined, remarks: readonly string[] = []): VariableTranslation {
  return { name, ...(value === undefined ? {} : { value }), remarks };
}
