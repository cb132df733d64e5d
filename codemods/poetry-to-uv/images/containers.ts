import type { FileRewrite, Span } from '#pystd';
import { isDockerfile } from './context.ts';
import { fateOfImage } from './fate.ts';
import { namesPoetry, type FileKind, type Surroundings } from '../surroundings.ts';

/** Dockerfiles: an image moves to uv as a whole or not at all, since half of it would not build. */
export const containers: FileKind = {
  concerns: (file) => isDockerfile(file) && namesPoetry(file.text),
  rewrite: rewriteDockerfile,
};

function rewriteDockerfile(rewrite: FileRewrite, surroundings: Surroundings): void {
  const { text } = rewrite.file;
  const fate = fateOfImage(rewrite.file, surroundings);
  if (fate === undefined) return rewrite.leave({ start: 0, end: text.length });
  if (fate.kind === 'stays') return leaveImage(rewrite, fate.at, fate.message);
  for (const { at, message, edits } of fate.changes) rewrite.change(at, message, edits);
}

/** Says why at one place, and of every other line that runs Poetry where that place is. */
function leaveImage(rewrite: FileRewrite, at: Span, message: string): void {
  rewrite.flag(at, message);
  const { text } = rewrite.file;
  rewrite.leave({ start: 0, end: text.length }, `This line stays with Poetry, as the image does: see line ${text.slice(0, at.start).split('\n').length}.`);
}
