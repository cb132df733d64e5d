import type { Module } from '../python/project/module.ts';
import { originOf } from '../repo/source-file.ts';
import type { Span } from '../text/span.ts';

/** `path:line`, in code, for sentences: of the file as people have it, whatever was edited since. */
export function placeInWords(module: Module, { start, end }: Span): string {
  const { file, span } = originOf(module.file, { start, end });
  return `\`${file.path}:${file.text.slice(0, span.start).split('\n').length}\``;
}
