import { expect, test } from 'vitest';
import { candidate, examined } from './bookshop.ts';

const settings = (field: string): string => `from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    ${field}\n\n\nsettings = Settings()\n`;
const shop = (field: string, more = ''): Readonly<Record<string, string>> => ({
  'pyproject.toml': '[project]\nname = "bookshop"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["pydantic-settings"]\n',
  'settings.py': `${settings(field)}${more}`,
});

test('a required setting is no missing argument, a missing argument is', async () => {
  const [required, missing] = await examined('types', [
    candidate(shop('SHELF: str = "A1"'), shop('SHELF: str')),
    candidate(shop('SHELF: str = "A1"', '\n\ndef sell(title: str) -> None:\n    print(title)\n'), shop('SHELF: str = "A1"', '\n\ndef sell(title: str) -> None:\n    print(title)\n\n\nsell()\n')),
  ]);
  expect(required).toMatchObject({ kind: 'types', verdict: 'equal' });
  expect(missing).toMatchObject({ verdict: 'worse', difference: expect.stringContaining('Argument missing for parameter "title"') });
});
