"""Compares what readings of an environment variable say with what CPython makes of the code they were read from.

Reads a JSON list of cases from standard input: code to run first, the expression, and what is said of it. Each is evaluated with the variable X
unset and set to each text of a grid. Writes a JSON list of disagreements.
"""
import json
import os
import sys
from pathlib import Path

UNSET = object()

GRID = [
    UNSET, "", " ", "  \t", "0", "1", "true", "True", "TRUE", " true ", "false", "False", "yes", "no", "on", "off", "None", "null", "a,b", "a, b,", " a , ,b ", ",", ",,", "a;b", "a b  c",
    "5", " 5 ", "x", "4.0", "1_000", "1__0", "-3", "+7", "007", "0x1f", "ff", "1e3", "nan", "inf", "-0.0", "[]", '["a", "b"]', '{"a": 1.0}', "[1,", "1,2", "1, 2 ,", "1,,2", "a/b/", "/", "//", ".",
    "prod", "PROD", "Production", "stra\u00dfe", "\u0130", "\u0665", "\u00a05\u00a0", "A\u00a0,\u2003B", "\x1c", '"q"', "don't", "y", "t",
]


def tagged(value):
    """A value with its type, so that 1, 1.0 and True differ."""
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, [tagged(item) for item in value]]
    if isinstance(value, (set, frozenset)):
        return [type(value).__name__, sorted(map(repr, value))]
    if isinstance(value, dict):
        return ["dict", sorted((repr(key), tagged(item)) for key, item in value.items())]
    return [type(value).__name__, repr(value)]


def stepped(text, steps):
    for step in steps:
        method = getattr(text, step["method"])
        text = method(step["chars"]) if step.get("chars") is not None else method()
    return text


def strict(text, on, off):
    word = text.lower()
    if word in on:
        return True
    if word in off:
        return False
    raise ValueError(text)


def listed(text, into):
    made = []
    for part in text.split(into.get("separator")):
        keep = into["keep"]
        if keep != "all" and stepped(part, keep["nonEmptyAfter"]) == "":
            continue
        made.append({"text": str, "int": int, "float": float}[into["item"]](stepped(part, into["each"])))
    return {"list": list, "set": set, "tuple": tuple, "frozenset": frozenset}[into["holder"]](made)


def converted(text, into):
    kind = into["kind"]
    if kind == "text":
        return text
    if kind == "int":
        return int(text) if into.get("base") is None else int(text, into["base"])
    if kind == "float":
        return float(text)
    if kind == "flag":
        return (text in tuple(into["words"])) != into["negated"]
    if kind == "boolean":
        return strict(text, into["on"], into["off"])
    if kind == "truth":
        return (text != "") != into["negated"]
    if kind == "present":
        return not into["negated"]
    if kind == "list":
        return listed(text, into)
    if kind == "json":
        return json.loads(text)
    if kind == "path":
        return Path(text)
    raise LookupError(kind)


def outcome(evaluate):
    try:
        return tagged(evaluate())
    except Exception:
        return "an error"


def literal(said, names):
    if said["kind"] == "none":
        return None
    if said["kind"] == "fails":
        raise ValueError("fails")
    return eval(said["code"], names)


def predicted(text, reading, names):
    if text is UNSET:
        return literal(reading["unset"], names)
    after = stepped(text, reading["conversion"]["steps"])
    if after == "" and reading.get("whenEmpty") is not None:
        return literal(reading["whenEmpty"], names)
    return converted(after, reading["conversion"])


def main():
    disagreements = []
    for case in json.load(sys.stdin):
        names = {}
        os.environ.pop("X", None)
        exec(case["setup"], names)
        for text in GRID:
            os.environ.pop("X", None)
            if text is not UNSET:
                os.environ["X"] = text
            for what in ("reading", "plain"):
                said = case.get(what)
                if said is None or (case["asked"] and text in (UNSET, "")):
                    continue
                real = outcome(lambda: eval(compile("(" + said["code"] + "\n)", "case", "eval"), names))
                mine = outcome(lambda: predicted(text, said, names))
                if real != mine:
                    shown = "unset" if text is UNSET else repr(text)
                    disagreements.append(f"{said['code']} ({what}), {shown}: {real}, not {mine}")
    print(json.dumps(disagreements))


main()
