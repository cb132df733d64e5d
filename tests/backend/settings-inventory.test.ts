import { describe, expect, it } from 'vitest';
import { defaultText, envFilesOf, inventoryOf, type SettingsVariable } from '../../src/backend/settings-inventory/index.ts';
import { repository } from './repository.ts';

const HEAD = `from enum import Enum
from pathlib import Path
from typing import Annotated, ClassVar, Dict, List, Literal, Optional, Union
import os
import datetime as dt
from pydantic import AliasChoices, AliasPath, BaseModel, BeforeValidator, Field, PostgresDsn, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
class Tier(str, Enum):
    DEV = "dev"
    PROD = "prod"
DAY = 60 * 24
def _split(separator="", skip_empty=False):
    return BeforeValidator(lambda text: text.split(separator or None))
def _on_for(*words):
    return BeforeValidator(lambda text: text.lower() in words)
def _off_for(*words):
    return BeforeValidator(lambda text: text not in words)
def _switch(on, off):
    return BeforeValidator(lambda text: text in on)
def _empty_is(default):
    return BeforeValidator(lambda text: default if text == "" else text)
class Database(BaseModel):
    host: str = "localhost"
    port: int
`;

function variablesOf(body: string, head = HEAD): readonly SettingsVariable[] {
  const view = repository({ 'config.py': `${head}class Settings(BaseSettings):\n${body.replace(/^(?=.)/gm, '    ')}\n` });
  const definition = view.backend.settings.classes.find(({ name }) => name === 'Settings');
  if (!definition) throw new Error('There is no settings class.');
  const inventory = inventoryOf(definition, view.backend.settings.classes, view.python);
  if ('problem' in inventory) throw new Error(inventory.problem);
  return inventory.variables;
}

/** `NAME type required|none|computed|unset|=text`, and `secret`. */
function inWords(variable: SettingsVariable): string {
  const { name, otherNames, type, default: standing, isSecret, decoding } = variable;
  const text = defaultText(variable);
  const value = text !== undefined ? `=${text}` : standing.kind === 'literal' ? standing.literal.kind : standing.kind;
  const reader = decoding.kind === 'plain' ? '' : ` ${decoding.kind}`;
  return `${[name, ...otherNames].join('|')} ${type.kind}${reader} ${value}${isSecret ? ' secret' : ''}`;
}

