import { replacement, type Edit } from '#pystd';
import type { ImageFile, ImagePlan } from './file.ts';
import { pathInUv } from '../variables/variables.ts';

/** Paths of Poetry in what is run: its cache in mounts and clean-ups, and the lock file in other commands. */
export function planWords({ docker, text }: ImageFile, plan: ImagePlan, isTaken: (edit: Edit) => boolean): void {
  for (const { keyword, span } of docker.instructions) {
    if (keyword !== 'RUN') continue;
    const words = [...text.slice(span.start, span.end).matchAll(/(?<=[\s=,"'])[^\s=,"'#]*(?:\/pypoetry|(?<![\w-])poetry\.lock|\/poetry[_-]cache)(?![\w.-])[^\s=,"'&;]*/g)];
    const edits = words.flatMap((word): Edit[] => {
      const start = span.start + word.index;
      const now = pathInUv(word[0]).replace(/(?<![\w-])poetry\.lock/, 'uv.lock');
      const edit = replacement({ start, end: start + word[0].length }, now);
      return now === word[0] || isTaken(edit) ? [] : [edit];
    });
    plan.change(span, 'Files and caches of Poetry are those of uv.', edits);
  }
}
