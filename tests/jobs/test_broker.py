"""The embedded broker: a reader never finds half a file."""

from collections.abc import Iterator
from pathlib import Path
from queue import Empty

import pytest
from django.conf import settings
from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.transport import filesystem

from nrc_platform.celery import app
from nrc_platform.jobs.broker import Channel, Transport


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[Channel]:
    options = {
        "data_folder_in": str(tmp_path / "messages"),
        "data_folder_out": str(tmp_path / "messages"),
        "control_folder": str(tmp_path / "control"),
    }
    (tmp_path / "messages").mkdir()
    with Connection("filesystem://", transport=Transport, transport_options=options) as link:
        yield link.channel()


def test_the_product_uses_it_unless_redis_is_set() -> None:
    with app.connection_for_write() as link:
        assert isinstance(link.transport, Transport) is not bool(settings.REDIS_URL)


def test_a_message_comes_back_and_leaves_nothing(channel: Channel, tmp_path: Path) -> None:
    channel._put("work", {"body": "été"})
    assert channel._size("work") == 1
    assert channel._get("work") == {"body": "été"}
    assert list((tmp_path / "messages").iterdir()) == []


def test_a_message_appears_whole(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    write = Path.write_text

    def slow(path: Path, text: str, **options: object) -> int:
        path.touch()
        seen.append(channel._size("work"))
        return write(path, text, encoding="utf-8")

    monkeypatch.setattr(Path, "write_text", slow)
    channel._put("work", {"body": "x"})
    assert seen == [0]
    assert channel._size("work") == 1


def test_an_empty_message_is_left_out_and_the_next_one_read(
    channel: Channel, tmp_path: Path
) -> None:
    (tmp_path / "messages" / "0_broken.work.msg").touch()
    channel._put("work", {"body": "after"})
    with pytest.raises(Empty):
        channel._get("work")
    assert channel._get("work") == {"body": "after"}


def test_a_full_disk_leaves_no_half_message(
    channel: Channel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *args: object, **options: object) -> int:
        path.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(ChannelError):
        channel._put("work", {"body": "x"})
    assert list((tmp_path / "messages").iterdir()) == []


def test_a_table_of_queues_is_never_seen_empty(
    channel: Channel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies on the disk just before the writer has its lock."""
    seen: list[str] = []
    lock = filesystem.lock

    def look(file: object, flags: int) -> None:
        seen.append((tmp_path / "control" / "bell.exchange").read_text(encoding="utf-8"))
        lock(file, flags)

    monkeypatch.setattr(filesystem, "lock", look)
    channel._queue_bind("bell", "key", "", "one")
    channel._queue_bind("bell", "key", "", "two")
    assert "" not in seen
    assert [row.queue for row in channel.get_table("bell")] == ["two", "one"]
