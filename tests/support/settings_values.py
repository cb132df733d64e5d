"""Evaluates expressions before a change, and the settings made of them after it, under many values of one variable.

Standard input: {"cases": [{"before": code, "variable": name, "module": code, "after": code, "set": {name: value}}], "values": [text or null]}.
Standard output: for each case and value [before, after], each {"value": repr with types} or {"fails": where, "how": name of the exception}.
"""
import json
import os
import sys
from typing import Any

PREAMBLE = "import json, os\nfrom os import environ, getenv\nfrom pathlib import Path\n"


def told(value: Any) -> str:
    """A value with the types of everything in it."""
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__}[{', '.join(map(told, value))}]"
    if isinstance(value, (set, frozenset)):
        return f"{type(value).__name__}[{', '.join(sorted(map(told, value)))}]"
    return f"{type(value).__name__} {value!r}"


def outcome(stages: list[tuple[str, Any]]) -> dict[str, str]:
    for stage, run in stages:
        try:
            result = run()
        except Exception as error:
            return {"fails": stage, "how": type(error).__name__}
    return {"value": told(result)}


def main() -> None:
    request = json.load(sys.stdin)
    for name in set(os.environ) - {"HOME", "PATH"}:
        del os.environ[name]
    pristine = dict(os.environ)
    modules: dict[str, dict[str, Any]] = {}
    results = []
    for case in request["cases"]:
        before_space: dict[str, Any] = {}
        exec(PREAMBLE + case.get("preamble", ""), before_space)
        module_space = modules.get(case["module"])
        if module_space is None:
            module_space = modules[case["module"]] = {"__name__": "config"}
            exec(case["module"], module_space)
        os.environ.update(case.get("set", {}))
        outcomes = []
        for value in request["values"]:
            os.environ.pop(case["variable"], None)
            if value is not None:
                os.environ[case["variable"]] = value
            after_space = dict(before_space)

            def make() -> None:
                after_space["settings"] = module_space["Settings"]()

            before = outcome([("read", lambda: eval(case["before"], before_space))])
            after = outcome([("settings", make), ("read", lambda: eval(case["after"], after_space))])
            outcomes.append([before, after])
        for name in {case["variable"], *case.get("set", {})}:
            os.environ.pop(name, None)
        os.environ.update(pristine)
        results.append(outcomes)
    json.dump(results, sys.stdout)


main()
