import { describe, expect, it } from 'vitest';
import { environmentIn, inWords } from './describe.ts';

type Files = string | Readonly<Record<string, string>>;

const accessesIn = (files: Files): string[] => environmentIn(files).accesses.map(inWords);

describe('an access', () => {
  it.each<readonly [string, Files, readonly string[]]>([
    ['os.getenv', 'import os\na = os.getenv("A")\nb = os.getenv("B", "1")\n', ['A get', 'B get else "1"']],
    ['os.environ', 'import os\na = os.environ["A"]\nb = os.environ.get("B")\nc = "C" in os.environ\nd = "D" not in os.environ\n', ['A subscript', 'B get', 'C in', 'D in']],
    ['keywords', 'import os\na = os.getenv(key="A", default="1")\n', ['A get else "1"']],
    ['imported names', 'from os import environ, getenv\na = environ["A"]\nb = getenv("B")\n', ['A subscript', 'B get']],
    ['other names', 'import os as system\nfrom os import environ as env, getenv as read\na = env["A"]\nb = read("B")\nc = system.environ.get("C")\n', ['A subscript', 'B get', 'C get']],
    ['variables', 'import os\nenv = os.environ\nread = os.environ.get\na = env["A"]\nb = read("B", "1")\nc = env.get("C")\n', ['A subscript', 'B get else "1"', 'C get']],
    ['variables of a function', 'import os\ndef read():\n    env = os.environ\n    return env["A"], env.get("B")\n', ['A subscript later', 'B get later']],
    ['re-exports', { 'shop/__init__.py': '', 'shop/env.py': 'from os import environ as variables, getenv as read\n', 'shop/main.py': 'from shop.env import read, variables\na = variables["A"]\nb = read("B")\n' }, ['A subscript', 'B get']],
    ['a variable of another module', { 'shop/__init__.py': '', 'shop/env.py': 'import os\nENV = os.environ\n', 'shop/main.py': 'from shop import env\na = env.ENV["A"]\n' }, ['A subscript']],
    ['a constant for a name', 'import os\nKEY = "A"\na = os.getenv(KEY)\nb = os.environ[KEY]\n', ['A get', 'A subscript']],
    ['a constant of another module', { 'shop/__init__.py': '', 'shop/keys.py': 'PORT = "A"\n', 'shop/main.py': 'import os\nfrom shop.keys import PORT\nfrom shop import keys\na = os.getenv(PORT)\nb = os.getenv(keys.PORT)\n' }, ['A get', 'A get']],
    ['under star imports of own modules', { 'shop/__init__.py': '', 'shop/models.py': 'import os\nclass Book: ...\n', 'shop/main.py': 'import os\nfrom shop.models import *\na = os.getenv("A")\n' }, ['A get']],
    ['inside an f-string', 'import os\na = f"{os.environ[\'A\']}:{os.getenv(\'B\')}"\n', ['A subscript', 'B get']],
    ['inside a default', 'import os\na = os.getenv("A", os.getenv("B", "1"))\n', ['A get else os.getenv("B", "1")', 'B get else "1"']],
    ['in a try around the import', 'try:\n    import os\nexcept ImportError:\n    os = None\na = os.getenv("A")\n', ['A get']],
    ['of keys', 'import os\na = "A" in os.environ.keys()\n', ['A in']],
    ['the environment of starlette', 'from starlette.config import environ\na = environ["A"]\n', ['A subscript']],
  ])('by %s', (_, files, expected) => expect(accessesIn(files)).toEqual(expected));

  it.each<readonly [string, string]>([
    ['an own class', 'class environ:\n    def get(self, name): ...\na = environ.get("A")\n'],
    ['an own function', 'def getenv(name): ...\na = getenv("A")\n'],
    ['a parameter', 'def app(environ, start):\n    return environ["PATH_INFO"], environ.get("A")\n'],
    ['a request', 'def view(request):\n    return request.environ["A"], request.environ.get("B")\n'],
    ['another module', 'from shop_tools import getenv, environ\na = getenv("A"), environ["B"]\n'],
    ['a module of its own called os', 'from shop_tools import os\na = os.getenv("A"), os.environ["B"]\n'],
    ['a name that is bound twice', 'import os\nos = object()\na = os.environ["A"]\n'],
    ['a name in a function that is bound there', 'import os\ndef read(os):\n    return os.environ["A"]\n'],
    ['a computed name', 'import os\ndef read(name):\n    return os.getenv(name), os.environ[name], os.environ[f"SHOP_{name}"], name in os.environ\n'],
    ['unpacked arguments', 'import os\na = os.getenv(*["A"])\n'],
    ['a comparison of three', 'import os\na = "A" in os.environ in []\n'],
    ['strings and comments', '"""os.environ["A"]"""\n# os.getenv("B")\n'],
    ['django-environ', 'import environ\nenv = environ.Env()\na = env("A")\n'],
    ['bytes', 'import os\na = os.environb[b"A"]\n'],
  ])('is none: %s', (_, code) => expect(accessesIn(code)).toEqual([]));

  it.each<readonly [string, string, readonly string[]]>([
    ['the module', 'import os\na = os.getenv("A")\nif True:\n    b = os.getenv("B")\n', ['A get', 'B get']],
    ['a class body', 'import os\nclass Config:\n    a = os.getenv("A")\n', ['A get']],
    ['a default argument', 'import os\ndef f(a=os.getenv("A")): ...\nclass C:\n    def g(self, b=os.getenv("B")): ...\n', ['A get', 'B get']],
    ['a decorator', 'import os\n@mark(os.getenv("A"))\ndef f(): ...\n', ['A get']],
    ['a function', 'import os\ndef f():\n    return os.getenv("A")\nasync def g():\n    os.getenv("B")\n', ['A get later', 'B get later']],
    ['a default argument in a function', 'import os\ndef f():\n    def g(a=os.getenv("A")): ...\n', ['A get later']],
    ['a lambda', 'import os\nf = lambda: os.getenv("A")\ng = lambda a=os.getenv("B"): a\n', ['A get later', 'B get']],
    ['a program', 'import os\nif __name__ == "__main__":\n    os.getenv("A")\n', ['A get later']],
    ['a comprehension', 'import os\na = [os.getenv("A") for _ in range(2)]\n', ['A get']],
  ])('happens at %s', (_, code, expected) => expect(accessesIn(code)).toEqual(expected));

  it.each<readonly [string, Files, readonly string[]]>([
    ['decouple', 'from decouple import config\na = config("A")\nb = config("B", default=1, cast=int)\nc = config("C", "x", str)\n', ['A subscript decouple', 'B get else 1 decouple cast int', 'C get else "x" decouple cast str']],
    ['an object of decouple', 'from decouple import AutoConfig\nread = AutoConfig(search_path=".")\na = read("A")\n', ['A subscript decouple']],
    ['starlette', { 'config.py': 'from starlette.config import Config\nconfig = Config(".env")\na = config("A", cast=bool, default=False)\nb = config("B", int, 1)\nc = config.get("C")\n', 'main.py': 'from config import config\nd = config("D")\n' }, ['A get else False starlette cast bool', 'B get else 1 starlette cast int', 'C subscript starlette', 'D subscript starlette']],
    ['starlette with a prefix', 'from starlette.config import Config\nconfig = Config(env_prefix="SHOP_")\na = config("A")\n', ['SHOP_A subscript starlette']],
    ['starlette with another mapping', 'from starlette.config import Config\nconfig = Config(environ={})\na = config("A")\n', []],
    ['environs', 'from environs import Env\nenv = Env()\nenv.read_env()\na = env("A")\nb = env.int("B", 5)\n', ['A subscript environs', 'B get else 5 environs cast int']],
    ['environs with prefixes', 'from environs import Env\nenv = Env()\nwith env.prefixed("SHOP_"):\n    a = env("A")\n', []],
  ])('of %s', (_, files, expected) => expect(accessesIn(files)).toEqual(expected));

  it('costs no parsing of modules that spell no reader', () => {
    const environment = environmentIn({ 'shop/main.py': 'import os\na = os.getenv("A")\n', 'shop/broken.py': 'def (:\n' });
    expect(environment.accesses).toHaveLength(1);
  });
});

