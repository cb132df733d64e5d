"""Makes the objects of modules of settings, before and after a change, under many environments.

Standard input: [{"before": path, "after": path, "object": expression, "names": [attribute], "environments": [{name: value}]}].
Standard output: for each module and environment [before, after], each {name: repr with types} or {"fails": name of the exception}.
"""
import json
import os
import runpy
import sys
from typing import Any


def told(value: Any) -> str:
    """A value with the types of everything in it."""
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__}[{', '.join(map(told, value))}]"
    return f"{type(value).__name__} {value!r}"


def attribute(of: Any, name: str) -> str:
    try:
        value = getattr(of, name)
        return told(value() if callable(value) else value)
    except Exception as error:
        return f"fails: {type(error).__name__}"


def outcome(path: str, expression: str, names: list[str]) -> dict[str, str]:
    try:
        made = eval(expression, runpy.run_path(path))
    except Exception as error:
        return {"fails": type(error).__name__}
    return {name: attribute(made, name) for name in names}


def main() -> None:
    request = json.load(sys.stdin)
    pristine = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
    results = []
    for case in request:
        outcomes = []
        for environment in case["environments"]:
            os.environ.clear()
            os.environ.update({**pristine, **environment})
            outcomes.append([outcome(case[side], case["object"], case["names"]) for side in ("before", "after")])
        results.append(outcomes)
    json.dump(results, sys.stdout)


main()
