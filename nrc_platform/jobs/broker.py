"""
The embedded broker: kombu's files, written so that a reader never finds half of one.

Kombu creates a file, then fills it: a worker that looks in between reads nothing, takes it for
broken JSON and dies (celery/kombu issue 1551). Here a file appears whole, by renaming. A message
that is broken all the same is left out: the sweeper rings again for its job.
"""

import logging
import os
from contextlib import suppress
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """A channel whose messages and tables of queues appear whole."""

    def _put(  # type: ignore[override]  # the two parents name the second argument differently
        self, queue: str, message: Any, **kwargs: Any
    ) -> None:
        stem = Path(self.data_folder_out) / f"{round(monotonic() * 1000)}_{uuid4()}"
        part = stem.with_name(f"{stem.name}.part")
        try:
            part.write_text(dumps(message), encoding="utf-8")
            part.rename(stem.with_name(f"{stem.name}.{queue}.msg"))
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise ChannelError(f"Cannot add a message to {queue!r}.") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        try:
            return super()._get(queue)
        except ValueError as error:
            logger.warning("A broken message of %s was left out: %s", queue, error)
            raise Empty from error

    def _queue_bind(self, exchange: str, *names: Any, **named: Any) -> None:
        if not self.get_table(exchange):  # it refuses a name that would leave the folder
            table = Path(self.control_folder) / f"{exchange}.exchange"
            table.parent.mkdir(parents=True, exist_ok=True)
            part = table.with_name(f"{uuid4()}.part")
            part.write_text("[]", encoding="utf-8")
            with suppress(FileExistsError):
                os.link(part, table)
            part.unlink()
        super()._queue_bind(exchange, *names, **named)


class Transport(filesystem.Transport):
    """The transport of `filesystem://` with our channel."""

    Channel = Channel
