import { isProblem, replacement, removeInstruction, copyOf, type Dockerfile, type DockerInstruction, type DockerStage, type Edit } from '#pystd';

/** Half a sentence on what cannot be done. */
export interface Objection {
  readonly at: DockerInstruction;
  readonly problem: string;
}

/** How uv comes into an image, and the edits that take it out. */
export interface UvBase {
  readonly edits: readonly Edit[];
  /** Where Poetry has to be installed instead: in the place of an instruction, or behind a `FROM`. */
  readonly installs: readonly { readonly at: DockerInstruction; readonly isReplaced: boolean }[];
}

const UV_IMAGE = /^(?:ghcr\.io\/astral-sh|docker\.io\/astral|astral)\/uv(?::([^@]*))?(?:@.*)?$/;

/** Takes uv's images out of a Dockerfile: those it is copied from, and those with Python that a stage starts from. */
export function withoutUvImages(file: Dockerfile): UvBase | Objection {
  const edits: Edit[] = [];
  const installs: { at: DockerInstruction; isReplaced: boolean }[] = [];
  const uvStages = new Set<string>();
  for (const stage of file.stages) {
    const image = UV_IMAGE.exec(stage.base?.value ?? '');
    if (!image || !stage.base) continue;
    const tag = pythonTag(image[1] ?? '');
    if (tag !== undefined) {
      edits.push(replacement(stage.base.span, `python:${tag}`));
      installs.push({ at: stage.from, isReplaced: false });
    } else if (stage.instructions.length === 0 && stage.name !== undefined) {
      edits.push(...removeInstruction(file, stage.from, (comment) => /\buv\b/.test(comment)));
      uvStages.add(stage.name.toLowerCase());
    } else return { at: stage.from, problem: `which image has the Python of \`${stage.base.value}\` is not known` };
  }
  for (const one of file.instructions) {
    const from = copyOf(one)?.from;
    if (from === undefined || !(UV_IMAGE.test(from) || uvStages.has(from.toLowerCase()))) continue;
    const stage = file.stages[one.stage ?? -1];
    if (!stage || !hasPython(file, stage)) return { at: one, problem: 'the image it is copied into may have no Python that could install Poetry' };
    installs.push({ at: one, isReplaced: true });
  }
  return { edits, installs };
}

/** `0.9-python3.12-bookworm-slim` of uv is `3.12-slim-bookworm` of Python. */
function pythonTag(tag: string): string | undefined {
  const [, version, system, slim] = /^(?:[\d.]+-)?python(\d+(?:\.\d+)*)-(bookworm|trixie|bullseye|alpine(?:[\d.]+)?)(-slim)?$/.exec(tag) ?? [];
  return version === undefined ? undefined : `${version}${slim === undefined ? '' : '-slim'}-${system ?? ''}`;
}

/** Whether a stage starts from an image of Python. */
export function hasPython(file: Dockerfile, stage: DockerStage): boolean {
  const parent = stage.parent === undefined ? undefined : file.stages[stage.parent];
  return parent ? hasPython(file, parent) : /(^|\/)python(:|@|$)/.test(stage.base?.value ?? '') || pythonTag(UV_IMAGE.exec(stage.base?.value ?? '')?.[1] ?? '') !== undefined;
}

/** Whether a result says what cannot be done. */
export function isObjection(result: UvBase | Objection): result is Objection {
  return isProblem(result);
}
