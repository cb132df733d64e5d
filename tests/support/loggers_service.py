"""Runs a module before and after, and tells what it printed or recorded: reads {"modules": [{"before", "after", "library"}]} and writes the events."""

import io
import json
import logging
import sys
import types


class Shelf:
    def __str__(self):
        return "shelf {1} of 100%"


def recorded(library, events):
    """Sends what the library records to `events`."""
    if library == "loguru":
        from loguru import logger

        logger.remove()
        logger.add(lambda message: events.append([message.record["level"].name, message.record["message"], message.record["exception"] is not None]), level=0, format="{message}")
    elif library == "structlog":
        import structlog

        def keep(_, method, event):
            events.append([{"exception": "ERROR"}.get(method, method.upper()), str(event["event"]), bool(event.get("exc_info"))])
            raise structlog.DropEvent

        structlog.configure(processors=[keep], wrapper_class=structlog.make_filtering_bound_logger(0), cache_logger_on_first_use=False)
    root = logging.getLogger()
    root.setLevel(1)

    class Keeper(logging.Handler):
        def emit(self, record):
            events.append([record.levelname, record.getMessage(), bool(record.exc_info)])

    root.handlers[:] = [Keeper()]


def run(text, library):
    events = []
    recorded(library, events)
    module = types.ModuleType("shop.books")
    sys.modules["shop.books"] = module

    def keep(*values, file=None, **options):
        stream = io.StringIO()
        print(*values, file=stream, **options)
        events.append(["STDERR" if file is sys.stderr else "STDOUT", stream.getvalue().removesuffix("\n"), False])

    # A name of the module goes before the builtin: what the module prints is kept.
    module.print = keep
    exec(compile(text, "books.py", "exec"), module.__dict__)
    for values in (("a {book}", 1), (Shelf(), {"a": "%s"}), (("tu", "ple"), None), (3.5, [Shelf]), ("100%", ())):
        module.tell(*values)
    return events


request = json.load(sys.stdin)
answer = [{"before": run(one["before"], one["library"]), "after": run(one["after"], one["library"])} for one in request["modules"]]
json.dump(answer, sys.stdout)