describe('a write', () => {
  const writesIn = (code: string): string[] => environmentIn({ 'tests/test_shop.py': code }).writes.map(({ variables, when, role }) => `${variables?.join(' ') ?? 'any'} ${when} ${role}`);
  it.each<readonly [string, string, readonly string[]]>([
    ['an assignment', 'import os\nos.environ["A"] = "1"\n', ['A import test']],
    ['an assignment of a computed name', 'import os\ndef f(name):\n    os.environ[name] = "1"\n', ['any call test']],
    ['a sum', 'import os\nos.environ["A"] += "1"\n', ['A import test']],
    ['several', 'import os\nos.environ["A"], b = "1", 2\n', ['A import test']],
    ['a deletion', 'import os\ndel os.environ["A"], b\n', ['A import test']],
    ['a loop', 'import os\nfor os.environ["A"] in "ab": ...\n', ['A import test']],
    ['methods', 'import os\nos.environ.setdefault("A", "1")\nos.environ.pop("B", None)\nos.environ.clear()\n', ['A import test', 'B import test', 'any import test']],
    ['update', 'import os\nos.environ.update({"A": "1", "B": "2"})\nos.environ.update(C="1")\nos.environ.update(dict(D="1"))\nos.environ.update(more)\nos.environ.update({**more, "E": "1"})\n', ['A B import test', 'C import test', 'D import test', 'any import test', 'any import test']],
    ['a union', 'import os\nos.environ |= {"A": "1"}\n', ['A import test']],
    ['another environment', 'import os\nos.environ = {}\n', ['any import test']],
    ['putenv', 'import os\nos.putenv("A", "1")\nos.unsetenv("B")\n', ['A import test', 'B import test']],
    ['monkeypatch', 'def test_a(monkeypatch):\n    monkeypatch.setenv("A", "1")\n    monkeypatch.delenv("B", raising=False)\n    monkeypatch.setenv(name, "1")\n', ['A call test', 'B call test', 'any call test']],
    ['monkeypatch of an item', 'import os\ndef test_a(monkeypatch):\n    monkeypatch.setitem(os.environ, "A", "1")\n', ['A call test']],
    ['monkeypatch of the whole', 'import os\ndef test_a(monkeypatch):\n    monkeypatch.setattr(os, "environ", {})\n', ['any call test']],
    ['patch.dict', 'import os\nfrom unittest import mock\nwith mock.patch.dict(os.environ, {"A": "1"}, clear=False): ...\nwith mock.patch.dict("os.environ", {"B": "1"}): ...\n', ['A import test', 'B import test']],
    ['patch.dict with keywords', 'import os\nfrom unittest.mock import patch\npatch.dict(os.environ, A="1", B="2")\npatch.dict(os.environ, values={"C": "1"})\n', ['A B import test', 'C import test']],
    ['patch.dict that clears', 'import os\nfrom unittest.mock import patch\npatch.dict(os.environ, {"A": "1"}, clear=True)\npatch.dict(os.environ, VALUES)\n', ['any import test', 'any import test']],
    ['decorators', 'import os\nfrom unittest.mock import patch\n@patch.dict(os.environ, {"A": "1"})\n@patch("shop.config.os.getenv", lambda name: "1")\ndef test_a(): ...\n', ['A call test', 'any call test']],
    ['where `os` is not sure', 'import os\nfrom elsewhere import *\nos.environ["A"] = "1"\n', ['A import test']],
    ['pytest-mock', 'def test_a(mocker):\n    mocker.patch.dict("os.environ", {"A": "1"})\n    mocker.patch("os.getenv", return_value="1")\n', ['A call test', 'any call test']],
    ['nothing that is named like it', 'a = scope.get("environ")\nb = getattr(request, "environ")\nc = {"environ": 1}\n', []],
    ['nothing', 'import os\na = os.environ["A"]\nmapping["B"] = os.environ["C"]\nx[os.environ["D"]] = 1\n', []],
  ])('%s', (_, code, expected) => expect(writesIn(code)).toEqual(expected));
});

