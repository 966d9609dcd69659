"""Mails about conventions: whole, short in their subject, and their link never at rest."""

from datetime import date
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.core import mail as mailer

from internships import mails
from internships.facts.mail import MailFacts, mail_facts
from internships.models import Convention
from internships.services import submit_convention
from nrc_platform.jobs import runner
from nrc_platform.jobs.models import Job
from nrc_platform.notifications.mails import SUBJECT_LENGTH
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures import services as signatures
from tests.internships.acts import make_convention, terms_of

FACTS = MailFacts(
    convention=UUID(int=7),
    kind="internship",
    number="CV-26-0001",
    students="Zoé Dupré",
    company="Hygial Services",
    school="Lycée Marie-Curie",
    school_email="stages@marie-curie.example",
    starts_on=date(2027, 1, 4),
    ends_on=date(2027, 2, 12),
)
REASON = {"reason": "L’entreprise ferme.", "has_account": True}
CHANGE: dict[str, Any] = {
    "number": 1,
    "what": "dates",
    "applies_on": date(2027, 1, 18),
    "has_account": True,
}
ASKED = {"name": "Denis Tessier", "what": "avenant à la convention de stage de Zoé Dupré"}
SAMPLES: dict[str, tuple[Any, str, str]] = {
    "CompanyAsked": (
        mails.CompanyAsked(FACTS, name="Denis Tessier", until=date(2026, 12, 24), link="/s/x/"),
        "À vérifier : convention de stage de Zoé Dupré",
        "jeudi 24\u00a0décembre 2026",
    ),
    "CompanyReminded": (
        mails.CompanyReminded(FACTS, name="Denis Tessier", until=date(2026, 12, 24), link="/s/x/"),
        "Rappel, à vérifier : convention de stage de Zoé Dupré",
        "remplace le précédent",
    ),
    "ConventionToReview": (
        mails.ConventionToReview(FACTS, checked_by="Denis Tessier"),
        "À relire : convention de stage de Zoé Dupré",
        "Denis Tessier a vérifié",
    ),
    "ConventionReturned": (
        mails.ConventionReturned(FACTS),
        "À corriger : convention de stage de Zoé Dupré",
        "Corrigez, puis remettez la convention",
    ),
    "ConventionReopened": (
        mails.ConventionReopened(FACTS, **REASON),
        "Reprise : convention de stage de Zoé Dupré",
        "Votre signature ne vaut plus",
    ),
    "ConventionRefused": (
        mails.ConventionRefused(FACTS, **REASON),
        "Refusée : convention de stage de Zoé Dupré",
        "refusée par une des parties",
    ),
    "ConventionCancelled": (
        mails.ConventionCancelled(FACTS, **REASON),
        "Annulée : convention de stage de Zoé Dupré",
        "Rien n’est à signer",
    ),
    "ConventionTerminated": (
        mails.ConventionTerminated(FACTS, **REASON, ended_on=date(2027, 1, 15)),
        "Fin avant terme : convention de stage de Zoé Dupré",
        "vendredi 15\u00a0janvier 2027",
    ),
    "TutorAsked": (
        mails.TutorAsked(
            FACTS, student="Zoé Dupré", name="Dora Delmas", until=date(2027, 3, 1), link="/s/x/"
        ),
        "Bilan de stage : convention de stage de Zoé Dupré",
        "Dora Delmas",
    ),
    "ConventionSigned": (
        mails.ConventionSigned(FACTS, has_account=True),
        "Signée par tous : convention de stage de Zoé Dupré",
        "se convient désormais par un avenant",
    ),
    "AvenantSigned": (
        mails.AvenantSigned(FACTS, **CHANGE),
        "Avenant signé : convention de stage de Zoé Dupré",
        "lundi 18\u00a0janvier 2027",
    ),
    "AvenantDropped": (
        mails.AvenantDropped(FACTS, **CHANGE, reason="L’entreprise ferme."),
        "Avenant sans effet : convention de stage de Zoé Dupré",
        "plus rien à signer",
    ),
    "TutorNamed": (
        mails.TutorNamed(FACTS, name="Julie Armand", applies_on=date(2027, 1, 18)),
        "Vous êtes tuteur : convention de stage de Zoé Dupré",
        "lundi 18\u00a0janvier 2027",
    ),
    "AttestationSigned": (
        mails.AttestationSigned(FACTS),
        "Attestation signée : convention de stage de Zoé Dupré",
        "dossier d’examen",
    ),
    "ChangeAsked": (
        mails.ChangeAsked(FACTS, **ASKED, comment="L’adresse est fausse."),
        "Correction demandée : convention de stage de Zoé Dupré",
        "L’adresse est fausse.",
    ),
    "DelegateProposed": (
        mails.DelegateProposed(FACTS, **ASKED, delegate="Claudine Roche"),
        "À décider : convention de stage de Zoé Dupré",
        "Claudine Roche signe à sa place",
    ),
    "SignatureDeclined": (
        mails.SignatureDeclined(FACTS, **ASKED, reason="L’entreprise ferme."),
        "Refus de signer : convention de stage de Zoé Dupré",
        "Le document est sans effet",
    ),
    "SignatureOverdue": (
        mails.SignatureOverdue(
            FACTS, what="convention de stage de Zoé Dupré", missing=("Marc Tessier", "Bob Besson")
        ),
        "Signature en retard : convention de stage de Zoé Dupré",
        "- Bob Besson",
    ),
    "ConventionExpired": (
        mails.ConventionExpired(FACTS),
        "Expirée : convention de stage de Zoé Dupré",
        "commencez une nouvelle convention",
    ),
}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_each_mail_says_what_happens_in_words(name: str) -> None:
    mail, subject, said = SAMPLES[name]
    rendered = mail.render()
    assert rendered.subject == subject
    assert said in rendered.text
    assert said in unescape(rendered.html)
    for bare in ("{{", "{%", "!", "None", "'"):
        assert bare not in rendered.text
    assert "L’entreprise ferme." in rendered.text or not hasattr(mail, "reason")


