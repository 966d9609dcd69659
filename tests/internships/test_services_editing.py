"""Writing in a convention: what is kept, what is refused, and where."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from internships.models import Convention
from internships.services import edit_convention
from nrc_platform.core.errors import DomainError, Invalid, NotAllowed, Stale
from nrc_platform.journal.models import Entry
from nrc_platform.people.models import Promotion, User
from tests.companies.factories import CompanyFactory, ContactFactory, SiteFactory
from tests.internships.acts import BLANK, make_convention, terms_of

pytestmark = pytest.mark.django_db


def edit(row: Convention, actor: User, **given: Any) -> Convention:
    """Write in the convention as somebody who has just read it."""
    row.refresh_from_db()
    return edit_convention(row, actor=actor, version=row.version, **(BLANK | given))


def errors_of(row: Convention, actor: User, **given: Any) -> dict[str, list[str]]:
    """Return the refusals of what is written, and check that nothing of it was kept."""
    before = (row.version, terms_of(row).updated_at)
    with pytest.raises(Invalid) as refused:
        edit(row, actor, **given)
    row.refresh_from_db()
    assert (row.version, terms_of(row).updated_at) == before
    return refused.value.errors


def test_what_is_given_is_written_and_the_rest_stays(alice: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion)
    one = row.internships.get()
    after = edit(
        row,
        alice,
        values={"health_office": "  CPAM de la Sarthe "},
        terms={"monday_hours": Decimal("6.5")},
        breaks=[{"kind": "closure", "starts_on": date(2027, 1, 18), "ends_on": date(2027, 1, 22)}],
        student_values={one.pk: {"address": "5 quai Sud"}},
    )
    assert after.health_office == "CPAM de la Sarthe"
    assert after.host_insurer == row.host_insurer
    assert (terms_of(row).monday_hours, terms_of(row).tuesday_hours) == (Decimal("6.5"), 7)
    assert [each.kind for each in row.breaks.all()] == ["closure"]
    assert row.internships.get().address == "5 quai Sud"
    assert after.version == row.version + 1


def test_the_journal_names_the_fields_and_no_value(alice: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion)
    edit(row, alice, values={"health_office": "CPAM"}, terms={"subject": "Autre"})
    line = Entry.objects.get(kind="internships.convention.edit")
    assert line.data == {"fields": ["health_office", "subject"]}
    assert line.actor_id == alice.pk


def test_writing_the_same_again_changes_nothing(alice: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion)
    line = {"kind": "closure", "starts_on": date(2027, 1, 18), "ends_on": date(2027, 1, 22)}
    after = edit(row, alice, breaks=[line])
    again = edit(after, alice, values={"health_office": row.health_office}, breaks=[line])
    assert again.version == after.version
    assert Entry.objects.filter(kind="internships.convention.edit").count() == 1


def test_two_tabs_the_second_is_told_and_nothing_is_overwritten(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion)
    edit_convention(row, actor=bob, version=row.version, **{**BLANK, "terms": {"subject": "Un"}})
    with pytest.raises(Stale, match="Quelqu’un d’autre a modifié cette convention"):
        edit_convention(
            row, actor=alice, version=row.version, **{**BLANK, "terms": {"subject": "Deux"}}
        )
    assert terms_of(row).subject == "Un"


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("company_check", "chez l’entreprise"),
        ("sent", "«\u00a0Reprendre la convention\u00a0»"),
        ("partly_signed", "«\u00a0Reprendre la convention\u00a0»"),
        ("signed", "seul un avenant la change"),
        ("closed", "est close"),
        ("terminated", "est rompue"),
        ("refused", "sans effet"),
        ("cancelled", "sans effet"),
        ("expired", "sans effet"),
    ],
)
def test_what_is_settled_is_not_rewritten(
    bob: User, alice: User, promotion: Promotion, state: str, sentence: str
) -> None:
    row = make_convention(alice, promotion, **{state: True})
    with pytest.raises(DomainError, match=sentence):
        edit(row, bob, terms={"subject": "Autre"})
    assert terms_of(row).subject == "Relance des clients dormants"


def test_under_review_the_school_writes_and_the_student_asks(
    alice: User, bob: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, teacher_review=True)
    with pytest.raises(NotAllowed, match="demandez-lui le changement"):
        edit(row, alice, terms={"subject": "Autre"})
    edit(row, bob, terms={"subject": "Autre"})
    assert terms_of(row).subject == "Autre"


def test_dates_reversed_are_refused_at_the_field(alice: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion)
    found = errors_of(row, alice, terms={"ends_on": date(2026, 12, 1)})
    assert list(found) == ["ends_on"]
    assert (
        "commence le 04/01/2027 et ne peut pas finir avant, le 01/12/2026" in found["ends_on"][0]
    )


def test_a_stage_never_starts_after_the_diploma(alice: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion)
    day = promotion.ends_on + timedelta(days=1)
    found = errors_of(row, alice, terms={"starts_on": day, "ends_on": day})
    assert found == {
        "starts_on": ["La classe finit le 31/08/2027\u00a0: un stage ne commence pas après."]
    }


def test_a_day_has_24_hours(alice: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion)
    found = errors_of(
        row, alice, terms={"monday_hours": Decimal(400), "project_weekly_hours": Decimal(41)}
    )
    assert found["monday_hours"] == [
        "Un jour compte 24\u00a0heures\u00a0: vérifiez celles du lundi."
    ]
    assert "au plus 40" in found["project_weekly_hours"][0]


def test_a_rate_has_its_amount(alice: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion)
    found = errors_of(row, alice, terms={"gratification": "rate"})
    assert found == {"hourly_cents": ["Indiquez le montant par heure."]}


def test_a_text_too_long_and_an_unknown_field_are_refused(
    alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion)
    found = errors_of(row, alice, values={"supervision": "a" * 2001})
    assert "la limite est de" in found["supervision"][0]
    assert errors_of(row, alice, values={"number": "CV-26-0001"}) == {
        "number": ["Ce champ ne se modifie pas ici."]
    }


@pytest.mark.parametrize(
    ("line", "key", "sentence"),
    [
        ({"kind": "closure", "ends_on": date(2027, 1, 1)}, "breaks-0-ends_on", "avant leur début"),
        ({"kind": "absence"}, "breaks-0-kind", "Une absence se note dans le suivi"),
        ({"kind": "closure", "starts_on": None}, "breaks-0-starts_on", ""),
    ],
)
def test_days_without_presence_are_checked_line_by_line(
    alice: User, promotion: Promotion, line: dict[str, Any], key: str, sentence: str
) -> None:
    row = make_convention(alice, promotion)
    whole = {"starts_on": date(2027, 1, 18), "ends_on": date(2027, 1, 22), **line}
    found = errors_of(row, alice, breaks=[whole])
    assert list(found) == [key]
    assert sentence in found[key][0]


def test_people_and_places_are_those_of_the_company(alice: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion)
    elsewhere = CompanyFactory(school=promotion.school)
    stranger, place = ContactFactory(company=elsewhere), SiteFactory(company=elsewhere)
    assert (
        "n’est pas de l’entreprise" in errors_of(row, alice, terms={"tutor": stranger})["tutor"][0]
    )
    assert "signatory" in errors_of(row, alice, values={"signatory": stranger})
    assert "site" in errors_of(row, alice, terms={"site": place})


def test_another_company_forgets_what_the_former_one_said(
    alice: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion, returned=True)
    other = CompanyFactory(school=promotion.school)
    after = edit(row, alice, values={"company": other, "signatory": row.signatory})
    assert (after.company, after.signatory, after.checked_at) == (other, None, None)
    assert (after.not_a_job, after.headcount, after.host_insurer) == (False, None, "")
    assert terms_of(row).tutor is None


def test_under_review_the_company_stays(alice: User, bob: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion, teacher_review=True)
    other = CompanyFactory(school=promotion.school)
    found = errors_of(row, bob, values={"company": other})
    assert "renvoyez-la à l’étudiant" in found["company"][0]


def test_the_referent_teaches_in_the_school(
    alice: User, bob: User, other_teacher: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion)
    assert "referent" in errors_of(row, alice, terms={"referent": other_teacher})
    edit(row, alice, terms={"referent": bob})
    assert terms_of(row).referent == bob


def test_a_student_of_another_convention_is_not_written(
    alice: User, classmate: User, promotion: Promotion
) -> None:
    row = make_convention(alice, promotion)
    other = make_convention(classmate, promotion).internships.get()
    found = errors_of(row, alice, student_values={other.pk: {"address": "Ailleurs"}})
    assert found == {"student": ["Cet étudiant ne figure pas dans la convention."]}


def test_the_state_of_a_draft_is_never_written_by_hand(alice: User, promotion: Promotion) -> None:
    row = make_convention(alice, promotion)
    found = errors_of(row, alice, values={"state": "signed"})
    assert found == {"state": ["Ce champ ne se modifie pas ici."]}
