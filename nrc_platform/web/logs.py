"""How a line of the log is written: the token of a link never is."""

import logging
import re

# « /s/<token>/ » opens somebody's act: whoever reads the log must not be able to.
_LINK = re.compile(r"(/s/)[^/\s?#'\"<>]+")
HIDDEN = r"\1***"


def hide_links(text: str) -> str:
    """Return the text with the token of each link replaced by stars."""
    return _LINK.sub(HIDDEN, text)


class Formatter(logging.Formatter):
    """Writes a line, its traceback included, without any token."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole text of the record."""
        return hide_links(super().format(record))
