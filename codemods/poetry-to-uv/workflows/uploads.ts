import { callsPoetry, type Arg, type CommandSite, type Translation } from '#pystd';

/** What `poetry config` was told about an index to upload to. */
interface UploadSetting {
  readonly site: CommandSite;
  readonly kind: 'pypi-token' | 'http-basic' | 'repositories';
  readonly index: string;
  /** As written. */
  readonly values: readonly string[];
}

/** Commands that run one after the other, step by step. */
interface Steps {
  readonly steps: readonly { readonly sites: readonly CommandSite[]; readonly condition: string | undefined }[];
}

/** The same for the commands of one script. */
export function uploadSettingsAmong(site: CommandSite, sites: readonly CommandSite[], plain: Translation): Translation | undefined {
  return site.setting === 'docs' ? undefined : uploadSettings(site, { steps: [{ sites, condition: undefined }] }, plain);
}

/** Where uploads go and with which credentials is told to `uv publish` itself: what Poetry was configured with before goes there. */
export function uploadSettings(site: CommandSite, list: Steps, plain: Translation): Translation | undefined {
  const own = settingOf(site);
  if (own) {
    const isTaken = list.steps.some(({ sites }) => sites.some((other) => settingsFor(other, list).some((setting) => setting.site === site)));
    return isTaken ? { kind: 'removed', remarks: ['`uv publish` is told so itself.'] } : undefined;
  }
  const settings = settingsFor(site, list);
  if (plain.kind !== 'commands' || settings.length === 0) return undefined;
  const commands = plain.commands.map((command) => (command.includes('publish') || command.some((arg) => typeof arg === 'number' && site.words[arg]?.value === 'publish') ? settings.reduce((told, setting) => toldTo(told, setting, site), command) : command));
  return { ...plain, commands, remarks: plain.remarks.filter((remark) => !/`publish-url`/.test(remark)) };
}

/** A token stays out of the list of processes where a shell that knows `NAME=value` calls uv itself. */
function toldTo(command: readonly Arg[], { kind, values: [first = '', second = ''] }: UploadSetting, { prefix, setting, form }: CommandSite): readonly Arg[] {
  const raw = (text: string): Arg => ({ from: 0, text });
  const isPlain = form === 'shell' && setting !== 'environment' && prefix.length === 0 && (command[0] === 'uv' || command[0] === 0);
  if (kind === 'pypi-token') return isPlain ? [raw(`UV_PUBLISH_TOKEN=${first}`), 'uv', ...command.slice(1)] : [...command, '--token', raw(first)];
  if (kind === 'http-basic') return [...command, '--username', raw(first), '--password', raw(second)];
  const at = command.indexOf('--index');
  return [...(at < 0 ? command : [...command.slice(0, at), ...command.slice(at + 2)]), '--publish-url', raw(first)];
}

/** The settings that an upload of the job uses; none when it says itself what they would, or when their values may be others there. */
function settingsFor(site: CommandSite, list: Steps): readonly UploadSetting[] {
  if (!callsPoetry(site.words) || !site.words.some(({ value }) => value === 'publish')) return [];
  const raws = site.words.map(({ raw }) => raw);
  const at = raws.findIndex((raw) => raw === '-r' || raw === '--repository');
  const index = at < 0 ? (raws.find((raw) => raw.startsWith('--repository='))?.slice('--repository='.length) ?? 'pypi') : raws[at + 1];
  const says = raws.some((raw) => /^(?:-u|-p|--username|--password)(?:=|$)/.test(raw));
  const stepOf = (one: CommandSite): number => list.steps.findIndex(({ sites }) => sites.includes(one));
  const before = list.steps.flatMap(({ sites }) => sites.flatMap((one) => settingOf(one) ?? [])).filter((setting) => setting.index === index && setting.site.span.start < site.span.start);
  const isSure = (setting: UploadSetting): boolean =>
    stepOf(setting.site) === stepOf(site) || (list.steps[stepOf(setting.site)]?.condition === undefined && setting.values.every((value) => !/[$`]/.test(value.replace(/\$\{\{[^}]*\}\}/g, ''))));
  return before.filter((setting) => isSure(setting) && !(says && setting.kind !== 'repositories'));
}

function settingOf(site: CommandSite): UploadSetting | undefined {
  const at = site.words.findIndex(({ value }) => value === 'config');
  if (at < 0 || !callsPoetry(site.words)) return undefined;
  const [name, ...values] = site.words.slice(at + 1).filter(({ raw }) => !/^(?:-n|--no-interaction|--no-ansi|--local|--)$/.test(raw)).map(({ raw }) => raw);
  const [, kind, index = ''] = /^(pypi-token|http-basic|repositories)\.([\w-]+)(?:\.url)?$/.exec(name ?? '') ?? [];
  const count = kind === 'http-basic' ? 2 : 1;
  return kind === undefined || values.length !== count ? undefined : { site, kind: kind as UploadSetting['kind'], index, values };
}
