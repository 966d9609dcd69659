"""Tests run side by side, except those that share one browser or drive a worker."""

from typing import Any

from xdist.scheduler.loadscope import LoadScopeScheduling

# Everything under such a path runs in one process, one after the other: one browser, one worker,
# one test database of the run that measures the sample tests.
TOGETHER = ("tests/browser/", "tests/jobs/test_worker", "tests/house/test_req_report")


class HouseScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Hand out tests one by one, the ones that belong together as one piece."""

    def _split_scope(self, nodeid: str) -> Any:
        return next((path for path in TOGETHER if nodeid.startswith(path)), nodeid)
