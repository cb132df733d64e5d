import { describe, expect, it } from 'vitest';
import { spelledField, type SettingsObject } from '../../src/backend/settings.ts';
import { settingsInSight } from '../../src/backend/settings-in-sight.ts';
import { environmentVariable } from '../../src/backend/settings-variable.ts';
import { nodeAt } from '../../src/python/syntax/walk.ts';
import { moduleAt, repository } from './repository.ts';

const HEAD = 'from pydantic_settings import BaseSettings\n';
const CLASS = `${HEAD}class Settings(BaseSettings):\n    title: str = "Bookshop"\n`;

/** The settings `shop/main.py` would use: `variable name of path`, several of them, or why there are none. */
function settingsOf(config: string, more: Readonly<Record<string, string>> = {}): string {
  const view = repository({ 'shop/__init__.py': '', 'shop/main.py': '', 'shop/config.py': config, ...more });
  const settings = view.backend.settings.settingsFor(moduleAt(view, 'shop/main.py'));
  const inWords = ({ access, name, module, definition }: SettingsObject): string => `${access} ${name} of ${module.path}, a ${definition.name}`;
  if (settings.kind === 'none') return settings.because;
  return settings.kind === 'one' ? inWords(settings.object) : settings.objects.map(inWords).join('; ');
}

describe('the settings are', () => {
  const none = 'No module-level object of the settings class `Settings` and no function that simply returns one was found.';
  it.each<readonly [string, string, string]>([
    ['a variable', `${CLASS}settings = Settings()\n`, 'variable settings of shop/config.py, a Settings'],
    ['an annotated variable', `${CLASS}settings: Settings = Settings(_env_file=".env")  # type: ignore\n`, 'variable settings of shop/config.py, a Settings'],
    ['a getter', `${CLASS}def get_settings():\n    return Settings()\n`, 'function get_settings of shop/config.py, a Settings'],
    ['a cached getter', `from functools import lru_cache\n${CLASS}@lru_cache()\ndef get_settings(path=".env"):\n    return Settings(_env_file=path)\n`, 'function get_settings of shop/config.py, a Settings'],
    ['a getter with a variable inside', `${CLASS}def get_settings():\n    found = Settings()\n    return found\n`, 'function get_settings of shop/config.py, a Settings'],
    ['a variable that holds what the getter returned', `${CLASS}def get_settings():\n    return Settings()\nconfig = get_settings()\n`, 'variable config of shop/config.py, a Settings'],
    ['of a derived class', `${CLASS}class Shop(Settings): ...\nsettings = Shop()\n`, 'variable settings of shop/config.py, a Shop'],
    ['those of one of several classes behind a getter', `${CLASS}class A(Settings): ...\nclass B(Settings): ...\ndef get_settings():\n    if A:\n        return A()\n    return B()\n`, 'function get_settings of shop/config.py, a Settings'],
    ['several', `${CLASS}class Database(BaseSettings): ...\na = Settings()\nb = Database()\n`, 'variable a of shop/config.py, a Settings; variable b of shop/config.py, a Database'],
    ['nested settings left out', `${HEAD}class Database(BaseSettings): ...\nclass Settings(BaseSettings):\n    database: Database = Database()\nsettings = Settings()\n`, 'variable settings of shop/config.py, a Settings'],
    ['none: a getter that must be told something', `${CLASS}def get_settings(path):\n    return Settings(path)\n`, none],
    ['none: a coroutine', `${CLASS}async def get_settings():\n    return Settings()\n`, none],
    ['none: a method', `${CLASS}class Shop:\n    def settings(self):\n        return Settings()\n`, none],
    ['none: a private variable', `${CLASS}_settings = Settings()\n`, 'The settings object `_settings` is private to `shop/config.py`.'],
    ['a getter that keeps a private variable', `${CLASS}_settings = Settings()\ndef get_settings():\n    return _settings\n`, 'function get_settings of shop/config.py, a Settings'],
    ['none: only in a dictionary', `${CLASS}ALL = {"shop": Settings()}\n`, none],
    ['none: under if', `${CLASS}if True:\n    settings = Settings()\n`, none],
    ['none: another class of that name', 'class BaseSettings: ...\nclass Settings(BaseSettings): ...\nsettings = Settings()\n', 'There is no pydantic settings class here.'],
    ['none: does not parse', `${CLASS}settings = Settings(\n`, 'There is no pydantic settings class here.'],
  ])('%s', (_, config, expected) => expect(settingsOf(config)).toBe(expected));

  it.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['its own object of the class', { 'shop/main.py': 'from shop.config import Settings\nmine = Settings()\n' }, 'variable mine of shop/main.py, a Settings'],
    ['the object beside the class', { 'shop/db.py': 'from shop.config import Settings\nsettings = Settings()\n' }, 'variable settings of shop/config.py, a Settings'],
    ['not those of the tests', { 'tests/conftest.py': 'from shop.config import Settings\nsettings = Settings()\n' }, 'variable settings of shop/config.py, a Settings'],
    ['not those of another project', { 'mail/pyproject.toml': '', 'mail/config.py': `${CLASS}mail = Settings()\n` }, 'variable settings of shop/config.py, a Settings'],
  ])('%s', (_, more, expected) => expect(settingsOf(`${CLASS}settings = Settings()\n`, more)).toBe(expected));

  it.each(['pydantic_settings', 'pydantic', 'pydantic.v1', 'pydantic.env_settings', 'pydantic_settings.main'])('classes of %s', (module) => {
    expect(settingsOf(`import ${module}\nclass Settings(${module}.BaseSettings): ...\nsettings = Settings()\n`)).toContain('variable settings');
  });
});