describe('fields as variables', () => {
  it.each<readonly [string, readonly string[]]>([
    ['title: str = "Bookshop"', ['TITLE text =Bookshop']],
    ['port: int', ['PORT whole required']],
    ['port: int = ...', ['PORT whole required']],
    ['port: int = 8_000', ['PORT whole =8000']],
    ['minutes: int = DAY', ['MINUTES whole =1440']],
    ['ratio: float = .5', ['RATIO number =0.5']],
    ['low: int = -1', ['LOW whole =-1']],
    ['debug: bool = False', ['DEBUG flag =false']],
    ['log: Optional[str] = None', ['LOG text none']],
    ['log: "str | None" = None', ['LOG unknown none']],
    ['log: Optional[str]', ['LOG text required']],
    ['log: str = None', ['LOG text required']],
    ['log: str = os.getenv("SHOP_LOG")', ['LOG|SHOP_LOG text required']],
    ['port: int = os.getenv("PORT") or 8000', ['PORT whole =8000']],
    ['origins: List[str] = ["a", "b"]', ['ORIGINS list =["a", "b"]']],
    ['origins: list[str] = Field(default_factory=list)', ['ORIGINS list =[]']],
    ['origins: list[str] | str = []', ['ORIGINS list =[]']],
    ['limits: Dict[str, int] = {"a": 1}', ['LIMITS table ={"a": 1}']],
    ['tier: Tier = Tier.PROD', ['TIER choice =prod']],
    ['tier: Literal["dev", "prod"] = "dev"', ['TIER choice =dev']],
    ['files: Path = Path("covers")', ['FILES path =covers']],
    ['files: Path = Path(__file__).parent', ['FILES path computed']],
    ['key: SecretStr', ['KEY secret required secret']],
    ['secret_key: str = "x"', ['SECRET_KEY text =x secret']],
    ['token_lifetime: int = 5', ['TOKEN_LIFETIME whole =5']],
    ['max_password: int = 5', ['MAX_PASSWORD whole =5']],
    ['db: PostgresDsn = "postgresql://localhost/shop"', ['DB url =postgresql://localhost/shop']],
    ['wait: dt.timedelta = dt.timedelta(1)', ['WAIT duration computed']],
    ['size: int = Field(default=3, ge=1)', ['SIZE whole =3']],
    ['size: Annotated[int, Field(ge=1)] = 3', ['SIZE whole =3']],
    ['size: int = Field(3, alias="SHOP_SIZE")', ['SHOP_SIZE whole =3']],
    ['size: int = Field(validation_alias=AliasChoices("SHOP_SIZE", "size", AliasPath("x", 0)))', ['SHOP_SIZE|SIZE whole required']],
    ['port: int = int(os.getenv("SHOP_PORT", "8000"))', ['PORT|SHOP_PORT whole =8000']],
    ['port: str = os.environ["PORT"]', ['PORT text required']],
    ['names: Annotated[list[str], NoDecode, _split(",")] = ["a", "b"]', ['NAMES list split =a,b']],
    ['names: Annotated[list[str], NoDecode] = ["a"]\n@field_validator("names", mode="before")\ndef read(cls, text):\n    return text.split(";")', ['NAMES list split =a']],
    ['names: Annotated[list[str], NoDecode] = ["a"]', ['NAMES list unknown list']],
    ['debug: Annotated[bool, _on_for("true")] = False', ['DEBUG flag words =false']],
    ['debug: Annotated[bool, _on_for("yes", "on")] = True', ['DEBUG flag words =yes']],
    ['names: Annotated[list[str], NoDecode, _split(",")] = []', ['NAMES list split list']],
    ['names: Annotated[list[str], NoDecode, _split(",", skip_empty=True)] = []', ['NAMES list split =']],
    ['names: Annotated[list[str], NoDecode, _split()] = ["a", "b"]', ['NAMES list split =a b']],
    ['debug: Annotated[bool, _off_for("0", "no")] = False', ['DEBUG flag words =0']],
    ['debug: Annotated[bool, _off_for("0", "no")] = True', ['DEBUG flag words =true']],
    ['debug: Annotated[bool, _on_for("false")] = False', ['DEBUG flag words flag']],
    ['debug: Annotated[bool, _switch(on=("an",), off=("aus",))] = True', ['DEBUG flag words =an']],
    ['debug: Annotated[bool, BeforeValidator(bool)] = False', ['DEBUG flag words =']],
    ['debug: Annotated[bool, _empty_is(True)] = True', ['DEBUG flag =true']],
    ['debug: Annotated[bool, BeforeValidator(odd)] = True', ['DEBUG flag unknown flag']],
    ['model_config = SettingsConfigDict(env_prefix="SHOP_")\nport: int = 1\nmail: str = Field("x", alias="mail")', ['SHOP_PORT whole =1', 'MAIL text =x']],
    ['model_config = {"env_prefix": "shop_", "case_sensitive": True}\nport: int = 1', ['shop_port whole =1']],
    ['model_config = SettingsConfigDict(env_nested_delimiter="__")\ndatabase: Database', ['DATABASE__HOST text =localhost', 'DATABASE__PORT whole required']],
    ['model_config = SettingsConfigDict(env_nested_delimiter="__")\ndatabase: Database | None = None', ['DATABASE__HOST text unset', 'DATABASE__PORT whole unset']],
    ['model_config = SettingsConfigDict(env_nested_delimiter="__")\ndatabase: Database = Database(port=1)', ['DATABASE__HOST text =localhost', 'DATABASE__PORT whole unset']],
    ['database: Database', ['DATABASE group required']],
    ['LIMIT: ClassVar[int] = 1\nuntyped = 2\n_hidden: int = 3\n@property\ndef url(self): ...', []],
  ])('%s', (body, expected) => expect(variablesOf(body).map(inWords)).toEqual(expected));

  it.each<readonly [string, readonly string[]]>([
    ['port: int = Field(1, env="SHOP_PORT")', ['SHOP_PORT whole =1']],
    ['port: int = Field(..., env=["A", "B"])', ['A|B whole required']],
    ['debug = False\ncount = 1', ['DEBUG flag =false', 'COUNT whole =1']],
    ['log: Optional[str]', ['LOG text none']],
    ['port: int = 1\nclass Config:\n    env_prefix = "SHOP_"\n    env_file = ".env"', ['SHOP_PORT whole =1']],
  ])('of pydantic 1: %s', (body, expected) => expect(variablesOf(body, 'from typing import Optional\nfrom pydantic import BaseSettings, Field\n').map(inWords)).toEqual(expected));

  it('takes bases first, and a field said again keeps its place', () => {
    const head = `${HEAD}class Base(BaseSettings):\n    a: int = 1\n    b: int = 2\n`;
    const view = repository({ 'config.py': `${head}class Settings(Base):\n    c: int = 3\n    a: int = 4\nclass Other(BaseSettings):\n    s: Settings = Settings()\n    d: int = 5\n` });
    const words = view.backend.settings.classes.map((definition) => {
      const inventory = inventoryOf(definition, view.backend.settings.classes, view.python);
      return 'problem' in inventory ? inventory.problem : inventory.variables.map(inWords).join(', ');
    });
    expect(words).toEqual(['A whole =1, B whole =2', 'A whole =4, B whole =2, C whole =3', 'D whole =5']);
  });

  it.each([
    ['model_config = SettingsConfigDict(**options)', 'Its configuration is computed.'],
    ['model_config = SettingsConfigDict(alias_generator=str.upper)', '`alias_generator` gives its variables other names than its fields.'],
    ['model_config = SettingsConfigDict(env_prefix=prefix())', 'Its prefix, its delimiter or its regard to case is computed.'],
  ])('refuses %s', (body, problem) => expect(() => variablesOf(`${body}\nport: int = 1`)).toThrow(problem));
});

