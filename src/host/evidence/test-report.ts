/** A pytest plugin that writes a JSON line for each test and each file that cannot be collected: node id, ending, and of what failed the line that tells why. */
export const TEST_REPORT = `
import json, os, re

import pytest

endings = {}
reasons = {}


def reason_of(report):
    lines = [line[1:].strip() for line in report.longreprtext.splitlines() if line.startswith("E ")]
    named = [line for line in lines if re.match(r"[\\w.]+(?:Error|Exception|Warning|Exit|Interrupt)\\b|[\\w.]+: ", line)]
    return (named[-1] if named else lines[0])[:200] if lines else ""


def pytest_runtest_logreport(report):
    before = endings.get(report.nodeid)
    if report.when == "call":
        ending = "passed" if report.passed else "skipped" if report.skipped else "failed"
    elif report.failed:
        ending = "error"
    elif report.skipped:
        ending = "skipped"
    else:
        return
    if before in (None, "passed", "skipped"):
        endings[report.nodeid] = ending
        if report.failed:
            reasons[report.nodeid] = reason_of(report)


def pytest_collectreport(report):
    if report.failed:
        endings[report.nodeid or "."] = "error"
        reasons[report.nodeid or "."] = reason_of(report)


def pytest_sessionfinish(session):
    with open(os.environ["PYSTD_TEST_REPORT"], "w", encoding="utf-8") as file:
        json.dump({"pytest": pytest.__version__, "endings": endings, "reasons": reasons}, file)
`;
