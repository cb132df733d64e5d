import type { Call, Outcome, Subcommands } from './call.ts';
import { has } from './options.ts';

/** `config`: sets, reads or lists what Poetry is told for this user or, with `--local`, in poetry.toml. */
export const CONFIG: Subcommands = {
  config: {
    options: [{ names: ['--list'] }, { names: ['--unset'] }, { names: ['--local'], becomes: [] }, { names: ['--migrate'] }],
    operands: 'some',
    translate: config,
  },
};

/** Settings that need nothing in uv, or whose meaning moves to a variable: what to say about them. */
const SETTINGS: readonly (readonly [RegExp, string | undefined])[] = [
  [/^virtualenvs\.in-project$/, undefined],
  [/^virtualenvs\.create$/, 'uv always works in an environment; `UV_PROJECT_ENVIRONMENT` says where it is.'],
  [/^virtualenvs\.path$/, '`UV_PROJECT_ENVIRONMENT` says where the environment of a project is.'],
  [/^virtualenvs\.(?:prompt|prefer-active-python|use-poetry-python)$/, undefined],
  [/^virtualenvs\.options\.system-site-packages$/, '`uv venv --system-site-packages` makes such an environment before `uv sync`.'],
  [/^virtualenvs\.options\./, undefined],
  [/^installer\.(?:parallel|modern-installation|re-resolve)$/, undefined],
  [/^installer\.max-workers$/, '`UV_CONCURRENT_INSTALLS` and `UV_CONCURRENT_DOWNLOADS` limit what uv does at once.'],
  [/^(?:experimental|warnings|solver\.lazy-wheel|system-git-client)(?:\.|$)/, undefined],
  [/^cache-dir$/, '`UV_CACHE_DIR` says where the cache of uv is.'],
  [/^requests\.max-retries$/, '`UV_HTTP_RETRIES` says how often uv tries again.'],
  [/^keyring\.enabled$/, '`keyring-provider` in `[tool.uv]` turns the keyring on; it is off by default.'],
];

/** Settings that a person must carry over, and to where. */
const BY_HAND: readonly (readonly [RegExp, string])[] = [
  [/^repositories\./, 'The address belongs into `publish-url` of an index in pyproject.toml, or into `UV_PUBLISH_URL`.'],
  [/^pypi-token\./, 'The token belongs into the variable `UV_PUBLISH_TOKEN`.'],
  [/^http-basic\./, 'User and password belong into `UV_INDEX_<NAME>_USERNAME` and `UV_INDEX_<NAME>_PASSWORD`.'],
  [/^certificates\./, 'A certificate belongs into `SSL_CERT_FILE`; `UV_INSECURE_HOST` names a host that is trusted without one.'],
  [/^installer\.no-binary$/, 'It belongs into `no-binary-package` in `[tool.uv]`.'],
  [/^installer\.only-binary$/, 'It belongs into `no-build-package` in `[tool.uv]`.'],
];

function config({ line }: Call): Outcome {
  if (has(line, '--migrate')) return { removed: [] };
  if (has(line, '--list')) return { removed: ['uv has no list of settings.'] };
  const [key, ...values] = line.operands;
  if (!key) return { problem: '`poetry config` names no setting.' };
  // Poetry 0.12 put its settings into a section.
  const name = (key.value ?? key.raw.replace(/^"(.*)"$/, '$1')).replace(/^settings\./, '');
  if (values.length === 0 && !has(line, '--unset')) return { problem: `The setting \`${name}\` is read, and uv has none to read.` };
  const known = SETTINGS.find(([pattern]) => pattern.test(name));
  if (known && key.value !== undefined) return { removed: known[1] === undefined ? [] : [known[1]] };
  const byHand = BY_HAND.find(([pattern]) => pattern.test(name));
  return { problem: byHand?.[1] ?? `It is not known what the setting \`${name}\` is in uv.` };
}