describe('what people say of fields', () => {
  const said = (body: string): string[] => variablesOf(body).map(({ name, group, doc }) => `${group ?? '-'}: ${name}: ${doc ?? '-'}`);
  it.each<readonly [string, string, readonly string[]]>([
    ['headings over runs', '# Database\nhost: str\nport: int\n\n# Mail\nsmtp: str\nsender: str\n', ['Database: HOST: -', 'Database: PORT: -', 'Mail: SMTP: -', 'Mail: SENDER: -']],
    ['comments over each field', '# Where the shop is\nhost: str\n# Its port\nport: int\n', ['-: HOST: Where the shop is', '-: PORT: Its port']],
    ['drawn headings', '# ---- Database ----\n# where\nhost: str\n\n# =========\n# Mail\n# =========\n\n# how\nsmtp: str\n', ['Database: HOST: where', 'Mail: SMTP: how']],
    ['comments behind', 'host: str  # where\nport: int  # noqa: E501\n', ['-: HOST: where', '-: PORT: -']],
    ['strings after', 'host: str\n"""Where the shop is.\n\nAnd more."""\nport: int\n', ['-: HOST: Where the shop is.', '-: PORT: -']],
    ['descriptions', 'host: str = Field(description="Where\\nit is")\n', ['-: HOST: Where\nit is']],
    ['code taken out', '# OLD: str = "x"\nhost: str\n# old = 1\nport: int\n', ['-: HOST: -', '-: PORT: -']],
    ['nested models', 'model_config = SettingsConfigDict(env_nested_delimiter="__")\ndatabase: Database\n', ['Database: DATABASE__HOST: -', 'Database: DATABASE__PORT: -']],
  ])('%s', (_, body, expected) => expect(said(body)).toEqual(expected));
});

describe('env_file', () => {
  const files = (expression: string): string[] => {
    const view = repository({ 'shop/core/config.py': `import os\nfrom pathlib import Path\nfrom pydantic_settings import BaseSettings\nBASE = Path(__file__).resolve().parent.parent\nclass Settings(BaseSettings, env_file=${expression}): ...\n` });
    const [definition] = view.backend.settings.classes;
    const inventory = definition && inventoryOf(definition, [], view.python);
    const file = inventory && !('problem' in inventory) ? inventory.options.envFile : undefined;
    return file ? envFilesOf(file.node, file.module, view.python).map(({ from, path }) => `${from}: ${path}`) : ['none'];
  };
  it.each<readonly [string, readonly string[]]>([
    ['".env"', ['working folder: .env']], ['"../.env"', ['working folder: ../.env']], ['(".env", ".env.prod")', ['working folder: .env', 'working folder: .env.prod']], ['BASE / ".env"', ['repository: shop/.env']],
    ['Path(__file__).parents[2] / "deploy" / ".env"', ['repository: deploy/.env']], ['os.path.join(os.path.dirname(__file__), "..", ".env")', ['repository: shop/.env']], ['f"{BASE}/.env"', []], ['"/etc/shop.env"', []], ['None', ['none']],
  ])('%s', (expression, expected) => expect(files(expression)).toEqual(expected));
});
