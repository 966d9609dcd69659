"""A job that does nothing but say when it began."""

from nrc_platform.core import clock
from nrc_platform.jobs.handlers import Finish, Run, handler


@handler
def tick(run: Run, *, number: str) -> Finish:
    """Answer the moment at which the worker began."""
    began = clock.now()
    return lambda: {"number": number, "began": began.isoformat()}