describe('another use', () => {
  it.each<readonly [string, string, string]>([
    ['import os\na = dict(os.environ)\n', 'dict(os.environ)', 'The whole environment is copied.'],
    ['import os\na = os.environ.copy()\n', 'os.environ.copy()', 'The whole environment is copied.'],
    ['import os\na = {**os.environ}\n', '**os.environ', 'The whole environment is copied.'],
    ['import os\nfor a, b in os.environ.items(): ...\n', 'os.environ.items()', 'The environment is used as a whole.'],
    ['import os\nfor a in os.environ: ...\n', 'os.environ', 'All variables are gone through here.'],
    ['import os\nrun("x", env=os.environ)\n', 'os.environ', 'The whole environment is passed on.'],
    ['import os\nrun(os.environ)\n', 'run(os.environ)', 'The whole environment is passed on.'],
    ['import os\na = map(os.getenv, names)\n', 'os.getenv', '`os.getenv` is passed on as a function.'],
    ['import os\na = map(os.environ.get, names)\n', 'os.environ.get', '`os.environ.get` is passed on as a function.'],
    ['import os\na = os.getenv(name)\n', 'os.getenv(name)', 'The name of the variable is computed.'],
    ['import os\nself.env = os.environ\n', 'os.environ', 'The environment is given another name that cannot be followed.'],
    ['import os\nfrom elsewhere import *\na = os.getenv("A")\n', 'os.getenv("A")', 'It cannot be told whether `os.getenv` is the one of the module `os` here.'],
    ['import typer\ndef main(a: str = typer.Option("x", envvar="A")): ...\n', 'typer.Option("x", envvar="A")', 'The command line reads it.'],
    ['import click\n@click.option("--a", envvar=["A", "B"])\ndef main(a): ...\n', 'click.option("--a", envvar=["A", "B"])', 'The command line reads it.'],
  ])('%s', (code, node, because) => expect(environmentIn(code).others.map((use) => [use.node.text, use.because])).toEqual([[node, because]]));
});

