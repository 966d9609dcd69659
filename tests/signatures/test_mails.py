"""Subjects of the mails to signers: verb, date and object, whole, in sixty signs."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nrc_platform.notifications.mails import SUBJECT_LENGTH, fitting
from nrc_platform.signatures.facts import Invitation
from nrc_platform.signatures.mails import Invited, LinkRenewed, Reminded

LATE = datetime(2026, 12, 24, 17, tzinfo=UTC)
FACTS = Invitation(
    name="Denis Orain",
    capacities="représentant de l’entreprise",
    label="convention de stage de Zoé Dupré",
    title="Convention CV-26-0019",
    school="Lycée Marie-Curie",
    school_email="",
    school_phone="",
    due_at=LATE,
    signer="1",
    has_account=False,
)
LONG = replace(FACTS, label="convention de stage de Marie-Antoinette de La Rochefoucauld")
AVENANT = replace(
    LONG, label=f"avenant 1 à la {LONG.label}", title="Avenant 1, convention CV-26-0019"
)
ATTESTATION = replace(
    LONG, label=f"attestation, {LONG.label}", title="Attestation, convention CV-26-0019"
)
COLON = "\u00a0:"


@pytest.mark.parametrize(
    ("mail", "subject"),
    [
        (Invited(LONG, ""), f"À signer avant le 24 décembre{COLON} Convention CV-26-0019"),
        (Invited(AVENANT, ""), f"À signer avant le 24/12{COLON} Avenant 1, convention CV-26-0019"),
        (
            Invited(ATTESTATION, ""),
            f"À signer avant le 24/12{COLON} Attestation, convention CV-26-0019",
        ),
        (LinkRenewed(FACTS, ""), f"Nouveau lien{COLON} convention de stage de Zoé Dupré"),
        (Reminded(LONG, ""), f"Rappel, à signer avant le 24/12{COLON} Convention CV-26-0019"),
        (Reminded(AVENANT, ""), f"Rappel avant le 24/12{COLON} Avenant 1, convention CV-26-0019"),
        (
            Reminded(ATTESTATION, ""),
            f"Rappel avant le 24/12{COLON} Attestation, convention CV-26-0019",
        ),
        (
            Reminded(FACTS, "", documents=("a", "b")),
            f"Rappel, à signer avant le 24 décembre{COLON} 2\u00a0documents",
        ),
    ],
)
def test_a_subject_keeps_the_number_whole(
    mail: Invited | LinkRenewed | Reminded, subject: str
) -> None:
    assert mail.subject().replace("24\u00a0décembre", "24 décembre") == subject
    assert len(mail.subject()) <= SUBJECT_LENGTH


def test_a_subject_that_nothing_shortens_is_cut_between_words() -> None:
    cut = fitting("mot " * 40)
    assert len(cut) <= SUBJECT_LENGTH
    assert cut.endswith("mot…")
