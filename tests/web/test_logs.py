"""Lines of the log: the token of a link is in none of them."""

import io
import logging
import logging.config
import sys
from typing import Any

import pytest
from django.conf import settings
from gunicorn.config import Config

from nrc_platform.web.logs import Formatter, hide_links
from nrc_platform.web.server_logs import LinkHidingLogger
from tests.house.source import ROOT

TOKEN = "DxNz8arzegvWdftko7AZLqbifD7cAVh3O7EBqm-K_GE"
SERVER = "nrc_platform.web.server_logs.LinkHidingLogger"


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (f"GET /s/{TOKEN}/ HTTP/1.1", "GET /s/***/ HTTP/1.1"),
        (f"'http://lycee.example/s/{TOKEN}'", "'http://lycee.example/s/***'"),
        (f"/s/{TOKEN}?a=1 and /s/{TOKEN}/plus/", "/s/***?a=1 and /s/***/plus/"),
        ("/epreuves/fiches/12/", "/epreuves/fiches/12/"),
        ("/stages/12/", "/stages/12/"),
    ],
)
def test_a_token_is_written_as_stars(line: str, written: str) -> None:
    assert hide_links(line) == written


def failed(path: str) -> Exception:
    """Return an error whose sentence holds the address."""
    try:
        raise RuntimeError(f"no answer at {path}")
    except RuntimeError as error:
        return error


def test_our_log_writes_no_token_not_even_in_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    handler = settings.LOGGING["handlers"]["console"]
    shape = settings.LOGGING["formatters"][handler["formatter"]]
    logger = logging.Logger("django.request")
    logger.addHandler(logging.StreamHandler(stream))
    logger.handlers[0].setFormatter(Formatter(shape["format"]))
    logger.error("Internal Server Error: %s", f"/s/{TOKEN}/", exc_info=failed(f"/s/{TOKEN}/"))
    assert shape["()"] == f"{Formatter.__module__}.{Formatter.__qualname__}"
    assert "Internal Server Error: /s/***/" in stream.getvalue()
    assert "no answer at /s/***/" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


@pytest.mark.parametrize("access_log", [None, "-"])
def test_the_server_s_log_writes_no_token(
    access_log: str | None, capfd: pytest.CaptureFixture[str]
) -> None:
    config: Any = Config()
    config.set("accesslog", access_log)
    log = LinkHidingLogger(config)
    log.error("Error handling request %s %s", "GET", f"/s/{TOKEN}/")
    log.access_log.info(f'"GET /s/{TOKEN}/ HTTP/1.1" 200')
    written = "".join(capfd.readouterr())
    assert "Error handling request GET /s/***/" in written
    assert ('"GET /s/***/ HTTP/1.1" 200' in written) is bool(access_log)
    assert TOKEN not in written


def test_the_server_is_started_with_that_log() -> None:
    web = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()[0]
    assert f"--logger-class {SERVER}" in web
    assert f"{LinkHidingLogger.__module__}.{LinkHidingLogger.__qualname__}" == SERVER
