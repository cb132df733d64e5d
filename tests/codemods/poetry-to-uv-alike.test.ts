import { expect, it } from 'vitest';
import { withoutRepetition } from '../../codemods/poetry-to-uv/projects/alike.ts';

const left = (name: string) => ({ kind: 'person' as const, at: ['tool', 'poetry', name], message: `\`${name}\` is left out.` });

it('says once what goes for many names', () =>
  expect(withoutRepetition([left('ink'), { ...left('x'), message: 'No name.' }, left('quill'), left('nib')]).map(({ message }) => message)).toEqual([
    '`ink` is left out. The same goes for `quill` and `nib`.', 'No name.',
  ]));

it('keeps two apart, and what differs in more than the name', () => {
  const remarks = [left('ink'), left('quill'), { ...left('nib'), message: '`nib` is taken.' }, { ...left('pad'), kind: 'note' as const }];
  expect(withoutRepetition(remarks)).toEqual(remarks);
});
