import type { Setting } from '../../packaging/commands/index.ts';
import { nameOf } from '../../repo/path.ts';

/** What the strings under a key are: a script (a list: one script each), words that no shell runs, or a list that is one command line. */
export type YamlForm = 'script' | 'split' | 'argv-or-split' | 'argv-or-script' | 'check';

/** Which keys of a kind of YAML file hold commands. */
export interface YamlKind {
  readonly setting: Setting;
  readonly keys: Readonly<Record<string, YamlForm>>;
  /** A key counts only somewhere below one of these. */
  readonly below?: readonly string[];
}

const scripts = (...keys: string[]): Readonly<Record<string, YamlForm>> => Object.fromEntries(keys.map((key) => [key, 'script']));

const GITHUB: YamlKind = { setting: 'ci', keys: scripts('run'), below: ['steps'] };
const COMPOSE: YamlKind = { setting: 'image', keys: { command: 'argv-or-split', entrypoint: 'argv-or-split', test: 'check' }, below: ['services', 'healthcheck'] };
const KUBERNETES: YamlKind = { setting: 'image', keys: { command: 'argv-or-script', args: 'argv-or-script' }, below: ['containers', 'initContainers', 'exec', 'container', 'script'] };

/** By path: the first that matches says what a file is. */
const KINDS: readonly (readonly [RegExp, YamlKind])[] = [
  [/(^|\/)\.(github|gitea|forgejo)\/workflows\/[^/]+$/, GITHUB],
  [/(^|\/)action\.ya?ml$/, GITHUB],
  [/(^|\/)[^/]*\.?gitlab-ci[^/]*\.ya?ml$|(^|\/)\.?gitlab(-ci)?\//, { setting: 'ci', keys: scripts('script', 'before_script', 'after_script') }],
  [/(^|\/)\.circleci\//, { setting: 'ci', keys: scripts('run', 'command') }],
  [/azure-?pipelines?[^/]*\.ya?ml$|(^|\/)\.?azure(-pipelines|-devops)?\/|(^|\/)\.?pipelines\//i, { setting: 'ci', keys: scripts('script', 'bash') }],
  [/(^|\/)bitbucket-pipelines\.ya?ml$/, { setting: 'ci', keys: scripts('script', 'after-script') }],
  [/(^|\/)\.travis\.ya?ml$/, { setting: 'ci', keys: scripts('script', 'install', 'before_install', 'before_script', 'after_script', 'after_success', 'after_failure', 'before_deploy', 'after_deploy') }],
  [/(^|\/)\.?appveyor\.ya?ml$/, { setting: 'ci', keys: {} }],
  [/(^|\/)\.pre-commit-(config|hooks)\.ya?ml$/, { setting: 'dev', keys: { entry: 'split' } }],
  [/(^|\/)[^/]*compose[^/]*\.ya?ml$/, COMPOSE],
  [/(^|\/)[Tt]askfile[^/]*\.ya?ml$/, { setting: 'dev', keys: scripts('cmds', 'cmd', 'sh', 'status', 'preconditions', 'deps') }],
  [/(^|\/)\.?readthedocs\.ya?ml$/, { setting: 'ci', keys: scripts('commands', 'pre_checkout', 'post_checkout', 'pre_system_dependencies', 'post_system_dependencies', 'pre_create_environment', 'create_environment', 'post_create_environment', 'pre_install', 'install', 'post_install', 'pre_build', 'html', 'post_build'), below: ['build'] }],
  [/(^|\/)\.(drone|woodpecker)[^/]*\.ya?ml$|(^|\/)\.woodpecker\//, { setting: 'ci', keys: scripts('commands') }],
  [/(^|\/)\.buildkite\//, { setting: 'ci', keys: scripts('command', 'commands') }],
  [/(^|\/)\.semaphore\//, { setting: 'ci', keys: scripts('commands') }],
  [/(^|\/)\.gitpod\.ya?ml$/, { setting: 'dev', keys: scripts('init', 'command', 'before', 'prebuild') }],
  [/(^|\/)lefthook\.ya?ml$/, { setting: 'dev', keys: scripts('run') }],
  [/(^|\/)\.releaserc\.ya?ml$/, { setting: 'ci', keys: scripts('prepareCmd', 'publishCmd', 'verifyReleaseCmd', 'verifyConditionsCmd', 'successCmd', 'generateNotesCmd', 'addChannelCmd', 'failCmd') }],
  [/(^|\/)render\.ya?ml$/, { setting: 'image', keys: scripts('buildCommand', 'startCommand', 'preDeployCommand', 'initialDeployHook', 'dockerCommand') }],
  [/(^|\/)heroku\.ya?ml$/, { setting: 'image', keys: scripts('web', 'worker', 'command'), below: ['run', 'release'] }],
  [/(^|\/)cloudbuild[^/]*\.ya?ml$/, { setting: 'ci', keys: { args: 'argv-or-script', script: 'script' }, below: ['steps'] }],
];

/** What a YAML file is, by its path; otherwise by what it says: only objects of Kubernetes are known. */
export function yamlKindOf(path: string, text: string): YamlKind | undefined {
  const known = KINDS.find(([pattern]) => pattern.test(path))?.[1];
  if (known) return known;
  return /^kind:\s/m.test(text) && /^apiVersion:\s/m.test(text) && nameOf(path) !== 'mkdocs.yml' ? KUBERNETES : undefined;
}
