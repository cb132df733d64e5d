"""mypy --strict over the new modules of a service."""

import os
import pathlib
import subprocess
import sys
import zlib


def complaints(service: str, modules: list[str], python: int, cache: str) -> str:
    """What mypy says against modules of a service; nothing where all is well."""
    # Services share the cache. To mypy, a module of the same name, size and second of writing is the one it knows.
    second = zlib.crc32(service.encode())
    for path in pathlib.Path(service).rglob("*.py"):
        os.utime(path, (second, second))
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", f"--cache-dir={cache}", "--namespace-packages", "--explicit-package-bases", f"--python-version=3.{python}", *modules]
    done = subprocess.run(command, cwd=service, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr
