import { expect, test } from 'vitest';
import { BOOKSHOP, candidate, examined } from './bookshop.ts';

type Files = Readonly<Record<string, string>>;

const settings = (field: string): string => `from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    ${field}\n\n\nsettings = Settings()\n`;
const shop = (settingsText: string, from = 'settings'): Files => ({
  ...BOOKSHOP,
  'app/settings.py': settingsText,
  'app/store.py': `from app.settings import ${from}\n${BOOKSHOP['app/store.py'] ?? ''}`,
});

test('what is asked for only afterwards is named, what was asked for before is not', async () => {
  const read = shop('import os\n\nKEY = os.getenv("SHOP_KEY")\n', 'KEY');
  const demanded = shop('import os\n\nKEY = os.environ["SHOP_KEY"]\n', 'KEY');
  const needed = shop(settings('shop_key: str'));
  const optional = shop(settings('shop_key: str | None = None'));
  const found = await examined('openapi', [candidate(read, needed), candidate(demanded, needed), candidate(read, optional), candidate(needed, { ...needed, 'app/new.py': 'A = 1\n' })]);
  expect(found.map((one) => [one?.verdict, one?.difference])).toEqual([['equal', 'Asks for `SHOP_KEY` only afterwards.'], ['equal', ''], ['equal', ''], ['equal', '']]);
});

test('what could not be made, or tested, and can be now is improved', async () => {
  const broken = { ...BOOKSHOP, 'app/main.py': (BOOKSHOP['app/main.py'] ?? '').replace('app.routes', 'app.router') };
  const [made] = await examined('openapi', [candidate(broken, BOOKSHOP)]);
  expect(made).toMatchObject({ verdict: 'improved', difference: "The application can be made now, and could not before. ModuleNotFoundError: No module named 'app.router'." });
  const [tested] = await examined('tests', [candidate(broken, BOOKSHOP)]);
  expect(tested).toMatchObject({ verdict: 'improved', difference: expect.stringContaining('3 of 4 tests pass') });
  const wrong = { ...BOOKSHOP, 'app/store.py': (BOOKSHOP['app/store.py'] ?? '').replace('730}', '730, "Dracula": 1}') };
  const [right] = await examined('tests', [candidate(wrong, BOOKSHOP)]);
  expect(right).toMatchObject({ verdict: 'improved', difference: expect.stringMatching(/Pass now and did not before: tests\/test_books\.py::test_counts, tests\/test_books\.py::test_has_no_other_book/) });
  const [commanded] = await examined('tests', [candidate({ ...BOOKSHOP, 'broken.txt': '' }, BOOKSHOP)], { command: 'test ! -e broken.txt' });
  expect(commanded).toMatchObject({ verdict: 'improved', difference: 'It succeeds now, and failed before (exit code 1).' });
});
