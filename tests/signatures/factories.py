"""Rounds, signers, links, codes and visits."""

import hashlib
import uuid
from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from nrc_platform.core import clock
from nrc_platform.journal.models import canonical
from nrc_platform.signatures.models import (
    AccessLink,
    Challenge,
    LinkSession,
    Signer,
    SigningRequest,
)
from nrc_platform.signatures.services.circuit import consent_text
from nrc_platform.signatures.states import Capacity, Method, RequestState, SignerState
from tests.documents.factories import kept_blob
from tests.people.factories import SchoolFactory, UserFactory


class SigningRequestFactory(DjangoModelFactory):
    """A first round under way."""

    class Meta:
        model = SigningRequest

    class Params:
        completing = factory.Trait(state=RequestState.COMPLETING)
        complete = factory.Trait(
            state=RequestState.COMPLETE, closed_at=factory.LazyFunction(clock.now)
        )
        void = factory.Trait(
            state=RequestState.VOID,
            closed_at=factory.LazyFunction(clock.now),
            closed_reason="Les dates changent.",
        )
        declined = factory.Trait(
            state=RequestState.DECLINED,
            closed_at=factory.LazyFunction(clock.now),
            closed_reason="L’entreprise ferme.",
        )
        expired = factory.Trait(
            state=RequestState.EXPIRED, closed_at=factory.LazyFunction(clock.now)
        )

    school = factory.SubFactory(SchoolFactory)
    kind = "tests.paper"
    subject_id = factory.LazyFunction(uuid.uuid4)
    title = "Convention CV-27-0001"
    facts = factory.LazyFunction(lambda: {"company": "Hygial", "hours": "210"})
    facts_sha256 = factory.LazyAttribute(
        lambda row: hashlib.sha256(canonical(row.facts)).hexdigest()
    )
    template = "convention@1"
    opened_at = factory.LazyFunction(clock.now)


class SignerFactory(DjangoModelFactory):
    """A person of a company, still awaited."""

    class Meta:
        model = Signer

    class Params:
        on_paper = factory.Trait(
            state=SignerState.SIGNED,
            method=Method.PAPER,
            signed_at=factory.LazyFunction(clock.now),
            signed_on=factory.LazyFunction(clock.today),
            recorded_by=factory.SubFactory(UserFactory),
            scan=factory.LazyFunction(kept_blob),
            scan_name="convention-signee.pdf",
        )
        online = factory.Trait(
            state=SignerState.SIGNED,
            method=Method.ONLINE,
            signed_at=factory.LazyFunction(clock.now),
            assurance="link_email",
            consent=factory.LazyFunction(consent_text),
            typed_name=factory.SelfAttribute("name"),
            document_sha256="d" * 64,
        )
        declined = factory.Trait(state=SignerState.DECLINED, reason_given="Pas de place.")
        asks_change = factory.Trait(
            state=SignerState.CHANGE_REQUESTED, reason_given="L’adresse est fausse."
        )
        replaced = factory.Trait(state=SignerState.REPLACED, reason_given="Parti en retraite.")
        cancelled = factory.Trait(state=SignerState.CANCELLED)

    request = factory.SubFactory(SigningRequestFactory)
    rank = 1
    capacities = factory.LazyFunction(lambda: [Capacity.HOST_SIGNATORY.value])
    name = factory.Sequence(lambda n: f"Marc Tessier{n}")
    quality = "Directeur"
    organisation = "Hygial Services"
    email = factory.Sequence(lambda n: f"signataire{n}@entreprise.example")


class AccessLinkFactory(DjangoModelFactory):
    """A live link; its token is nobody's: take one from `services.issue_link` to open it."""

    class Meta:
        model = AccessLink

    class Params:
        revoked = factory.Trait(
            revoked_at=factory.LazyFunction(clock.now), revoked_reason="Remplacé."
        )
        expired = factory.Trait(
            created_at=factory.LazyFunction(lambda: clock.now() - timedelta(days=30)),
            expires_at=factory.LazyFunction(lambda: clock.now() - timedelta(days=1)),
        )

    school = factory.SubFactory(SchoolFactory)
    purpose = "tests.act"
    subject_id = factory.LazyFunction(uuid.uuid4)
    name = "Dora Dubois"
    email = factory.Sequence(lambda n: f"tuteur{n}@entreprise.example")
    token_hmac = factory.Sequence(lambda n: f"{n:064x}")
    key_id = "0123abcd"
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=14))


class ChallengeFactory(DjangoModelFactory):
    """A code just sent."""

    class Meta:
        model = Challenge

    class Params:
        consumed = factory.Trait(consumed_at=factory.LazyFunction(clock.now))
        superseded = factory.Trait(superseded_at=factory.LazyFunction(clock.now))

    link = factory.SubFactory(AccessLinkFactory)
    code_hmac = "0" * 64
    nonce_hash = "0" * 64
    sent_to = "d…a@entreprise.example"
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(minutes=10))


class LinkSessionFactory(DjangoModelFactory):
    """A visit that has just begun."""

    class Meta:
        model = LinkSession

    class Params:
        ended = factory.Trait(ended_at=factory.LazyFunction(clock.now))

    link = factory.SubFactory(AccessLinkFactory)
    cookie_hash = factory.Sequence(lambda n: f"{n:064x}")
    verified_at = factory.LazyFunction(clock.now)
    last_seen_at = factory.LazyAttribute(lambda row: row.verified_at)