def test_no_mail_is_left_out() -> None:
    written = {
        name
        for name, kind in vars(mails).items()
        if isinstance(kind, type)
        and issubclass(kind, mails.ConventionMail)
        and hasattr(kind, "template")
    }
    assert written == set(SAMPLES)


def test_a_subject_stays_short_whatever_the_names() -> None:
    facts = MailFacts(**{**FACTS.__dict__, "students": "Marie-Antoinette de La Tour du Pin, " * 3})
    rendered = mails.ConventionReturned(facts).render()
    assert rendered.subject == "À corriger : une convention de stage"
    assert len(rendered.subject) <= SUBJECT_LENGTH
    assert "Marie-Antoinette de La Tour du Pin" in rendered.text


@pytest.mark.parametrize(
    ("students", "said"), [("Alice Aubry", "d’Alice Aubry"), ("Émile Roy", "d’Émile Roy")]
)
def test_a_vowel_is_elided(students: str, said: str) -> None:
    facts = MailFacts(**{**FACTS.__dict__, "students": students, "kind": "project"})
    assert mails.ConventionReturned(facts).render().subject.endswith(f"de projet {said}")


def test_who_has_no_account_gets_no_address_to_open() -> None:
    for known in (True, False):
        mail = mails.ConventionSigned(FACTS, has_account=known)
        assert (f"/conventions/{FACTS.convention}/" in mail.render().text) is known


def test_a_mail_to_the_company_shows_its_link_to_nobody_else() -> None:
    mail = SAMPLES["CompanyAsked"][0]
    assert "/s/x/" not in repr(mail) + mail.render().text + mail.render().html


@pytest.mark.django_db
def test_the_link_is_whole_once_the_mail_leaves(alice: User, promotion: Promotion) -> None:
    row = submit_convention(make_convention(alice, promotion), actor=alice)
    message = Message.objects.get(template="emails/internships/company_asked")
    runner.perform(Job.objects.get(key=f"mail:{message.pk}").pk)
    [sent] = mailer.outbox
    [address] = [word for word in str(sent.body).split() if "/s/" in word]
    found = signatures.find_link(address.rstrip("/").rpartition("/")[2])
    assert address.startswith("http://testserver/s/")
    assert found is not None
    assert found.subject_id == row.pk
    [(page, _kind)] = sent.alternatives  # type: ignore[attr-defined]
    assert f'href="{address}"' in str(page)
    message.refresh_from_db()
    assert message.sealed_secrets == ""


@pytest.mark.django_db
def test_a_convention_without_company_is_named_too(alice: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion, complete=False)
    row = Convention.objects.with_people().get(pk=row.pk)
    facts = mail_facts(row, terms_of(row))
    assert "chez l’entreprise" in mails.ConventionExpired(facts).render().text
