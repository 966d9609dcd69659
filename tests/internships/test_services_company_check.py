"""What the company vouches for, by its link or through the office."""

from decimal import Decimal
from typing import Any

import pytest

from internships.models import Convention
from internships.selectors.story import timeline
from internships.services import (
    check_convention,
    check_for_company,
    refuse_by_company,
    send_back_convention,
    submit_convention,
)
from nrc_platform.companies.models import Contact
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed
from nrc_platform.journal.models import Entry, PersonalValue
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import AccessLink
from tests.companies.factories import ContactFactory
from tests.internships.acts import make_convention, terms_of
from tests.people.together import refusals, together

pytestmark = pytest.mark.django_db
GIVEN: dict[str, Any] = {
    "values": {"headcount": 40, "interns_present": 1, "gives_meals": True},
    "terms": {"friday_hours": Decimal(6), "activities": "Relances et devis"},
    "not_a_job": True,
}


@pytest.fixture
def asked(alice: User, bob: User, promotion: Promotion) -> Convention:
    """Alice's convention, at the company."""
    row = make_convention(alice, promotion, referent=bob)
    return submit_convention(row, actor=alice)


@pytest.fixture
def link(asked: Convention) -> AccessLink:
    """The company's link."""
    return AccessLink.objects.get(subject_id=asked.pk)


def answer(row: Convention, link: AccessLink, **given: Any) -> Convention:
    """Answer as the company does."""
    return check_convention(row, link=link, **({"by_name": "Denis Tessier"} | GIVEN | given))


def test_the_company_completes_its_data_and_vouches(asked: Convention, link: AccessLink) -> None:
    row = answer(asked, link)
    terms = terms_of(row)
    assert (row.state, row.checked_by_name, row.not_a_job) == (
        "teacher_review",
        "Denis Tessier",
        True,
    )
    assert (row.headcount, row.gives_meals) == (40, True)
    assert (terms.friday_hours, terms.activities) == (6, "Relances et devis")
    assert row.checked_at is not None
    assert row.state_since == row.checked_at


def test_the_story_says_that_the_company_changed_its_data(
    asked: Convention, link: AccessLink
) -> None:
    lines = timeline(answer(asked, link), [])
    told = {(line.who, line.what) for line in lines}
    assert (asked.company.name, "a modifié la convention") in told
    assert (asked.company.name, "a vérifié les données de l’entreprise") in told


def test_the_referent_is_told_and_the_link_is_dead(
    asked: Convention, link: AccessLink, bob: User
) -> None:
    answer(asked, link)
    link.refresh_from_db()
    assert not link.is_live
    [mail] = Message.objects.filter(template="emails/internships/to_review")
    assert mail.to_user == bob
    assert "Denis Tessier a vérifié" in mail.body_text


def test_the_journal_names_the_link_and_keeps_the_name_apart(
    asked: Convention, link: AccessLink
) -> None:
    answer(asked, link)
    line = Entry.objects.get(kind="internships.convention.company_answer")
    assert (line.actor_id, line.data) == (None, {"link": str(link.pk)})
    kept = PersonalValue.objects.get(entry=line)
    assert kept.value == "Denis Tessier"
    edited = Entry.objects.get(kind="internships.convention.edit")
    assert set(edited.data["fields"]) == {
        "headcount",
        "interns_present",
        "friday_hours",
        "activities",
    }


@pytest.mark.req(61, rule="internships.services.company_check.check_not_a_job")
def test_the_attestation_that_it_is_no_job_is_compulsory(
    asked: Convention, link: AccessLink
) -> None:
    with pytest.raises(Invalid, match="L124-7") as refused:
        answer(asked, link, not_a_job=False)
    assert list(refused.value.errors) == ["not_a_job"]
    asked.refresh_from_db()
    assert (asked.state, asked.headcount) == ("company_check", None)


def test_a_name_is_asked(asked: Convention, link: AccessLink) -> None:
    with pytest.raises(Invalid, match="Écrivez vos prénom et nom"):
        answer(asked, link, by_name="  ")


@pytest.mark.parametrize(
    "given",
    [
        {"values": {"supervision": "Aucun"}},
        {"values": {"company": None}},
        {"terms": {"starts_on": None}},
        {"terms": {"referent": None}},
    ],
)
def test_what_is_the_school_s_is_not_written_by_the_company(
    asked: Convention, link: AccessLink, given: dict[str, Any]
) -> None:
    with pytest.raises(Invalid, match="Ce champ est celui du lycée"):
        answer(asked, link, **given)
    asked.refresh_from_db()
    assert asked.state == "company_check"


