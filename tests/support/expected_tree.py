"""Says for each edit whether the text after it means what CPython's own tree says it should mean.

Reads a JSON list of jobs from standard input: the texts before and after, the places of the statements concerned (line from 1, column in
UTF-8 bytes), what was done, and the code that was put in. Writes a JSON list of complaints, empty strings where all is well.
"""
import ast
import copy
import inspect
import json
import sys
import warnings

warnings.simplefilter("ignore")


def lists_in(tree):
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            statements = getattr(node, field, None)
            if isinstance(statements, list) and statements and isinstance(statements[0], ast.stmt):
                yield node, statements


def find(tree, place):
    for _, statements in lists_in(tree):
        for statement in statements:
            if [statement.lineno, statement.col_offset] == place:
                return statement, statements
    raise LookupError(f"there is no statement at {place}")


def position(statements, wanted):
    return next(index for index, statement in enumerate(statements) if statement is wanted)


def is_text(statement):
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)


def is_placeholder(statements):
    if len(statements) != 1:
        return False
    (only,) = statements
    return isinstance(only, ast.Pass) or (isinstance(only, ast.Expr) and isinstance(only.value, ast.Constant) and only.value.value is ...)


def documented(node):
    return isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))


def change(tree, job):
    code = ast.parse(job["code"]).body
    kind = job["kind"]
    found = [find(tree, place) for place in job["places"]]
    if kind == "remove":
        for statement, statements in found:
            del statements[position(statements, statement)]
        for _, statements in found:
            if not statements and statements is not tree.body:
                statements.append(ast.Pass())
        return
    statement, statements = found[0]
    at = position(statements, statement)
    if kind == "before":
        statements[at:at] = code
    elif kind == "after":
        statements[at + 1 : at + 1] = code
    elif kind == "replace":
        statements[at : at + 1] = code
    elif kind == "copy":
        statements[at + 1 : at + 1] = [copy.deepcopy(statement)]
    elif kind == "append":
        statement.body[:] = code if is_placeholder(statement.body) else [*statement.body, *code]
    elif kind == "prepend":
        first = 1 if documented(statement) and is_text(statement.body[0]) else 0
        statement.body[:] = code if is_placeholder(statement.body) else [*statement.body[:first], *code, *statement.body[first:]]
    elif kind == "docstring":
        keep = [] if is_placeholder(statement.body) else statement.body[1 if is_text(statement.body[0]) else 0 :]
        statement.body[:] = [*code, *keep]
    else:
        raise LookupError(kind)


def meaning(tree):
    for _, statements in lists_in(tree):
        for statement in filter(is_text, statements):
            statement.value.value = inspect.cleandoc(statement.value.value)
    return ast.dump(tree)


def complaint(job):
    try:
        wanted = ast.parse(job["before"].encode())
        change(wanted, job)
        raw = job["kind"] in ("remove", "before", "after", "replace", "append", "prepend")
        say = ast.dump if raw else meaning
        return "" if say(wanted) == say(ast.parse(job["after"].encode())) else "the meaning is another"
    except (SyntaxError, LookupError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


json.dump([complaint(job) for job in json.load(sys.stdin)], sys.stdout)
