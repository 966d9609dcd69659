"""Bytes on disk, named by their own hash: written whole or not at all, never written over."""

import errno
import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from nrc_platform.jobs.errors import TryAgain

_FULL = {errno.ENOSPC, errno.EDQUOT}
DISK_FULL = (
    "Le disque du serveur est plein : le fichier n’a pas été enregistré, rien n’est perdu. "
    "Libérez de la place ; le travail reprendra seul."
)


class DiskFull(TryAgain):
    """No room left; the work is tried again later."""

    code = "disk_full"

    def __init__(self) -> None:
        super().__init__(DISK_FULL)


def digest(content: bytes) -> str:
    """Return the SHA-256 that names the content."""
    return hashlib.sha256(content).hexdigest()


def path_of(sha256: str) -> Path:
    """Return where the content of that hash lies."""
    return Path(settings.DOCUMENTS_DIR) / sha256[:2] / sha256[2:4] / sha256


def write(content: bytes) -> str:
    """Keep the content and return its hash; content already kept whole is not written again."""
    sha256 = digest(content)
    target = path_of(sha256)
    if target.exists() and target.stat().st_size == len(content):
        return sha256
    write_whole(target, content)
    return sha256


def write_whole(target: Path, content: bytes) -> None:
    """
    Write a file that a reader, or a crash, finds either whole or not at all.

    A temporary file is filled, flushed to the disk and renamed.
    """
    try:
        _fill_and_rename(target, content)
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from error
        raise


def _fill_and_rename(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_file(sha256: str) -> BinaryIO:
    """Open the content of that hash for reading."""
    return path_of(sha256).open("rb")
