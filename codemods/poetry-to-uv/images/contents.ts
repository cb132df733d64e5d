import { copyOf, instructionsBefore, type DockerInstruction } from '#pystd';
import type { ImageFile } from './file.ts';
import { stageNamed } from './system.ts';

/** Whether a lock file is there when an instruction runs: copied by name, with the project's folder, or from a stage that has it. */
export function isLockThere(image: ImageFile, instruction: DockerInstruction): boolean {
  const isBound = instruction.flags.some(({ name, value }) => name === 'mount' && /type=bind/.test(value ?? '') && (/(?:poetry|uv)\.lock/.test(value ?? '') || !/(?:source|src)=/.test(value ?? '')));
  return isBound || instructionsBefore(image.docker, instruction).some((one) => {
    const copy = copyOf(one);
    return copy?.sources.some(({ value }) => {
      if (/(?:^|\/)(?:poetry|uv)\.lock$/.test(value)) return true;
      if (copy.from !== undefined) return isFolderOf(value) && endOf(image, copy.from, isLockThere);
      return /(?:^|\/)(?:poetry|uv)\.(?:lock)?\*$|^\*$/.test(value) || image.holdsProject(value);
    }) ?? false;
  });
}

/** Whether Python code of the project is there when an instruction runs. */
export function isCodeThere(image: ImageFile, instruction: DockerInstruction): boolean {
  return instructionsBefore(image.docker, instruction).some((one) => {
    const copy = copyOf(one);
    return copy?.sources.some(({ value }) => (copy.from === undefined ? image.isCode(value) : isFolderOf(value) && endOf(image, copy.from, isCodeThere))) ?? false;
  });
}

/** Whether a source may be a folder of the project's: no single file, no environment, and nothing of the system's. */
function isFolderOf(source: string): boolean {
  return !/\.\w+\/?$|\/bin$|site-packages|^\/usr(?:\/(?!src\/)|$)/.test(source);
}

/** Asks something of a stage as it is handed on. */
function endOf(image: ImageFile, name: string, question: (image: ImageFile, end: DockerInstruction) => boolean): boolean {
  const stage = stageNamed(image, name);
  const end = stage?.instructions.at(-1) ?? stage?.from;
  return end !== undefined && question(image, { ...end, flags: [], span: { start: end.span.end, end: end.span.end } });
}
