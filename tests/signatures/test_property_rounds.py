"""
Whatever people do in whatever order, the invariants of a round hold.

300 histories of 30 steps: invite, sign online or on paper, ask, refuse, hand over, decide,
replace, correct, take up again, seal; by the right person or another, in or out of turn.
"""

import uuid
from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError
from nrc_platform.documents.models import Blob
from nrc_platform.journal.models import Entry
from nrc_platform.notifications.mails import Mail, Rendered
from nrc_platform.people.models import School, User
from nrc_platform.signatures import services
from nrc_platform.signatures.facts import SignerSpec
from nrc_platform.signatures.models import (
    AccessLink,
    Delegation,
    Evidence,
    LinkSession,
    Signer,
    SigningRequest,
)
from nrc_platform.signatures.rules import is_turn_of
from nrc_platform.signatures.states import AWAITED
from tests.documents.factories import kept_blob
from tests.people.factories import RoleGrantFactory, SchoolFactory, UserFactory
from tests.signatures.online import ORIGIN, given_by, visit_of
from tests.signatures.rounds import FACTS, PARTIES, complete, open_round, present

PLACES = st.integers(0, 6)
NO_LINK = {"replaced", "cancelled", "declined", "expired", "waiting"}
TERMINAL = {"complete", "void", "declined", "expired"}


