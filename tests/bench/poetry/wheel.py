"""Tells what a wheel holds, in a form in which equal meanings are equal: files, requirements, Python versions, entry points."""

import configparser
import itertools
import json
import re
import sys
import zipfile
from email import message_from_bytes
from email.message import Message

from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.specifiers import SpecifierSet
from pip._vendor.packaging.utils import canonicalize_name, canonicalize_version

PYTHONS = ["3.%d" % minor for minor in range(6, 16)]
PLATFORMS = [("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt")]
MACHINES = ["x86_64", "arm64", "aarch64", "AMD64"]
PROGRAMS = [("CPython", "cpython"), ("PyPy", "pypy")]


def main() -> None:
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        names = [name for name in wheel.namelist() if not name.endswith("/")]
        metadata = message_from_bytes(wheel.read(named(names, "METADATA")))
        points = named(names, "entry_points.txt")
        entry_points = entries(wheel.read(points).decode()) if points else []
    facts = [
        *requirements(metadata),
        *("python " + part for part in specifiers(SpecifierSet(metadata["Requires-Python"] or ""))),
        *("extra " + canonicalize_name(extra) for extra in metadata.get_all("Provides-Extra", [])),
        *entry_points,
    ]
    files = [name for name in names if not re.match(r"[^/]+\.(dist-info|data)/", name)]
    json.dump({"files": sorted(files), "facts": sorted(facts)}, sys.stdout)


def named(names: list[str], name: str) -> str | None:
    return next((path for path in names if re.fullmatch(r"[^/]+\.dist-info/" + re.escape(name), path)), None)


def entries(text: str) -> list[str]:
    parser = configparser.ConfigParser(delimiters=("=",))
    parser.optionxform = str
    parser.read_string(text)
    return ["entry point %s %s = %s" % (group, name, value.replace(" ", "")) for group in parser.sections() for name, value in parser.items(group)]


def requirements(metadata: Message) -> list[str]:
    """Every requirement with a digest of where it counts: a bit for each environment and extra that the wheel allows."""
    allowed = SpecifierSet(metadata["Requires-Python"] or "")
    extras = ["", *sorted(map(canonicalize_name, metadata.get_all("Provides-Extra", [])))]
    places = [place for place in environments(extras) if allowed.contains(place["python_full_version"])]
    counts: dict[str, int] = {}
    for text in metadata.get_all("Requires-Dist", []):
        read = Requirement(text)
        # Where a package comes from is not told: uv keeps that out of wheels, in tool.uv.sources.
        key = "%s[%s] %s" % (canonicalize_name(read.name), ",".join(sorted(map(canonicalize_name, read.extras))), ",".join(specifiers(read.specifier)))
        bits = [read.marker is None or read.marker.evaluate(place) for place in places]
        counts[key] = counts.get(key, 0) | int("".join("1" if bit else "0" for bit in bits) or "0", 2)
    everywhere = 2 ** len(places) - 1
    return [key if bits == everywhere else "%s; where %x" % (key, hash_of(bits)) for key, bits in counts.items()]


def hash_of(bits: int) -> int:
    return bits % (2**61 - 1)


def environments(extras: list[str]) -> list[dict[str, str]]:
    return [
        {
            "python_version": python, "python_full_version": python + ".9", "implementation_version": python + ".9",
            "sys_platform": platform, "platform_system": system, "os_name": family, "platform_machine": machine,
            "platform_python_implementation": program, "implementation_name": implementation, "extra": extra,
        }
        for python, (platform, system, family), machine, (program, implementation), extra
        in itertools.product(PYTHONS, PLATFORMS, MACHINES, PROGRAMS, extras)
    ]


def specifiers(found: SpecifierSet) -> list[str]:
    return sorted(part for one in found for part in bounds(one.operator, one.version))


def bounds(operator: str, version: str) -> list[str]:
    if operator == "==" and version.endswith(".*"):
        release = [int(part) for part in version[:-2].split(".")]
        above = ".".join(map(str, [*release[:-1], release[-1] + 1]))
        return bounds(">=", version[:-2]) + bounds("<", above)
    return [operator + (version if operator in ("~=", "===") or version.endswith(".*") else canonicalize_version(version))]


main()
