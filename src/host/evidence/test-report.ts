/** A pytest plugin that writes a JSON line for each test and each file that cannot be collected: node id and ending. */
export const TEST_REPORT = `
import json, os

import pytest

endings = {}


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


def pytest_collectreport(report):
    if report.failed:
        endings[report.nodeid or "."] = "error"


def pytest_sessionfinish(session):
    with open(os.environ["PYSTD_TEST_REPORT"], "w", encoding="utf-8") as file:
        json.dump({"pytest": pytest.__version__, "endings": endings}, file)
`;