def test_the_company_corrects_how_to_reach_its_people(asked: Convention, link: AccessLink) -> None:
    answer(
        asked,
        link,
        values={"signatory_email": "D.Tessier@hote.example", "tutor_phone": "02 41 22 33 44"},
    )
    assert Contact.objects.get(pk=asked.signatory_id).email == "d.tessier@hote.example"
    assert terms_of(asked).tutor.phone == "0241223344"
    assert Entry.objects.filter(kind="companies.contact.update", actor_id=None).count() == 2


def test_a_wrong_address_is_refused_at_its_field_and_nothing_is_kept(
    asked: Convention, link: AccessLink
) -> None:
    other = ContactFactory(company=asked.company, signatory=True)
    for email in ("pas une adresse", other.email):
        with pytest.raises(Invalid) as refused:
            answer(asked, link, values={"headcount": 9, "signatory_email": email})
        assert list(refused.value.errors) == ["signatory_email"]
    asked.refresh_from_db()
    assert (asked.state, asked.headcount) == ("company_check", None)


def test_impossible_hours_are_refused_at_their_field(asked: Convention, link: AccessLink) -> None:
    with pytest.raises(Invalid, match="Un jour compte 24\u00a0heures"):
        answer(asked, link, terms={"monday_hours": Decimal(80)})


def test_a_second_answer_is_told_and_changes_nothing(asked: Convention, link: AccessLink) -> None:
    first = answer(asked, link)
    with pytest.raises(DomainError, match="déjà été vérifiée par Denis Tessier"):
        answer(asked, link, by_name="Autre", values={"headcount": 2})
    asked.refresh_from_db()
    assert (asked.checked_by_name, asked.headcount) == ("Denis Tessier", first.headcount)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_answer_once(asked: Convention, link: AccessLink) -> None:
    given = together(*[lambda: answer(asked, link) for _tab in range(2)])
    [sentence] = refusals(given)
    assert "a déjà été vérifiée" in sentence
    assert Entry.objects.filter(kind="internships.convention.confirm_check").count() == 1


def test_a_link_opens_its_own_convention_only(
    asked: Convention, link: AccessLink, classmate: User, promotion: Promotion
) -> None:
    other = submit_convention(make_convention(classmate, promotion), actor=classmate)
    with pytest.raises(DomainError, match="Ce lien n’est plus valable"):
        answer(other, link)


def test_a_dead_link_answers_nothing(asked: Convention, link: AccessLink, bob: User) -> None:
    back = send_back_convention(asked, actor=bob, message="Les dates.")
    again = submit_convention(back, actor=bob)
    with pytest.raises(DomainError, match="Ce lien n’est plus valable"):
        answer(again, link)


def test_the_office_answers_for_a_company_with_a_reason(
    asked: Convention, link: AccessLink, emil: User, bob: User
) -> None:
    row = check_for_company(asked, actor=emil, reason="Vu par téléphone.", **GIVEN)
    assert (row.state, row.checked_by_name, row.checked_for_reason) == (
        "teacher_review",
        "Emil Esteve",
        "Vu par téléphone.",
    )
    assert row.headcount == 40
    link.refresh_from_db()
    assert not link.is_live


def test_the_office_says_why_and_nobody_else_answers(
    asked: Convention, emil: User, bob: User, alice: User
) -> None:
    with pytest.raises(Invalid, match="comment vous avez obtenu"):
        check_for_company(asked, actor=emil, reason="", not_a_job=True)
    for actor in (bob, alice):
        with pytest.raises(NotAllowed, match="Seul le bureau des stages"):
            check_for_company(asked, actor=actor, reason="Parce que.", not_a_job=True)


def test_the_company_says_no_and_the_student_may_begin_again(
    asked: Convention, link: AccessLink, alice: User, bob: User
) -> None:
    row = refuse_by_company(asked, reason="Pas de place cette année.", link=link)
    assert (row.state, row.end_reason) == ("refused", "Pas de place cette année.")
    assert row.internships.get().settled_at is not None
    told = Message.objects.filter(template="emails/internships/refused")
    assert {mail.to_user for mail in told} == {alice, bob}
    assert "Pas de place cette année." in told[0].body_text
    link.refresh_from_db()
    assert not link.is_live
