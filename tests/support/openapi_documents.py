"""The OpenAPI documents of applications, each made in a process of its own that is split off from this one.

Standard input: [{"name", "module": dotted name with an "app", "trees": [folder]}].
Standard output: {name: [document, or what was raised, for each tree]}.
"""

import json
import os
import sys
import tempfile
from typing import Any

# What all of them need, loaded once.
import fastapi  # noqa: F401
import sqlalchemy.ext.asyncio  # noqa: F401
import sqlmodel  # noqa: F401


def document(tree: str, module: str) -> Any:
    os.chdir(tree)
    sys.path.insert(0, tree)
    return __import__(module, fromlist=["_"]).app.openapi()


def in_a_process(tree: str, module: str) -> Any:
    with tempfile.TemporaryFile() as result:
        child = os.fork()
        if child == 0:
            try:
                told = document(tree, module)
            except BaseException as error:
                told = {"fails": f"{type(error).__name__}: {error}"}
            result.write(json.dumps(told).encode())
            result.flush()
            os._exit(0)
        os.waitpid(child, 0)
        result.seek(0)
        return json.loads(result.read())


sys.dont_write_bytecode = True
json.dump({case["name"]: [in_a_process(tree, case["module"]) for tree in case["trees"]] for case in json.load(sys.stdin)}, sys.stdout)
