"""The job of docs-gating on LibCST: serve /docs and /redoc only where a boolean setting says so.

    python libcst_docs_gating.py ROOT LIST RESULT [--prefilter]

LIST holds paths of Python files below ROOT, one a line; RESULT becomes a JSON object of new texts by path. Nothing else is written.
Names are resolved with LibCST's QualifiedNameProvider. With --prefilter only files are parsed that hold one of the names as text.
"""
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import libcst as cst
from libcst.codemod import CodemodContext
from libcst.codemod.visitors import AddImportsVisitor
from libcst.metadata import MetadataWrapper, QualifiedNameProvider, QualifiedNameSource

FASTAPI = "fastapi.FastAPI"
SETTINGS = {"pydantic_settings.BaseSettings", "pydantic.BaseSettings"}
TEXTS = ("FastAPI", "BaseSettings")
PAGES = {"docs_url": "/docs", "redoc_url": "/redoc"}
FLAG = "DEBUG"


@dataclass
class Found:
    """What one file holds."""

    apps: int = 0
    classes: dict = field(default_factory=dict)
    objects: dict = field(default_factory=dict)


class Finder(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (QualifiedNameProvider,)

    def __init__(self):
        self.found = Found()

    def means(self, node):
        return {name.name for name in self.get_metadata(QualifiedNameProvider, node, set())}

    def visit_ClassDef(self, node):
        if any(self.means(base.value) & SETTINGS for base in node.bases):
            self.found.classes[node.name.value] = field_names(node)

    def visit_Assign(self, node):
        target = node.targets[0].target
        if isinstance(target, cst.Name) and isinstance(node.value, cst.Call):
            for name in self.get_metadata(QualifiedNameProvider, node.value.func, set()):
                if name.source is QualifiedNameSource.LOCAL and name.name in self.found.classes:
                    self.found.objects[target.value] = name.name

    def visit_Call(self, node):
        if FASTAPI in self.means(node.func):
            self.found.apps += 1


def field_names(definition):
    return [
        statement.target.value
        for line in definition.body.body
        if isinstance(line, cst.SimpleStatementLine)
        for statement in line.body
        if isinstance(statement, cst.AnnAssign) and isinstance(statement.target, cst.Name)
    ]


def spelled_like(names):
    """The flag in the case most fields have."""
    lower = sum(name == name.lower() for name in names)
    return FLAG.lower() if lower * 2 > len(names) else FLAG


class AddField(cst.CSTTransformer):
    def __init__(self, name, flag):
        self.name, self.flag = name, flag

    def leave_ClassDef(self, original_node, updated_node):
        if original_node.name.value != self.name:
            return updated_node
        body = list(updated_node.body.body)
        last = max(index for index, line in enumerate(body) if is_field(line))
        body.insert(last + 1, cst.parse_statement(f"{self.flag}: bool = False\n"))
        return updated_node.with_changes(body=updated_node.body.with_changes(body=body))


def is_field(line):
    return isinstance(line, cst.SimpleStatementLine) and isinstance(line.body[0], cst.AnnAssign)


class GateDocs(cst.CSTTransformer):
    METADATA_DEPENDENCIES = (QualifiedNameProvider,)

    def __init__(self, holder, flag):
        self.holder, self.flag = holder, flag

    def leave_Call(self, original_node, updated_node):
        names = self.get_metadata(QualifiedNameProvider, original_node.func, set())
        if FASTAPI not in {name.name for name in names}:
            return updated_node
        given = {argument.keyword.value for argument in updated_node.args if argument.keyword}
        wanted = [
            cst.Arg(
                keyword=cst.Name(page),
                value=cst.parse_expression(f'"{path}" if {self.holder}.{self.flag} else None'),
                equal=cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace("")),
            )
            for page, path in PAGES.items()
            if page not in given
        ]
        args = [*updated_node.args, *wanted]
        inner, outer = line_break("    "), line_break("")
        spread = [
            argument.with_changes(comma=cst.Comma(whitespace_after=inner if index < len(args) - 1 else outer))
            for index, argument in enumerate(args)
        ]
        return updated_node.with_changes(args=spread, whitespace_before_args=inner)


def line_break(indent):
    return cst.ParenthesizedWhitespace(indent=True, last_line=cst.SimpleWhitespace(indent))


def holder_in(wrapper, dotted):
    """The name under which a module has the settings object in sight, if it has."""

    class Names(cst.CSTVisitor):
        METADATA_DEPENDENCIES = (QualifiedNameProvider,)
        found = None

        def visit_Name(self, node):
            names = self.get_metadata(QualifiedNameProvider, node, set())
            if any(name.name == dotted and name.source is QualifiedNameSource.IMPORT for name in names):
                self.found = self.found or node.value

    names = Names()
    wrapper.visit(names)
    return names.found


def main(root, listing, result, prefilter):
    wrappers, found, projects, new = {}, {}, {}, {}
    for path in Path(listing).read_text().splitlines():
        text = Path(root, path).read_bytes().decode("utf-8")
        if prefilter and not any(name in text for name in TEXTS):
            continue
        wrapper = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
        finder = Finder()
        wrapper.visit(finder)
        if finder.found.apps or finder.found.classes:
            wrappers[path], found[path] = wrapper, finder.found
    for path, here in found.items():
        for name, owner in here.objects.items():
            projects.setdefault(project_of(root, path), []).append((path, name, owner))
    for path, here in found.items():
        settings = projects.get(project_of(root, path), [])
        if here.apps == 0 or len(settings) != 1:
            continue
        home, name, owner = settings[0]
        fields = found[home].classes[owner]
        flag = next((one for one in fields if one.lower() == FLAG.lower()), None)
        if flag is None:
            flag = spelled_like(fields)
            new[home] = wrappers[home].module.visit(AddField(owner, flag)).code
        module = dotted_name(home, project_of(root, path))
        holder = holder_in(wrappers[path], f"{module}.{name}")
        gated = wrappers[path].visit(GateDocs(holder or name, flag))
        if holder is None:
            context = CodemodContext()
            AddImportsVisitor.add_needed_import(context, module, name)
            gated = AddImportsVisitor(context).transform_module(gated)
        new[path] = gated.code
    Path(result).write_text(json.dumps(new, sort_keys=True))


def project_of(root, path):
    """The nearest folder above with a manifest."""
    return next((str(folder) for folder in PurePosixPath(path).parents if Path(root, folder, "pyproject.toml").exists()), ".")


def dotted_name(path, project):
    return ".".join(PurePosixPath(path).relative_to(project).with_suffix("").parts)


if __name__ == "__main__":
    main(*sys.argv[1:4], prefilter="--prefilter" in sys.argv)
