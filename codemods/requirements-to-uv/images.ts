import {
  callsPip, commandSitesIn, copyOf, folderOf, insertBefore, isInside, joinPath, nameOf, pipToUv, readDockerfile, removeInstruction, replaceWord, resolvedPath, userAt, UV_IMAGE, workdirAt,
  type CommandSite, type Dockerfile, type DockerInstruction, type DockerStage, type DockerWord, type Edit, type FileRewrite, type PipFacts, type RepoPath, type RequirementsProject,
} from '#pystd';
import type { FileKind, Surroundings } from './files.ts';

/** Where the environment of an image is: nothing that is copied or mounted later lies over it. */
const VENV = '/opt/venv';

/** Images that install the requirements into their own Python: uv installs the lock into an environment that comes first on `PATH`. A stage follows as a whole or not at all. */
export const images: FileKind = {
  concerns: ({ path, text }) => /(?:^|[._/-])(?:Dockerfile|Containerfile)(?:[._-][^/]*)?$|\.dockerfile$/i.test(path) && /requirements|pipenv|pipfile/i.test(text),
  rewriter: (surroundings) => (rewrite) => {
    const docker = readDockerfile(rewrite.file.text);
    for (const stage of docker.stages) {
      const plan = planStage(rewrite, docker, stage, surroundings);
      if (!plan) continue;
      if ('because' in plan) rewrite.flag(plan.site.span, `\`${oneLine(plan.site)}\` stays: ${plan.because}`);
      else rewrite.change(plan.site.span, plan.message, plan.edits);
    }
  },
};

type StagePlan = { readonly site: CommandSite; readonly because: string } | { readonly site: CommandSite; readonly message: string; readonly edits: readonly Edit[] | { readonly problem: string } };

