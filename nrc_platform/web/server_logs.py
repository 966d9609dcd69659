"""What the web server itself writes: its lines hide links as ours do."""

import logging
from typing import Any

from gunicorn.glogging import Logger

from nrc_platform.web.logs import Formatter


class LinkHidingLogger(Logger):
    """Gunicorn's logger, access log included if somebody turns it on."""

    def setup(self, cfg: Any) -> None:
        """Give each line of the server our formatter, in its own format."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                former = handler.formatter or logging.Formatter()
                style = former._style  # noqa: SLF001
                handler.setFormatter(Formatter(style._fmt, former.datefmt))  # noqa: SLF001
