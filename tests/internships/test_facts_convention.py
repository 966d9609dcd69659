"""What a convention prints, frozen."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from internships.facts import words
from internships.facts.clauses import VARIABLES, unknown_variables
from internships.facts.convention import ConventionFacts, convention_facts, variables
from internships.facts.parts import DurationFact, MonthFact, SignerFact, gratification_fact
from internships.facts.template import convention_template
from internships.models import Convention, Internship, Terms
from nrc_platform.people.models import LegalRepresentative
from tests.internships.factories import (
    BreakFactory,
    ConventionFactory,
    ConventionMissionFactory,
    InternshipFactory,
    SchoolClausesFactory,
    TermsFactory,
)
from tests.people.factories import PromotionFactory

DEFAULTS = (
    "supervision",
    "social_protection",
    "leave_terms",
    "termination_terms",
    "validation_terms",
    "house_rules",
    "attestation_terms",
)
SIGNERS = (
    SignerFact(("student",), "Zoé Dupré"),
    SignerFact(("host_signatory", "host_tutor"), "Denis Tessier", "Directeur d’agence"),
    SignerFact(("referent",), "Bob Martin"),
    SignerFact(("school_head",), "Philippe Aubert"),
)


def make_facts(
    row: Internship | None = None,
    *,
    signers: Sequence[SignerFact] = SIGNERS,
    clauses: str = "",
    **convention: object,
) -> ConventionFacts:
    """Freeze a complete convention of six weeks."""
    if row is None:
        promotion = PromotionFactory()
        made = ConventionFactory(school=promotion.school, sent=True, **convention)
        row = InternshipFactory(convention=made, promotion=promotion)
    terms = Terms.objects.filter(convention=row.convention).first() or TermsFactory(
        convention=row.convention, staffed=True
    )
    months = (MonthFact("2027-01", Decimal(133)), MonthFact("2027-02", Decimal(77)))
    return convention_facts(
        row.convention,
        terms=terms,
        internships=list(row.convention.internships.order_by("created_at", "id")),
        issued_on=date(2026, 11, 24),
        head="Philippe Aubert",
        signers=signers,
        breaks=list(row.convention.breaks.all()),
        missions=list(row.convention.missions.all()),
        duration=DurationFact(Decimal(210), 30, 30),
        gratification=gratification_fact(terms, months=months),
        clauses=SchoolClausesFactory(school=row.convention.school, body=clauses)
        if clauses
        else None,
        reference="7KQM-2FXD-9P",
    )


def test_model_writes_the_thirteen_articles_and_the_default_texts() -> None:
    model = convention_template()
    assert model.name == "convention-2014@1"
    assert [article.number for article in model.articles] == list(range(1, 14))
    assert all(article.paragraphs for article in model.articles)
    assert tuple(model.defaults) == DEFAULTS
    for name, text in model.defaults.items():
        limit = Convention._meta.get_field(name).max_length
        assert limit is not None
        assert 40 < len(text) < limit
        assert "{" not in text


def test_articles_use_only_the_variables_of_the_closed_list() -> None:
    written = "\n".join(
        part
        for article in convention_template().articles
        for part in (article.title, *article.paragraphs)
    )
    assert unknown_variables(written) == []
    assert "{etudiant}" in written


@pytest.mark.django_db
def test_facts_come_back_from_json_with_the_same_digest() -> None:
    facts = make_facts(clauses="Le lycée est prévenu de toute absence de **{etudiant}**.")
    again = ConventionFacts.from_dict(facts.as_dict())
    assert again == facts
    assert again.sha256 == facts.sha256
    assert again.week.total == Decimal(35)
    assert again.gratification.months[0].hours == Decimal(133)


@pytest.mark.django_db
def test_hours_read_again_from_the_database_keep_the_digest() -> None:
    row = InternshipFactory(convention__complete=True)
    first = make_facts(row)
    assert first.week.hours[0] == Decimal(7)
    assert make_facts(Internship.objects.get(pk=row.pk)).sha256 == first.sha256


@pytest.mark.django_db
def test_a_changed_word_changes_the_digest() -> None:
    row = InternshipFactory(convention__sent=True)
    first = make_facts(row)
    Terms.objects.update(subject="Autre sujet")
    assert make_facts(row).sha256 != first.sha256


@pytest.mark.django_db
def test_articles_name_the_parties_and_no_variable_is_left() -> None:
    facts = make_facts()
    assert set(variables(facts)) == set(VARIABLES)
    text = "\n".join(part for article in facts.articles for part in article.paragraphs)
    assert "{" not in text
    for name in (facts.host.name, facts.school.name, facts.student_names, facts.tutor.name):
        assert name in text
    assert "du 4\u00a0janvier 2027 au 12\u00a0février 2027" in text
    assert "210\u00a0h" in text


@pytest.mark.django_db
def test_a_missing_value_shows_as_dots_to_fill_in() -> None:
    row = InternshipFactory(convention__complete=True)
    facts = make_facts(row)
    assert facts.number == ""
    assert variables(facts)["numero"] == words.MISSING


@pytest.mark.django_db
def test_project_names_its_students_and_missions() -> None:
    row = InternshipFactory(convention__kind="project", convention__sent=True)
    InternshipFactory(convention=row.convention, promotion=row.promotion, period=None)
    ConventionMissionFactory(convention=row.convention)
    facts = make_facts(row)
    assert facts.is_project
    assert len(facts.students) == 2
    assert [mission.label for mission in facts.missions] == ["Enquête auprès des clients"]


@pytest.mark.django_db
def test_students_year_breaks_and_representatives_are_frozen() -> None:
    promotion = PromotionFactory(starts_on=date(2025, 9, 1), ends_on=date(2027, 6, 30))
    row = InternshipFactory(promotion=promotion, convention__complete=True)
    LegalRepresentative.objects.create(
        student=row.student, kinship="parent", first_name="Anne", last_name="Dupré"
    )
    BreakFactory(convention=row.convention)
    facts = make_facts(row)
    assert facts.students[0].year == 2
    assert facts.students[0].representatives == ("Anne Dupré",)
    assert facts.breaks[0].label == "fermeture de l’entreprise"


def test_one_person_in_two_capacities_has_one_box() -> None:
    label = SignerFact(("host_signatory", "host_tutor"), "Denis Tessier").label
    assert label == "Pour l’organisme d’accueil et le tuteur"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal(1080), "1\u00a0080"),
        (Decimal("7.50"), "7,5"),
        (Decimal("0.25"), "0,25"),
        (Decimal("1E+2"), "100"),
    ],
)
def test_numbers_are_written_in_french(value: Decimal, shown: str) -> None:
    assert words.number(value) == shown


def test_days_hours_and_sums_are_written_in_french() -> None:
    assert words.euros(141750) == "1\u00a0417,50\u00a0€"
    assert words.euros(5) == "0,05\u00a0€"
    assert words.counted(1, "jour", "jours") == "1\u00a0jour"
    assert words.counted(Decimal("1.5"), "jour", "jours") == "1,5\u00a0jour"
    assert words.month("2027-02") == "février 2027"
    assert words.between(date(2026, 12, 28), date(2027, 1, 8)) == (
        "du lundi 28\u00a0décembre 2026 au vendredi 8\u00a0janvier 2027"
    )
    assert words.between(date(2027, 1, 4), date(2027, 1, 4)) == "le lundi 4\u00a0janvier 2027"
    assert words.between(None, None) == words.MISSING
