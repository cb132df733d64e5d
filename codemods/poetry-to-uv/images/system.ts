import { callsPoetry, copyOf, type DockerStage } from '#pystd';
import { instructionAt, lineOf, type ImageFile } from './file.ts';
import { installerLength, isOptionValue, isPoetryPackage } from '../pipelines/installers.ts';

/** Official images of Python and those that build on them: their Python is in `/usr/local`. */
const PYTHON_IMAGE = /^(?:(?:docker\.io|public\.ecr\.aws\/docker|mirror\.gcr\.io)\/)?(?:library\/)?python(?:[:@]|$)|^tiangolo\/(?:uvicorn-gunicorn|meinheld-gunicorn|uwsgi-nginx)|^mcr\.microsoft\.com\/(?:vscode\/)?devcontainers\/python(?:[:@]|$)/;

/** The folder of the Python that an image brings, where it is known. */
export function prefixOf(image: ImageFile, [root]: readonly DockerStage[]): string | undefined {
  const base = root && lineOf(image, root).at(-1)?.base?.value;
  return base !== undefined && PYTHON_IMAGE.test(base) ? '/usr/local' : undefined;
}

/** Images of systems alone, whose Python has no packages that a project would count on. */
const SYSTEM_IMAGE = /^(?:[\w.-]+\.\w+\/)?(?:library\/)?(?:debian|ubuntu|alpine|fedora|rockylinux|almalinux|amazonlinux|buildpack-deps|node|scratch)(?:[:@]|$)/;

/** The image that stages start from, when it may bring packages of its own that are installed beside the project's. */
export function foreignBase(image: ImageFile, [root]: readonly DockerStage[]): string | undefined {
  const base = root && lineOf(image, root).at(-1)?.base?.value;
  return base === undefined || PYTHON_IMAGE.test(base) || SYSTEM_IMAGE.test(base) ? undefined : base;
}

/** What counts on packages that are beside those of the image's own Python, as the end of a sentence. */
export function systemReason(image: ImageFile, stages: readonly DockerStage[]): string | undefined {
  return copyReason(image, stages) ?? baseReason(image, stages) ?? commandReason(image, stages);
}

/** Stages are named in `--from` by name or number. */
export function stageNamed({ docker }: Pick<ImageFile, 'docker'>, name: string | undefined): DockerStage | undefined {
  return name === undefined ? undefined : docker.stages.find((stage) => stage.name === name.toLowerCase() || String(stage.index) === name);
}

function copyReason(image: ImageFile, stages: readonly DockerStage[]): string | undefined {
  for (const instruction of image.docker.instructions) {
    const copy = copyOf(instruction);
    const from = stageNamed(image, copy?.from);
    const source = copy?.sources.find(({ value }) => /(?:site|dist)-packages|^\/usr\/local(?:\/(?:lib|bin)\b.*)?\/?$/.test(value));
    if (from && stages.includes(from) && source) return `\`${source.value}\` is copied into another stage`;
  }
  return undefined;
}

function baseReason(image: ImageFile, [root]: readonly DockerStage[]): string | undefined {
  const base = (root && lineOf(image, root).at(-1)?.base?.value) ?? '';
  return /^tiangolo\//.test(base) ? `programs of \`${base}\` start with that Python` : undefined;
}

function commandReason(image: ImageFile, stages: readonly DockerStage[]): string | undefined {
  for (const { words, span } of image.sites) {
    const instruction = instructionAt(image, span);
    if (!instruction || instruction.stage === undefined || !stages.some(({ index }) => index === instruction.stage) || callsPoetry(words)) continue;
    const values = words.map(({ value, raw }) => value ?? raw);
    const [program = ''] = values;
    if (/^\/usr\/local\/bin\//.test(program)) return `\`${program}\` is called by its path`;
    if (/^(?:ba|z)?sh$/.test(program) && values.slice(1).some((word) => /^-[a-z]*l[a-z]*$/.test(word))) return 'a login shell forgets the `PATH` of the image';
    const from = installerLength(values);
    if (from === 0) {
      if (/^pip[\d.]*$/.test(program) || (/^python[\d.]*$/.test(program) && values[1] === '-m' && values[2] === 'pip')) return `\`${values.slice(0, 3).join(' ')}\` works on it`;
      continue;
    }
    if (program === 'pipx') continue;
    const packages = values.filter((word, index) => index >= from && !word.startsWith('-') && !isOptionValue(values[index - 1]));
    const isForPoetry = packages.every((word) => isPoetryPackage(word) || /^(?:pip|setuptools|wheel|pipx|virtualenv)(?:\W|$)/.test(word));
    if (!isForPoetry || values.some((word) => /^(?:-r|--requirement|-e|--editable)/.test(word))) return `\`${values.slice(0, 4).join(' ')}\` installs more into it`;
  }
  return undefined;
}