function objectOf(body: string): SettingsObject {
  const view = repository({ 'config.py': `from pydantic import Field\n${HEAD}${body}settings = Settings()\n` });
  const [object] = view.backend.settings.objects;
  if (!object) throw new Error('There are no settings.');
  return object;
}

describe('fields', () => {
  const fieldsOf = (body: string): string[] => objectOf(body).fields.map(({ name, kind, annotation, byDefault }) => [name, kind, annotation ?? '-', String(byDefault)].join(' '));
  it.each<readonly [string, string, readonly string[]]>([
    ['with and without defaults', 'class Settings(BaseSettings):\n    a: bool = True\n    b: bool = False\n    c: bool\n    d: bool = int("1")\n', ['a field bool true', 'b field bool false', 'c field bool undefined', 'd field bool undefined']],
    ['described by pydantic', 'class Settings(BaseSettings):\n    a: bool = Field(True)\n    b: bool = Field(default=False, alias="B")\n    c: bool = Field(...)\n    d: bool = other(True)\n', ['a field bool true', 'b field bool false', 'c field bool undefined', 'd field bool undefined']],
    ['without a type', 'class Settings(BaseSettings):\n    a = True\n    model_config = {}\n', ['a field - true']],
    ['that are methods', 'class Settings(BaseSettings):\n    @property\n    def a(self) -> bool: ...\n    def b(self) -> bool: ...\n    @functools.cache\n    def c(self) -> bool: ...\n', ['a property bool undefined', 'b method - undefined', 'c method - undefined']],
    ['of the bases first', 'class A(BaseSettings):\n    a: int = 1\nclass B(BaseSettings):\n    b: int = 1\nclass Settings(B, A):\n    c: int = 1\n', ['b field int undefined', 'a field int undefined', 'c field int undefined']],
    ['of a shared base once', 'class A(BaseSettings):\n    a: int = 1\nclass B(A): ...\nclass C(A): ...\nclass Settings(B, C): ...\n', ['a field int undefined']],
  ])('%s', (_, body, expected) => expect(fieldsOf(body)).toEqual(expected));

  it('are required without a default', () => {
    const body = 'class Settings(BaseSettings):\n    a: str\n    b: str = ...\n    c: str = Field(...)\n    d: str = Field(min_length=1)\n    e: str | None = None\n    f: list = Field(default_factory=list)\n    g: ClassVar[str]\n    h: int = Field(**more)\n    i = 1\n    @property\n    def j(self) -> bool: ...\n';
    expect(objectOf(body).fields.filter(({ required }) => required).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  });

  it.each<readonly [string, string, string]>([
    ['as it is there', 'class Settings(BaseSettings):\n    Debug: bool = False\n    TITLE: str = ""\n', 'Debug'],
    ['small among small ones', 'class Settings(BaseSettings):\n    a: str = ""\n    b: str = ""\n    C: str = ""\n', 'debug'],
    ['as wanted among capitals', 'class Settings(BaseSettings):\n    A: str = ""\n    b: str = ""\n', 'DEBUG'],
    ['as wanted where there is nothing to go by', 'class Settings(BaseSettings): ...\n', 'DEBUG'],
  ])('are spelled %s', (_, body, expected) => expect(spelledField(objectOf(body), 'DEBUG')).toBe(expected));
});

describe('the variable that sets a field is', () => {
  it.each<readonly [string, string, string | undefined]>([
    ['its name in capitals', 'class Settings(BaseSettings):\n    debug: bool = False\n', 'DEBUG'],
    ['with the prefix of the configuration', 'class Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="shop_")\n    debug: bool = False\n', 'SHOP_DEBUG'],
    ['with the prefix in a dictionary', 'class Settings(BaseSettings):\n    model_config = {"env_prefix": "shop_"}\n', 'SHOP_DEBUG'],
    ['with the prefix of the inner class', 'class Settings(BaseSettings):\n    class Config:\n        env_prefix = "shop_"\n', 'SHOP_DEBUG'],
    ['with the prefix of the base', 'class Base(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="shop_")\n    a: int = 1\nclass Settings(Base):\n    debug: bool = False\n', 'SHOP_DEBUG'],
    ['as it is where case counts', 'class Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="shop_", case_sensitive=True)\n    debug: bool = False\n', 'shop_debug'],
    ['not known with a computed prefix', 'class Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix=PREFIX)\n', undefined],
    ['its alias', 'class Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="shop_")\n    debug: bool = Field(False, validation_alias="shop_verbose")\n', 'SHOP_VERBOSE'],
    ['its alias as it is where case counts', 'class Settings(BaseSettings):\n    model_config = SettingsConfigDict(case_sensitive=True)\n    debug: bool = Field(False, alias="verbose", description="a")\n', 'verbose'],
    ['the alias in its annotation', 'class Settings(BaseSettings):\n    debug: Annotated[bool, Field(validation_alias="X")] = False\n', 'X'],
    ['the alias for validation', 'class Settings(BaseSettings):\n    debug: bool = Field(False, alias="A", validation_alias="B")\n', 'B'],
    ['the only choice', 'class Settings(BaseSettings):\n    debug: bool = Field(False, validation_alias=AliasChoices("X"))\n', 'X'],
    ['not known with several choices', 'class Settings(BaseSettings):\n    debug: bool = Field(False, validation_alias=AliasChoices("X", "Y"))\n', undefined],
    ['not known with a computed alias', 'class Settings(BaseSettings):\n    debug: bool = Field(False, validation_alias=X)\n', undefined],
    ['not known with names of pydantic 1', 'class Settings(BaseSettings):\n    debug: bool = Field(False, env="X")\n', undefined],
    ['none for a property', 'class Settings(BaseSettings):\n    @property\n    def debug(self) -> bool: ...\n', undefined],
  ])('%s', (_, body, expected) => expect(environmentVariable(objectOf(body), 'debug')).toBe(expected));
});

describe('settings in sight', () => {
  /** What is seen at `here` in `main.py`. */
  const seen = (main: string): string | undefined => {
    const view = repository({ 'config.py': `${CLASS}def get_settings():\n    return Settings()\n`, 'main.py': `from config import Settings, get_settings\nimport config\n${main}` });
    const module = moduleAt(view, 'main.py');
    const start = module.text.indexOf('here');
    const [object] = view.backend.settings.objects;
    return object && settingsInSight(object, module, nodeAt(module.tree.root, { start, end: start + 4 }), view.python);
  };
  it.each<readonly [string, string, string | undefined]>([
    ['are a parameter of the class', 'def make(s: Settings): here\n', 's'],
    ['are a parameter of the class, by the module', 'def make(s: config.Settings): here\n', 's'],
    ['are a variable of the function', 'def make():\n    s = get_settings()\n    here\n', 's'],
    ['are a variable of the module', 's = get_settings()\ndef make(): here\n', 's'],
    ['are the innermost', 's = get_settings()\ndef make(t: Settings): here\n', 't'],
    ['are in a function around', 'def make(s: Settings):\n    def inner(): here\n', 's'],
    ['are not below', 'def make():\n    here\n    s = get_settings()\n', undefined],
    ['are not sure under if', 'if True:\n    s = get_settings()\nhere\n', undefined],
    ['are not sure when bound twice', 's = get_settings()\ns = None\nhere\n', undefined],
    ['are not hidden', 's = get_settings()\ndef make(s): here\n', undefined],
    ['are not a parameter that may be something else', 'def make(s: Settings | None): here\n', undefined],
    ['are not a parameter that may be None', 'def make(s: Settings = None): here\n', undefined],
    ['are not several parameters', 'def make(*s: Settings): here\n', undefined],
    ['are not a parameter of another class', 'def make(s: dict): here\n', undefined],
    ['are not those of another function', 'def get(): ...\ns = get()\nhere\n', undefined],
  ])('%s', (_, main, expected) => expect(seen(main)).toBe(expected));
});