class Round(RuleBasedStateMachine):
    """One round, acted upon at random."""

    school: School
    office: User
    scan: Blob

    @initialize(optional=st.booleans())
    def opened(self, optional: bool) -> None:
        """Open a round among the five, the tutor's signature obligatory or not."""
        parties = [
            SignerSpec(**{**each.__dict__, "required": not (optional and each.rank == 2)})
            for each in PARTIES
        ]
        self.request = open_round(self.school, self.office, parties, subject_id=uuid.uuid4())
        self.ended, self.checked = "", 0

    # --- what people and the machine do -------------------------------------------------------

    def _signer(self, place: int) -> Signer:
        rows = list(
            Signer.objects.filter(request=self.request)
            .select_related("request__school", "request__document")
            .order_by("rank", "created_at", "pk")
        )
        return rows[place % len(rows)]

    def _visit(self, signer: Signer) -> LinkSession | None:
        link = AccessLink.objects.live().filter(signer=signer).first()
        return visit_of(signer) if link is not None else None

    def _try(self, act: Any) -> None:
        """Act in a savepoint: a refusal is an answer, anything else a defect."""
        try:
            with transaction.atomic():
                act()
        except DomainError:
            pass

    @rule()
    def present(self) -> None:
        """The worker seals what is to be signed."""
        present(self.request)

    @rule(place=PLACES)
    def sign(self, place: int) -> None:
        """Somebody with a visit signs, in turn or not."""
        signer = self._signer(place)
        before = list(self.request.signers.standing())
        in_turn = is_turn_of(signer, before) and signer.state in AWAITED
        session = self._visit(signer)
        if session is None:
            return
        self._try(
            lambda: services.sign_online(
                signer, session=session, given=given_by(signer), origin=ORIGIN
            )
        )
        signed = Signer.objects.get(pk=signer.pk).state == "signed"
        assert not signed or in_turn or signer.state == "signed"

    @rule(place=PLACES, other=PLACES)
    def sign_for_another(self, place: int, other: int) -> None:
        """Somebody tries to sign with the visit of somebody else."""
        signer, thief = self._signer(place), self._signer(other)
        session = self._visit(thief)
        if session is None or thief.pk == signer.pk or signer.state == "signed":
            return
        self._try(
            lambda: services.sign_online(
                signer, session=session, given=given_by(signer), origin=ORIGIN
            )
        )
        assert Signer.objects.get(pk=signer.pk).state != "signed"

    @rule(place=PLACES)
    def paper(self, place: int) -> None:
        """The office records a page."""
        self._try(
            lambda: services.record_paper(
                self._signer(place),
                scan=self.scan,
                scan_name="page.pdf",
                signed_on=clock.today(),
                actor=self.office,
            )
        )

    @rule(place=PLACES, refuse=st.sampled_from([False, False, False, True]))
    def answer(self, place: int, refuse: bool) -> None:
        """Somebody asks for a correction, now and then refuses."""
        signer = self._signer(place)
        session = self._visit(signer)
        if session is None:
            return
        common: dict[str, Any] = {"session": session, "origin": ORIGIN}
        if refuse:
            self._try(lambda: services.decline_online(signer, reason="Non.", **common))
        else:
            self._try(lambda: services.ask_change(signer, comment="L’adresse.", **common))

    @rule(place=PLACES, approve=st.booleans())
    def hand_over(self, place: int, approve: bool) -> None:
        """The company names a colleague; the school decides."""
        signer = self._signer(place)
        session = self._visit(signer)
        if session is not None:
            email = f"{uuid.uuid4().hex[:8]}@hygial.example"
            self._try(
                lambda: services.propose_delegate(
                    signer, session=session, name="Léa Roy", quality="", email=email, origin=ORIGIN
                )
            )
        proposal = Delegation.objects.filter(
            signer__request=self.request, state="proposed"
        ).first()
        if proposal is not None and approve:
            self._try(lambda: services.approve_delegate(proposal, actor=self.office))
        elif proposal is not None:
            self._try(lambda: services.refuse_delegate(proposal, actor=self.office, reason="Non."))

    @rule(place=PLACES)
    def replace(self, place: int) -> None:
        """The office names somebody else."""
        spec = SignerSpec("host_signatory", 9, "Léa Roy", email=f"{uuid.uuid4().hex}@a.example")
        self._try(
            lambda: services.replace_signer(
                self._signer(place), spec=spec, reason="Parti.", actor=self.office
            )
        )

    @rule(place=PLACES)
    def correct(self, place: int) -> None:
        """The office mends an address."""
        email = f"{uuid.uuid4().hex}@b.example"
        self._try(
            lambda: services.correct_signer_address(
                self._signer(place), email=email, phone="", actor=self.office
            )
        )

    @rule(sure=st.sampled_from([False] * 9 + [True]))
    def void(self, sure: bool) -> None:
        """The school takes it up again, rarely."""
        if sure:
            self._try(
                lambda: services.void_request(self.request, actor=self.office, reason="Repris.")
            )

    @rule()
    def seal(self) -> None:
        """The worker seals, whatever the state: only a round signed by all completes."""
        before = SigningRequest.objects.get(pk=self.request.pk).state
        self._try(lambda: complete(self.request))
        after = SigningRequest.objects.get(pk=self.request.pk).state
        assert (after == "complete") == (before in ("completing", "complete"))

    # --- what always holds --------------------------------------------------------------------

    @invariant()
    def all_agrees(self) -> None:
        """Check every invariant, on five queries."""
        if not hasattr(self, "request"):
            return
        row = SigningRequest.objects.select_related("document").get(pk=self.request.pk)
        signers = list(Signer.objects.filter(request=row))
        lines = list(Evidence.objects.filter(request=row).order_by("number"))
        live = Counter(
            AccessLink.objects.live()
            .filter(signer__request=row)
            .order_by()
            .values_list("signer", flat=True)
        )
        self._terminal_is_terminal(row)
        for each in signers:
            self._one_signature(each, row, lines)
            assert live[each.pk] <= (0 if each.state in NO_LINK else 1)
        self._signed_by_all(row, signers)
        self._one_chain(lines)

    def _terminal_is_terminal(self, row: SigningRequest) -> None:
        assert self.ended in ("", row.state)
        self.ended = row.state if row.state in TERMINAL else ""
        assert row.facts == FACTS
        assert (row.final_id is not None) == (row.state == "complete")

    def _one_signature(self, signer: Signer, row: SigningRequest, lines: list[Evidence]) -> None:
        signing = ("signed", "paper_recorded")
        found = [each for each in lines if each.signer_id == signer.pk and each.event in signing]
        assert len(found) == (1 if signer.state == "signed" else 0)
        if signer.method == "online":
            assert row.document is not None
            assert signer.document_sha256 == row.document.blob_id
            assert found[0].data["document_sha256"] == row.document.blob_id
            assert found[0].data["session"]

    def _signed_by_all(self, row: SigningRequest, signers: list[Signer]) -> None:
        awaited = [each for each in signers if each.state in AWAITED]
        if row.state != "open":
            assert not awaited
        if row.state in ("completing", "complete"):
            obligatory = {each.state for each in signers if each.required}
            assert obligatory <= {"signed", "replaced"}

    def _one_chain(self, lines: list[Evidence]) -> None:
        """Evidence is one chain from the facts; what was checked once does not change."""
        previous = self.request.facts_sha256
        for number, line in enumerate(lines, start=1):
            assert (line.number, line.prev_hash) == (number, previous)
            if number > self.checked:
                assert line.seal() == line.hash
            previous = line.hash
        assert len(lines) >= self.checked
        self.checked = len(lines)

    def teardown(self) -> None:
        """At the end, the journal holds each hash, in order, and no other."""
        if not hasattr(self, "request"):
            return
        lines = Evidence.objects.filter(request=self.request).order_by("number")
        kept = Entry.objects.filter(
            kind="signatures.evidence.note", object_id=self.request.pk
        ).order_by("seq")
        told = [each.data["evidence"] for each in kept]
        assert told == list(lines.values_list("hash", flat=True))


@pytest.mark.django_db
def test_the_invariants_of_a_round_hold_whatever_people_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What mails look like is told elsewhere; rendering them takes half of the time.
    monkeypatch.setattr(Mail, "render", lambda self: Rendered("Objet", "Texte", "<p>Texte</p>"))
    Round.school = SchoolFactory()
    Round.office = UserFactory()
    RoleGrantFactory(user=Round.office, school=Round.school, role="office")
    Round.scan = kept_blob()
    run = settings(
        max_examples=300,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Round, settings=run)
