import type { RepositoryView, SettingsField, SettingsObject } from '#pystd';

/** The settings that already say where the frontend is served from. */
export interface KnownFrontend {
  readonly field: SettingsField;
  /** Whether the field is one address and not a list of them. */
  readonly isOne: boolean;
}

const LISTS = /^(?:BACKEND_)?(?:CORS_)?(?:ALLOW(?:ED)?_)?(?:CORS_)?ORIGINS$/i;
const ADDRESSES = /^(?:FRONTEND|FRONT_END|CLIENT|WEB_?APP)_(?:URL|HOST|ORIGIN)$/i;
/** An origin as browsers send it: no path, no final slash. */
const ORIGIN = /^https?:\/\/[\w.-]+(?::\d+)?$/;

/** Whether a text is an origin that is not this machine's. */
export function isServed(text: string): boolean {
  return ORIGIN.test(text) && !/^https?:\/\/(?:localhost|127\.|0\.0\.0\.0|\[::1\]|host\.docker\.internal|[\w-]+(?::\d+)?$)/.test(text);
}

/** A field of a settings object that names the origins or the one address of the frontend: required, or with explicit origins for a default. */
export function knownFrontend({ fields }: SettingsObject): KnownFrontend | undefined {
  const own = fields.filter(({ kind }) => kind === 'field');
  const lists = own.filter(({ name, annotation, value, required }) => LISTS.test(name) && /^(?:list|List|typing\.List|set|Set|tuple|Sequence)\[str(?:, \.\.\.)?\]$/.test(annotation ?? '') && (required || isExplicit(value)));
  const addresses = own.filter(({ name, annotation, value, required }) => ADDRESSES.test(name) && annotation === 'str' && (required || ORIGIN.test(unquoted(value))));
  const [list] = lists;
  const [address] = addresses;
  if (lists.length === 1 && list) return { field: list, isOne: false };
  return lists.length === 0 && addresses.length === 1 && address ? { field: address, isOne: true } : undefined;
}

/** The field for origins, whatever it holds. */
export function originsField({ fields }: SettingsObject): SettingsField | undefined {
  return fields.findLast(({ name }) => LISTS.test(name));
}

function isExplicit(value: string | undefined): boolean {
  const items = [...(value ?? '').matchAll(/(["'])(.*?)\1/g)].map(([, , item = '']) => item);
  return items.length > 0 && items.every((item) => ORIGIN.test(item));
}

function unquoted(value: string | undefined): string {
  return /^(["'])(.*)\1$/.exec(value ?? '')?.[2] ?? '';
}

/** A file besides Python that speaks of an environment variable: its value may not be what a list of texts is read from. */
export function speaksOf({ repo }: RepositoryView, variable: string): string | undefined {
  const word = new RegExp(`\\b${variable}\\b`, 'i');
  for (const { path, text } of repo.files.values()) if (!/\.(?:py|md|rst|txt|lock|[jt]sx?|css|html)$/.test(path) && word.test(text)) return path;
  return undefined;
}
