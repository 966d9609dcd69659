"""pytest plug-in: collect the marks, or run each test that has a rule without that rule."""

import os
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.house import proof

# Which rule of a test goes in this run: its first, its second… Nothing: only collect.
TURN = os.environ.get("NRC_PROOF_TURN", "")
REPORT = Path(os.environ.get("NRC_PROOF_REPORT", "proof.json"))


def marks(item: pytest.Item) -> list[dict[str, Any]]:
    """Return the requirements of a test, the nearest mark first."""
    return [
        {"test": item.nodeid, "number": number, "rule": mark.kwargs.get("rule")}
        for mark in item.iter_markers("req")
        for number in mark.args
    ]


def rules(item: pytest.Item) -> list[str]:
    """Return the different rules of a test."""
    return list(dict.fromkeys(mark["rule"] for mark in marks(item) if mark["rule"]))


class Collector:
    """Writes down what each test claims."""

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Write the list; the tests do not run."""
        found = [mark for item in session.items for mark in marks(item)]
        REPORT.write_bytes(orjson.dumps(found))


class Disabler:
    """Runs each test without one of its rules and writes down what became of it."""

    def __init__(self, turn: int) -> None:
        self.turn = turn
        self.handle: proof.Disabled | None = None
        self.seen: dict[str, dict[str, Any]] = {}

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Keep the tests that have a rule for this turn."""
        kept = [item for item in items if len(rules(item)) > self.turn]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Take the rule away around the whole test."""
        rule = rules(item)[self.turn]
        entry = self.seen[item.nodeid] = {"test": item.nodeid, "rule": rule, "outcome": "setup"}
        with ExitStack() as stack:
            try:
                self.handle = stack.enter_context(proof.disabled(rule))
            except proof.UnknownRule:
                entry["outcome"] = "unknown"
            result = yield
        self.handle = None
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
    ) -> Generator[None, Any, Any]:
        """Take a constraint out of its table before the test's transaction opens."""
        if fixturedef.argname == "_django_db_helper" and self.handle is not None:
            self.handle.guard = request.getfixturevalue("django_db_blocker").unblock
            self.handle.drop()
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the outcome of the test itself, its setup apart."""
        entry = self.seen[report.nodeid]
        if report.when == "call" and entry["outcome"] != "unknown":
            entry["outcome"] = report.outcome

    def pytest_sessionfinish(self) -> None:
        """Write what was seen."""
        REPORT.write_bytes(orjson.dumps(list(self.seen.values())))


def pytest_configure(config: pytest.Config) -> None:
    """Choose what to do with the tests."""
    config.pluginmanager.register(Disabler(int(TURN)) if TURN else Collector(), "nrc-proof")
