"""Each constraint of signing, with the sentence people read."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import check_row
from nrc_platform.journal import moves
from nrc_platform.signatures.models import ConsentText, Evidence, Signer, SigningRequest
from nrc_platform.signatures.services.evidence import note
from nrc_platform.signatures.states import AWAITED, Event, Method, RequestState, SignerState
from tests.documents.factories import DocumentFactory, kept_blob
from tests.people.factories import UserFactory
from tests.signatures.factories import (
    SignerFactory,
    SigningRequestFactory,
)

pytestmark = pytest.mark.django_db


def refused(row: Any, sentence: str) -> None:
    """The checks say the sentence, and the database refuses the row on its own."""
    with pytest.raises(Invalid, match=re.escape(sentence)):
        check_row(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def build(**fields: Any) -> SigningRequest:
    """Return a round that is not saved, in the school of another one."""
    school = SigningRequestFactory().school
    row: SigningRequest = SigningRequestFactory.build(school=school, **fields)
    return row


def signer(**fields: Any) -> Signer:
    """Return a signer of a round, not saved."""
    request = fields.pop("request", None) or SigningRequestFactory()
    row: Signer = SignerFactory.build(request=request, **fields)
    return row


# --- rounds ---------------------------------------------------------------------------------


def test_a_round_has_its_own_number() -> None:
    first = SigningRequestFactory(void=True)
    row = build(kind=first.kind, subject_id=first.subject_id, round=first.round)
    refused(row, "Ce tour de signature existe déjà.")


def test_one_round_is_open_at_a_time() -> None:
    first = SigningRequestFactory()
    row = build(kind=first.kind, subject_id=first.subject_id, round=2)
    refused(row, "Un tour de signature est déjà en cours")


@pytest.mark.parametrize("state", ["complete", "void", "declined", "expired"])
def test_a_closed_round_is_dated(state: str) -> None:
    row = build(state=state, closed_at=None, closed_reason="Les dates changent.")
    refused(row, "Un tour clos porte la date de sa fin")


def test_an_open_round_bears_no_end() -> None:
    refused(build(closed_at=clock.now()), "un tour en cours n’en porte pas")


@pytest.mark.parametrize("trait", ["void", "declined"])
def test_a_round_that_ends_early_says_why(trait: str) -> None:
    refused(build(**{trait: True}, closed_reason=""), "Dites pourquoi le tour")


def test_rounds_count_from_one() -> None:
    refused(build(round=0), "se comptent à partir de 1")


FROZEN = {
    "facts": {"company": "Autre"},
    "facts_sha256": "f" * 64,
    "kind": "tests.other",
    "round": 7,
    "template": "convention@2",
    "opened_at": clock.now() - timedelta(days=3),
}


@pytest.mark.parametrize("name", FROZEN)
def test_what_is_frozen_never_changes(name: str) -> None:
    row = SigningRequestFactory()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        SigningRequest.objects.filter(pk=row.pk).update(**{name: FROZEN[name]})
    before = getattr(row, name)
    row.refresh_from_db()
    assert getattr(row, name) == before


def test_raw_sql_cannot_thaw_the_facts() -> None:
    row = SigningRequestFactory()
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("UPDATE signatures_signingrequest SET facts_sha256 = 'x'")
    row.refresh_from_db()
    assert row.facts_sha256 != "x"


def test_what_is_not_frozen_may_be_saved_whole() -> None:
    row = SigningRequestFactory()
    row.title = "Convention CV-27-0002"
    row.save()
    row.refresh_from_db()
    assert row.title == "Convention CV-27-0002"


# --- signers --------------------------------------------------------------------------------


@pytest.mark.req(58, rule="signer_signed_is_dated")
def test_a_signature_is_dated() -> None:
    row = signer(state=SignerState.SIGNED, method=Method.ONLINE)
    refused(row, "Une signature porte sa date et son moyen")


def test_who_has_not_signed_bears_no_date() -> None:
    refused(signer(signed_at=clock.now()), "une autre ligne n’en porte pas")


@pytest.mark.req(58, rule="signer_paper_is_vouched")
@pytest.mark.parametrize("missing", ["recorded_by", "signed_on", "scan"])
def test_a_paper_has_its_scan_its_day_and_who_vouched(missing: str) -> None:
    whole = {"recorded_by": UserFactory(), "signed_on": clock.today(), "scan": kept_blob()}
    row = signer(on_paper=True, **whole | {missing: None})
    refused(row, "la personne qui l’a enregistrée")


@pytest.mark.parametrize("trait", ["declined", "asks_change", "replaced"])
def test_who_does_not_sign_says_why(trait: str) -> None:
    refused(signer(**{trait: True}, reason_given=""), "Dites pourquoi cette personne")


def test_only_a_replaced_signer_names_another() -> None:
    other = SignerFactory()
    row = signer(request=other.request, replaced_by=other)
    refused(row, "Seul un signataire remplacé désigne")


def test_a_signer_has_a_name() -> None:
    refused(signer(name=""), "Écrivez le nom du signataire.")


def test_one_account_signs_once() -> None:
    other = SignerFactory(user=UserFactory())
    row = signer(request=other.request, user=other.user)
    refused(row, "elle signe une fois, pour toutes ses qualités")


def test_one_address_is_one_signer_s_whatever_its_case() -> None:
    other = SignerFactory(email="marc@hygial.example")
    row = signer(request=other.request, email="Marc@hygial.example")
    refused(row, "chacun a la sienne")


def test_without_address_one_name_is_there_once_at_a_rank() -> None:
    other = SignerFactory(email="", name="Marc Tessier")
    row = signer(request=other.request, email="", name="Marc Tessier")
    refused(row, "figure déjà à ce rang")


def test_a_replaced_signer_leaves_their_address_free() -> None:
    old = SignerFactory(replaced=True, user=UserFactory())
    assert SignerFactory(request=old.request, email=old.email, user=old.user).pk


@pytest.mark.parametrize("held", [[], ["host"], ["student", "student"], "student"])
def test_a_signer_signs_in_known_capacities(held: object) -> None:
    with pytest.raises(Invalid, match="en quelle qualité"):
        check_row(signer(capacities=held))


# --- moves ----------------------------------------------------------------------------------

MOVES = {
    "invite": {SignerState.WAITING},
    "open": {SignerState.INVITED},
    "sign": set(AWAITED),
    "decline": set(AWAITED),
    "request_change": {SignerState.INVITED, SignerState.OPENED},
    "replace": set(AWAITED),
    "expire": set(AWAITED),
    "cancel": set(AWAITED),
}
SAID = {
    SignerState.DECLINED: {"declined": True},
    SignerState.CHANGE_REQUESTED: {"asks_change": True},
    SignerState.REPLACED: {"replaced": True},
    SignerState.SIGNED: {"on_paper": True},
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", SignerState.values)
def test_each_move_of_a_signer_is_allowed_or_refused(move: str, state: str) -> None:
    row = SignerFactory(**SAID.get(SignerState(state), {"state": state}))
    done: dict[str, Any] = {"reason_given": "Ainsi."}
    if move == "sign":
        given = SignerFactory.build(request=row.request, online=True)
        names = ("method", "signed_at", "assurance", "consent", "typed_name", "document_sha256")
        done = {name: getattr(given, name) for name in names}
    run = moves.service(lambda: moves.apply(row, move, actor=None, **done))
    if state in MOVES[move]:
        assert run().state != state
    else:
        with pytest.raises(DomainError, match="n’est plus possible"):
            run()


ROUND_MOVES = {
    "gather": RequestState.OPEN,
    "complete": RequestState.COMPLETING,
    "void": RequestState.OPEN,
    "decline": RequestState.OPEN,
    "expire": RequestState.OPEN,
}


@pytest.mark.parametrize("move", ROUND_MOVES)
@pytest.mark.parametrize("state", RequestState.values)
def test_each_move_of_a_round_is_allowed_or_refused(move: str, state: str) -> None:
    row = SigningRequestFactory(**({} if state == "open" else {state: True}))
    ends = {"closed_at": clock.now(), "closed_reason": "Les dates changent."}
    given: dict[str, Any] = {} if move == "gather" else ends
    if move == "complete":
        given["final"] = DocumentFactory(final=True)
    run = moves.service(lambda: moves.apply(row, move, actor=None, **given))
    if state == ROUND_MOVES[move]:
        assert run().state != state
    else:
        with pytest.raises(DomainError, match="n’est plus possible"):
            run()


def test_only_a_complete_round_has_a_final_file() -> None:
    refused(build(final=DocumentFactory(final=True)), "Seul un tour complet a un fichier final.")


@pytest.mark.parametrize("missing", ["consent", "typed_name", "document_sha256"])
def test_an_online_signature_keeps_what_was_shown_accepted_and_typed(missing: str) -> None:
    empty = None if missing == "consent" else ""
    refused(signer(online=True, **{missing: empty}), "l’empreinte du document")


# --- evidence and consents --------------------------------------------------------------------


@pytest.mark.parametrize("row", ["evidence", "consenttext"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_evidence_and_consents(row: str, sql: str) -> None:
    SignerFactory(online=True)
    moves.service(lambda: note(SigningRequestFactory(), Event.ISSUED))()
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(sql.format(f"signatures_{row}"))
    assert Evidence.objects.count() == ConsentText.objects.count() == 1


def test_a_person_signs_once_in_evidence() -> None:
    held = SignerFactory()
    sign = moves.service(lambda: note(held.request, Event.SIGNED, signer=held))
    sign()
    with pytest.raises(Invalid, match="signe une fois par tour"):
        sign()