function planStage(rewrite: FileRewrite, docker: Dockerfile, stage: DockerStage, surroundings: Surroundings): StagePlan | undefined {
  const { file } = rewrite;
  const inStage = (site: CommandSite): DockerInstruction | undefined => stage.instructions.find(({ span }) => span.start <= site.span.start && site.span.end <= span.end);
  const sites = commandSitesIn(file).filter((site) => callsPip(site.words) && inStage(site) !== undefined);
  const installs = sites.filter(({ words }) => words.some(({ raw }) => /requirements?[\w./-]*\.txt|requirements\//i.test(raw)) || (words.some(({ value }) => value === 'pipenv') && !words.some(({ value }) => value === 'pip' || value === 'pip3')));
  const [site, ...more] = installs;
  const instruction = site && inStage(site);
  if (!site || !instruction) return undefined;
  const found = projectOf(file.path, docker, stage, site, surroundings.projects);
  if (!found) return undefined;
  const { project, copies, folder, isWhole } = found;
  const because = obstacle(docker, stage, instruction, surroundings, file.path) ?? (more.length > 0 ? 'several commands install requirements here.' : folder === undefined && !isWhole ? 'where its files lie is not known.' : undefined);
  if (because !== undefined) return { site, because };
  const facts = { ...project.facts, poetryMajor: undefined, requirements: (written: string) => roleOf(project, written) } as unknown as PipFacts;
  const translation = pipToUv(site.words, facts, 'image');
  if (translation.kind !== 'commands') return { site, because: translation.kind === 'unknown' ? translation.because : 'nothing takes its place.' };
  const here = workdirAt(docker, instruction);
  const place = folder === undefined || folder === here ? [] : ['--project', folder];
  const edits: Edit[] = [];
  const add = (made: readonly Edit[] | { readonly problem: string }): string | undefined => ('problem' in made ? made.problem : void edits.push(...made));
  const wrong = [
    add(site.replace(translation.commands.map((command) => [...command, ...place]))),
    ...sites.filter((other) => other !== site).map((other) => {
      const role = pipToUv(other.words, facts, 'image');
      return role.kind === 'removed' ? add(other.remove()) : `\`${oneLine(other)}\` works on the Python of the image.`;
    }),
  ].find((one) => one !== undefined);
  if (wrong !== undefined) return { site, because: wrong };
  for (const [index, copy] of copies.entries()) {
    const isDone = copies.slice(0, index).some(({ target }) => target.value.replace(/[^/]+\.(?:txt|in)$/, '') === copy.target.value.replace(/[^/]+\.(?:txt|in)$/, ''));
    const isOnly = copyOf(copy.instruction)?.sources.every((word) => copy.words.includes(word)) === true;
    edits.push(...(isDone && isOnly ? removeInstruction(docker, copy.instruction) : copyEdits(copy)));
  }
  const lines = [`COPY --from=${UV_IMAGE} /uv /uvx /bin/`, `ENV UV_PROJECT_ENVIRONMENT=${VENV} \\\n    PATH=${VENV}/bin:$PATH`];
  const first = [...copies.map((copy) => copy.instruction), instruction].sort((a, b) => a.span.start - b.span.start)[0] ?? instruction;
  edits.push(...insertBefore(docker, first, lines.join('\n')), ...cacheMount(rewrite.file.text, instruction));
  const now = translation.commands.map((command) => [...command, ...place].map((arg) => (typeof arg === 'string' ? arg : typeof arg === 'number' ? (site.words[arg]?.raw ?? '') : arg.text)).join(' ')).join(' && ');
  return { site, message: [`\`${oneLine(site)}\` becomes \`${now}\`: uv installs what uv.lock says into \`${VENV}\`, which comes first on \`PATH\`.`, ...translation.remarks.filter((remark) => !remark.includes('.venv'))].join(' '), edits };
}

interface Copy {
  readonly instruction: DockerInstruction;
  readonly words: readonly DockerWord[];
  readonly target: DockerWord;
}

/** The project whose requirements a stage installs, how they come into it, and the folder they lie in. */
function projectOf(path: RepoPath, docker: Dockerfile, stage: DockerStage, site: CommandSite, projects: readonly RequirementsProject[]): { readonly project: RequirementsProject; readonly copies: readonly Copy[]; readonly folder: string | undefined; readonly isWhole: boolean } | undefined {
  const contexts = [...new Set([folderOf(path), ''])];
  for (const project of projects.filter(({ facts }) => facts !== undefined)) {
    for (const context of contexts) {
      const copies: Copy[] = [];
      let isWhole = false;
      let folder: string | undefined;
      for (const instruction of stage.instructions) {
        const copy = copyOf(instruction);
        if (!copy || copy.from !== undefined || instruction.span.start > site.span.start) continue;
        const words = copy.sources.filter(({ value }) => isOf(project, resolvedPath(context, value.replace(/^\//, ''))));
        const target = absolute(workdirAt(docker, instruction), copy.target.value.replace(/[^/]+\.(?:txt|in)$|Pipfile(?:\.lock)?$/, ''));
        if (words.length > 0) {
          copies.push({ instruction, words, target: copy.target });
          folder = target;
        } else if (copy.sources.some(({ value }) => resolvedPath(context, value.replace(/^\//, '')) === project.folder)) {
          isWhole = true;
          folder = target;
        }
      }
      const named = site.words.flatMap(({ value }) => (value !== undefined && /\.(?:txt|in)$/.test(value) ? [absolute(workdirAt(docker, stage.instructions.find(({ span }) => span.start <= site.span.start && site.span.end <= span.end) ?? stage.from), value)] : []));
      const isThere = named.every((one) => one === undefined || folder === undefined || folderOf(one) === folder || one.startsWith(`${folder}/requirements/`) || folder === '/');
      if ((copies.length > 0 || isWhole) && isThere && (project.folder === context || isInside(project.folder, context))) return { project, copies, folder, isWhole: isWhole || folder === undefined };
    }
  }
  return undefined;
}

/** What keeps a stage from being changed, as a sentence. */
function obstacle(docker: Dockerfile, stage: DockerStage, instruction: DockerInstruction, { task }: Surroundings, path: RepoPath): string | undefined {
  const base = rootOf(docker, stage).base?.value ?? '';
  if (!/^(?:(?:docker\.io|public\.ecr\.aws\/docker|mirror\.gcr\.io)\/)?(?:library\/)?python(?:[:@]|$)/.test(base)) return `what the image \`${base}\` does with its own Python is not known.`;
  if (userAt(docker, instruction) !== undefined && userAt(docker, instruction) !== 'root') return 'the packages are installed by a user who may not make the environment.';
  const other = docker.instructions.find((one) => {
    const from = copyOf(one)?.from;
    return from !== undefined && (from === stage.name || from === String(stage.index));
  });
  if (other) return 'another stage copies from this one.';
  const text = docker.text;
  if (/\/usr\/local\/(?:bin\/(?!python|docker|entrypoint)\w|lib\/python)|site-packages|--user\b/.test(text)) return 'a path of the Python of the image is named.';
  const ignored = [folderOf(path), ''].map((folder) => task.repo.files.get(joinPath(folder, '.dockerignore'))?.text).find((one) => one !== undefined);
  if (ignored !== undefined && /^\s*(?:!|\*{1,2}\s*$|\*\.(?:toml|lock)|.*pyproject\.toml|.*uv\.lock)/m.test(ignored)) return '`.dockerignore` may keep `pyproject.toml` or `uv.lock` out of the image.';
  return undefined;
}

function rootOf(docker: Dockerfile, stage: DockerStage): DockerStage {
  const parent = stage.parent === undefined ? undefined : docker.stages[stage.parent];
  return parent ? rootOf(docker, parent) : stage;
}

/** The manifest and the lock in place of the requirements; a file's name as target becomes its folder. */
function copyEdits({ instruction, words, target }: Copy): readonly Edit[] {
  const [first, ...others] = words;
  if (!first) return [];
  const prefix = first.value.replace(/(?:requirements?\/)?[^/]*$/, '');
  const files = instruction.strings ? `${JSON.stringify(`${prefix}pyproject.toml`)}, ${JSON.stringify(`${prefix}uv.lock`)}` : `${prefix}pyproject.toml ${prefix}uv.lock`;
  const paths = instruction.strings ?? instruction.words;
  const gone = others.map((word): Edit => ({ span: { start: paths[paths.indexOf(word) - 1]?.span.end ?? word.span.start, end: word.span.end }, text: '' }));
  const folder = target.value.replace(/[^/]+\.(?:txt|in)$|Pipfile(?:\.lock)?$/, '').replace(/(^|\/)requirements?\/$/, '$1');
  const place = folder === '' ? './' : folder.endsWith('/') ? folder : `${folder}/`;
  return [{ span: first.span, text: files }, ...gone, ...(place === target.value ? [] : replaceWord(instruction, target, place))];
}

/** A cache that is mounted for pip is one for uv. */
function cacheMount(text: string, { flags }: DockerInstruction): readonly Edit[] {
  return flags.flatMap(({ name, valueSpan }) => {
    const value = valueSpan ? text.slice(valueSpan.start, valueSpan.end) : '';
    const at = name === 'mount' ? value.indexOf('/root/.cache/pip') : -1;
    return at < 0 || !valueSpan ? [] : [{ span: { start: valueSpan.start + at, end: valueSpan.start + at + '/root/.cache/pip'.length }, text: '/root/.cache/uv' }];
  });
}

/** Whether a path of the repository is a file of the project that says what to install. */
function isOf({ roles, folder, isPipenv }: RequirementsProject, path: string | undefined): boolean {
  if (path === undefined) return false;
  return [...roles].some(([one, role]) => role !== undefined && one === path) || (isPipenv && (path === joinPath(folder, 'Pipfile') || path === joinPath(folder, 'Pipfile.lock'))) || (/(?:^|\/)requirements\/?$/.test(path) && [...roles].some(([one, role]) => role !== undefined && isInside(one, path.replace(/\/$/, ''))));
}

/** The role of a file that a command in an image names by any path. */
function roleOf({ roles, folder }: RequirementsProject, written: string): ReturnType<PipFacts['requirements']> {
  const tail = /(?:^|\/)((?:requirements\/)?[^/]+)$/.exec(written)?.[1] ?? written;
  return roles.get(joinPath(folder, tail)) ?? roles.get(joinPath(folder, nameOf(written)));
}

/** A path in an image; `undefined` when nothing absolute is known. */
function absolute(folder: string | undefined, path: string): string | undefined {
  if (/\$/.test(path) || (!path.startsWith('/') && folder === undefined)) return undefined;
  const inner = resolvedPath('', path.startsWith('/') ? path.slice(1) : `${folder?.slice(1) ?? ''}/${path}`);
  return inner === undefined ? undefined : `/${inner}`;
}

function oneLine({ words }: CommandSite): string {
  return words.map(({ raw }) => raw).join(' ').replace(/\s+/g, ' ');
}
