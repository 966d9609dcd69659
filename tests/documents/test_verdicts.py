"""The verdict on a file: the hash of the whole file first, then what its seal says."""

import hashlib
import random
from typing import Any

import pytest

from nrc_platform.core import clock
from nrc_platform.documents import services
from nrc_platform.documents.models import Document, Standing
from nrc_platform.documents.seals.checking import check
from nrc_platform.documents.seals.report import PRESENTED, Embedded, Report, Verdict
from nrc_platform.documents.seals.sealing import Sealed
from nrc_platform.documents.verdicts import (
    CARRIED,
    Around,
    Change,
    Code,
    Round,
    bears_our_name,
    decide,
    decide_reference,
)
from tests.documents.factories import DocumentFactory

pytestmark = pytest.mark.django_db


def keep(content: bytes, standing: str = Standing.FINAL, **more: Any) -> Document:
    """Register bytes as a document of that standing."""
    seal = {} if standing == Standing.ISSUED else {"certificate_sha256": "c" * 64}
    return DocumentFactory(
        blob=services.put(content), standing=standing, kind="tests.paper", **seal, **more
    )


def asked(content: bytes) -> services.Answer:
    return services.verify_sha256(hashlib.sha256(content).hexdigest())


def test_the_final_file_is_authentic(final: Sealed) -> None:
    keep(final.content)
    found = decide(asked(final.content), Around(), check(final.content))
    assert (found.code, found.title, found.is_authentic) == ("authentic", "Authentique", True)
    assert "Aucun octet n’a changé" in found.text


def test_no_single_byte_changed_leaves_a_final_file_authentic(final: Sealed) -> None:
    keep(final.content)
    dice, content = random.Random(8), bytearray(final.content)
    assert decide(asked(bytes(content))).is_authentic
    authentic = 0
    for place in dice.sample(range(len(content)), 2000):
        kept = content[place]
        content[place] ^= dice.randint(1, 255)
        authentic += decide(asked(bytes(content))).is_authentic
        content[place] = kept
    assert authentic == 0


def test_what_was_presented_is_never_taken_for_the_final_file(
    presented: Sealed, final: Sealed
) -> None:
    shown = keep(presented.content, Standing.PRESENTED, key="k", replaced_at=clock.now())
    keep(final.content, key="k", version=2, reference=shown.reference)
    found = decide(asked(presented.content), Around(Round("complete", 5, 5)))
    assert (found.code, found.title) == (Code.PRESENTED, "Présenté, signé depuis")
    assert "La version signée et scellée existe" in found.text
    assert services.verify_reference(shown.reference).document.standing == Standing.FINAL  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("state", "signed", "sentence"),
    [
        ("open", 2, "2 personnes sur 5 ont signé. Il n’a pas encore de valeur d’accord."),
        ("open", 1, "1 personne sur 5 a signé."),
        ("completing", 5, "tous ont signé, et la version scellée se prépare"),
        ("void", 2, "n’attend plus de signature\u00a0: le tour de signature a été repris"),
        ("declined", 2, "n’attend plus de signature\u00a0: une personne a refusé de signer"),
        ("expired", 2, "n’attend plus de signature\u00a0: le délai pour signer est passé"),
    ],
)
def test_a_presented_file_says_where_its_round_stands(
    state: str, signed: int, sentence: str
) -> None:
    keep(b"%PDF presented", Standing.PRESENTED)
    found = decide(asked(b"%PDF presented"), Around(Round(state, signed, 5)))
    assert found.code is Code.PRESENTED
    assert sentence in found.text


def test_a_file_with_a_newer_version_is_superseded() -> None:
    old = keep(b"%PDF old", key="k", replaced_at=clock.now())
    assert decide(asked(b"%PDF old")).title.startswith("Retiré le")
    keep(b"%PDF new", key="k", version=2)
    found = decide(asked(b"%PDF old"))
    assert (found.code, found.is_authentic) == (Code.SUPERSEDED, False)
    assert found.title.startswith("Remplacé le")
    assert decide_reference(services.verify_reference(old.reference)).code is Code.SUPERSEDED


def test_a_convention_with_a_signed_avenant_is_read_with_it() -> None:
    keep(b"%PDF final")
    found = decide(asked(b"%PDF final"), Around(change=Change(1, clock.now())))
    assert found.code is Code.SUPERSEDED
    assert "Ce fichier est authentique, mais l’avenant n°\u00a01, signé le" in found.text
    assert found.text.endswith("a changé des clauses\u00a0: lisez-les ensemble.")


def test_a_printed_paper_without_seal_is_identical_to_the_original() -> None:
    keep(b"%PDF issued", Standing.ISSUED)
    found = decide(asked(b"%PDF issued"))
    assert (found.code, found.title) == (Code.AUTHENTIC, "Identique à l’original")


def test_bytes_added_after_the_seal_are_counted(final: Sealed) -> None:
    keep(final.content)
    forged = final.content + b"%" + b"x" * 213
    found = decide(asked(forged), Around(), check(forged))
    assert (found.code, found.title) == (Code.MODIFIED, "Modifié après le cachet")
    assert "mais 214\u00a0octets ont été ajoutés ensuite" in found.text


def test_a_file_cut_short_is_said_cut(final: Sealed) -> None:
    keep(final.content)
    cut = final.content[: len(final.content) - 900]
    assert not bears_our_name(b"%PDF-1.7 of somebody else")
    found = decide(asked(cut), Around(), check(cut), named=bears_our_name(cut))
    assert (found.code, found.title) == (Code.MODIFIED, "Coupé ou abîmé")
    assert decide(asked(cut), Around(), check(cut)).code is Code.UNKNOWN


@pytest.mark.parametrize(
    ("verdict", "code", "word"),
    [
        (Verdict.REVISION_ADDED, Code.MODIFIED, "une révision de 30\u00a0octets"),
        (Verdict.CONTENT_CHANGED, Code.MODIFIED, "le contenu a été changé"),
        (Verdict.SEALED, Code.MODIFIED, "n’est pas un de ceux que nous avons délivrés"),
        (Verdict.OTHER_ISSUER, Code.FOREIGN, "ce n’est pas celui de la plateforme"),
        (Verdict.CERTIFICATE_EXPIRED, Code.UNKNOWN, "en dehors des dates"),
        (Verdict.CERTIFICATE_REVOKED, Code.UNKNOWN, "révoqué"),
        (Verdict.UNSEALED, Code.UNKNOWN, "Nous n’avons jamais produit ce fichier"),
        (Verdict.UNREADABLE, Code.UNKNOWN, "Nous n’avons jamais produit ce fichier"),
    ],
)
def test_an_unknown_file_says_what_its_seal_says(verdict: Verdict, code: Code, word: str) -> None:
    found = decide(asked(b"never ours"), Around(), Report(verdict, added=30))
    assert found.code is code
    assert word in found.text


def test_a_final_file_that_carries_another_presented_file_is_refused() -> None:
    keep(b"%PDF final")
    report = Report(Verdict.SEALED, attachments=(Embedded(CARRIED, "b" * 64),))
    found = decide(asked(b"%PDF final"), Around(presented_sha256="a" * 64), report)
    assert (found.code, found.title) == (Code.MODIFIED, "Pièce étrangère")
    assert decide(asked(b"%PDF final"), Around(presented_sha256="b" * 64), report).is_authentic


def test_our_seal_on_a_file_we_never_issued_proves_nothing(presented: Sealed) -> None:
    report = check(presented.content)
    assert (report.verdict, report.field) == (Verdict.SEALED, PRESENTED)
    assert decide(asked(presented.content), Around(), report).code is Code.MODIFIED
