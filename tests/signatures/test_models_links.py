"""Each constraint of links, codes and visits, with the sentence people read."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from nrc_platform.core import clock
from nrc_platform.core.errors import Invalid
from nrc_platform.core.rows import check_row
from tests.signatures.factories import (
    AccessLinkFactory,
    ChallengeFactory,
    LinkSessionFactory,
)

pytestmark = pytest.mark.django_db


def refused(row: Any, sentence: str) -> None:
    """The checks say the sentence, and the database refuses the row on its own."""
    with pytest.raises(Invalid, match=re.escape(sentence)):
        check_row(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


# --- links ----------------------------------------------------------------------------------


def test_one_link_to_an_act_lives() -> None:
    first = AccessLinkFactory()
    row = AccessLinkFactory.build(school=first.school, subject_id=first.subject_id, generation=2)
    refused(row, "Un lien vers cette page vient de partir")


def test_links_to_an_act_are_numbered() -> None:
    first = AccessLinkFactory(revoked=True)
    row = AccessLinkFactory.build(school=first.school, subject_id=first.subject_id)
    refused(row, "Ce numéro de lien est déjà pris.")


def test_a_revoked_link_says_why() -> None:
    row = AccessLinkFactory.build(
        school=AccessLinkFactory().school, revoked=True, revoked_reason=""
    )
    refused(row, "Un lien annulé porte la date et le motif.")


def test_a_link_expires_after_it_was_made() -> None:
    row = AccessLinkFactory.build(school=AccessLinkFactory().school, expires_at=clock.now())
    row.created_at = row.expires_at
    refused(row, "choisissez une date à venir")


@pytest.mark.parametrize("missing", ["name", "email"])
def test_a_link_goes_to_somebody(missing: str) -> None:
    row = AccessLinkFactory.build(school=AccessLinkFactory().school, **{missing: ""})
    refused(row, "Un lien va à une personne nommée")


def test_one_code_of_a_link_is_current() -> None:
    link = ChallengeFactory().link
    refused(ChallengeFactory.build(link=link), "utilisez le dernier reçu")


def test_a_code_is_tried_five_times_at_most() -> None:
    row = ChallengeFactory.build(link=AccessLinkFactory(), attempts=6)
    refused(row, "Un code s’essaie cinq fois au plus.")


def test_a_code_expires_after_it_left() -> None:
    row = ChallengeFactory.build(link=AccessLinkFactory())
    row.expires_at = row.created_at
    refused(row, "Un code expire après son envoi.")


def test_a_visit_begins_with_the_code() -> None:
    now = clock.now()
    row = LinkSessionFactory.build(
        link=AccessLinkFactory(), verified_at=now, last_seen_at=now - timedelta(seconds=1)
    )
    refused(row, "Une visite commence quand le code est donné.")
