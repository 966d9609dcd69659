"""What the tests of seals share: sealing and printing once for all of them."""

from datetime import UTC, datetime

import pytest
import time_machine

from nrc_platform.documents.engine import Attached
from nrc_platform.documents.seals.sealing import FINAL, PRESENTED, Sealed, seal
from tests.conftest import NOON
from tests.documents.sealed import Authority, page

MOMENT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def bare() -> bytes:
    """The convention before its seal."""
    return page("Convention présentée à la signature, élève Alice.")


@pytest.fixture(scope="session")
def presented(bare: bytes) -> Sealed:
    """The convention as it is shown to those who sign, sealed at noon of the tests' day."""
    with time_machine.travel(NOON):
        return seal(bare, field=PRESENTED, reason="Présentation aux signataires")


@pytest.fixture(scope="session")
def final(presented: Sealed) -> Sealed:
    """The convention that everybody signed; it carries the one they were shown."""
    source = Attached(
        "document-presente.pdf", presented.content, "Document présenté", "Source", MOMENT
    )
    proof = Attached("preuve.json", b"{}", "Preuve", "Supplement", MOMENT)
    return seal(page("Signée par tous.", source, proof), field=FINAL, reason="Convention signée")


@pytest.fixture(scope="session")
def authority() -> Authority:
    """An authority that stamps rightly."""
    return Authority()
