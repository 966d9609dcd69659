"""No byte of a sealed file changes unseen."""

import hashlib
import random
import re

from nrc_platform.documents.seals.checking import check_all
from nrc_platform.documents.seals.report import Verdict
from nrc_platform.documents.seals.sealing import Sealed

HASHED, CHECKED = 2_000, 300


def flipped(content: bytes, place: int, mask: int) -> bytes:
    changed = bytearray(content)
    changed[place] ^= mask
    return bytes(changed)


def test_the_hash_of_the_file_sees_every_byte(final: Sealed) -> None:
    seen = 0
    for _ in range(HASHED):
        changed = flipped(
            final.content, random.randrange(len(final.content)), random.randrange(1, 256)
        )
        seen += hashlib.sha256(changed).hexdigest() != final.sha256
    assert seen == HASHED


def test_the_seal_alone_sees_every_byte_that_it_covers(presented: Sealed) -> None:
    found = re.search(rb"/Contents <[0-9a-fA-F]+>", presented.content)
    assert found is not None
    start, end = found.span()
    places = [*range(start + len("/Contents ")), *range(end, len(presented.content))]
    changed = [
        flipped(presented.content, place, 1 << random.randrange(8))
        for place in random.sample(places, CHECKED)
    ]
    verdicts = [report.verdict for report in check_all([presented.content, *changed])]
    assert verdicts.pop(0) is Verdict.SEALED
    assert len(verdicts) == CHECKED
    assert Verdict.SEALED not in verdicts
    assert Verdict.BYTES_ADDED not in verdicts
    assert Verdict.CONTENT_CHANGED in verdicts


def test_a_byte_changed_in_what_the_file_carries_is_told_as_such(final: Sealed) -> None:
    found = re.search(rb"/Type ?/EmbeddedFile.*?stream\r?\n", final.content, re.DOTALL)
    assert found is not None
    changed = [flipped(final.content, found.end() + at, 1) for at in range(20, 220, 20)]
    assert {report.verdict for report in check_all(changed)} == {Verdict.CONTENT_CHANGED}