describe('python-dotenv', () => {
  const loadsIn = (code: string): string[] => environmentIn(code).loads.map(({ kind, path, computed, override, when }) => [kind, path ?? (computed ? 'computed' : 'searched'), ...(override ? ['override'] : []), when].join(' '));
  it.each<readonly [string, readonly string[]]>([
    ['from dotenv import load_dotenv\nload_dotenv()\n', ['load_dotenv searched import']],
    ['import dotenv\ndef f():\n    dotenv.load_dotenv(".env.local", override=True)\n', ['load_dotenv .env.local override call']],
    ['from dotenv import load_dotenv\nload_dotenv(dotenv_path=BASE / ".env")\n', ['load_dotenv computed import']],
    ['from dotenv import load_dotenv, find_dotenv\nload_dotenv(find_dotenv())\n', ['load_dotenv searched import', 'find_dotenv searched import']],
    ['from dotenv import load_dotenv, find_dotenv\nload_dotenv(find_dotenv(".env.test"))\n', ['load_dotenv .env.test import', 'find_dotenv .env.test import']],
    ['from dotenv import dotenv_values\nconfig = dotenv_values(".env")\n', ['dotenv_values .env import']],
    ['from dotenv import load_dotenv\nload_dotenv(stream=text)\n', ['load_dotenv computed import']],
    ['def load_dotenv(): ...\nload_dotenv()\n', []],
  ])('%s', (code, expected) => expect(loadsIn(code)).toEqual(expected));
});
