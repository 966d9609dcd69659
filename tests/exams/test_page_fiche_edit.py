"""The long form: drafts with and without script, conflicts, what is missing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from exams import services
from exams.models import Fiche
from exams.states import FicheState
from nrc_platform.people.models import User
from tests.exams.factories import RemarkFactory
from tests.exams.words import typed
from tests.harness.client import HouseClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def student(alice: User, signed_in: Callable[[User], HouseClient]) -> HouseClient:
    """Alice's browser."""
    return signed_in(alice)


def _url(name: str, fiche: Fiche) -> str:
    return reverse(f"exams:{name}", args=[fiche.pk])


def test_student_finds_the_nine_official_rubrics_in_order(
    student: HouseClient, draft: Fiche
) -> None:
    page = student.get(_url("fiche_edit", draft)).content.decode()
    places = [page.index(f'id="r-{name}"') for name in ("company", "actors", "object", "context")]
    assert places == sorted(places)
    assert "Stratégie(s) de communication mise(s) en place" in page
    assert "<b>9\u00a0rubriques sur 9</b> complètes" in page


def test_student_keeps_an_incomplete_draft_without_script(
    student: HouseClient, draft: Fiche
) -> None:
    answer = student.post(
        _url("fiche_edit", draft), typed(draft, results_text="", action="save"), follow=True
    )
    assert "Brouillon enregistré à" in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.results_text, draft.state) == ("", FicheState.DRAFT)


def test_wrong_date_stays_in_the_page_and_the_rest_is_saved(
    student: HouseClient, draft: Fiche
) -> None:
    sent = typed(draft, took_place_on="le 4", context_text="Nouveau contexte.")
    page = student.post(_url("fiche_edit", draft), sent).content.decode()
    assert 'value="le 4"' in page
    assert "Cette date n’est pas lisible" in page
    assert "sauf les réponses à corriger" in page
    draft.refresh_from_db()
    assert draft.context_text == "Nouveau contexte."
    assert f'name="version" value="{draft.version}"' in page


def test_too_long_a_rubric_keeps_its_text_in_the_page(student: HouseClient, draft: Fiche) -> None:
    long = "mot " * 5_001
    page = student.post(_url("fiche_edit", draft), typed(draft, goals_text=long)).content.decode()
    assert "la limite est de 20" in page
    assert "mot mot mot" in page


def test_student_adds_an_actor_without_script(student: HouseClient, draft: Fiche) -> None:
    answer = student.post(_url("fiche_edit", draft), typed(draft, action="add_actor"))
    assert answer.url.endswith("?acteur=1#r-actors")
    page = student.get(answer.url).content.decode()
    assert 'name="actors-1-name"' in page
    assert 'name="actors-2-name"' not in page


def test_emptied_actor_leaves_the_fiche(student: HouseClient, draft: Fiche) -> None:
    empty = {f"actors-0-{name}": "" for name in ("name", "capacity", "profile")}
    student.post(_url("fiche_edit", draft), typed(draft, **empty))
    assert not draft.actors.exists()


def test_autosave_answers_the_new_version(student: HouseClient, draft: Fiche) -> None:
    answer = student.post(_url("fiche_autosave", draft), typed(draft, place="Trélazé"))
    assert answer.json()["version"] == 2
    assert answer.json()["sentence"].startswith("Brouillon enregistré à")
    draft.refresh_from_db()
    assert draft.place == "Trélazé"


def test_autosave_names_what_it_could_not_keep(student: HouseClient, draft: Fiche) -> None:
    answer = student.post(_url("fiche_autosave", draft), typed(draft, duration_minutes="long"))
    assert answer.json()["sentence"].endswith("sauf une réponse à corriger")


def test_stale_autosave_is_refused_and_changes_nothing(
    student: HouseClient, draft: Fiche, alice: User
) -> None:
    services.save_draft(draft, actor=alice, version=1, values={"place": "Ailleurs"})
    answer = student.post(_url("fiche_autosave", draft), typed(draft, place="Ici", version="1"))
    assert answer.status_code == 409
    assert "Comparez les deux versions" in answer.json()["sentence"]
    draft.refresh_from_db()
    assert draft.place == "Ailleurs"


def test_autosave_of_a_fiche_handed_in_elsewhere_says_so(
    student: HouseClient, submitted: Fiche
) -> None:
    answer = student.post(_url("fiche_autosave", submitted), typed(submitted))
    assert answer.status_code == 409
    assert "déjà remise" in answer.json()["sentence"]


def test_conflict_shows_both_texts_and_keeps_the_chosen_ones(
    student: HouseClient, draft: Fiche, alice: User
) -> None:
    services.save_draft(
        draft, actor=alice, version=1, values={"place": "Chez eux", "goals_text": "Leurs buts"}
    )
    sent = typed(draft, place="Chez moi", goals_text="Mes buts", version="1")
    answer = student.post(_url("fiche_edit", draft), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    for text in ("Chez moi", "Chez eux", "Mes buts", "Leurs buts"):
        assert text in page
    draft.refresh_from_db()
    chosen = sent | {
        "version": str(draft.version),
        "keep-place": "mine",
        "keep-goals_text": "theirs",
    }
    student.post(_url("fiche_resolve", draft), chosen)
    draft.refresh_from_db()
    assert (draft.place, draft.goals_text) == ("Chez moi", "Leurs buts")


def test_second_conflict_is_shown_again(student: HouseClient, draft: Fiche, alice: User) -> None:
    services.save_draft(draft, actor=alice, version=1, values={"place": "Chez eux"})
    answer = student.post(_url("fiche_resolve", draft), typed(draft, version="1"))
    assert answer.status_code == 409
    assert "Deux versions de la même fiche" in answer.content.decode()


@pytest.mark.req(148, rule="e4.real")
def test_missing_elements_link_to_their_fields(student: HouseClient, draft: Fiche) -> None:
    sent = typed(draft, took_place_on="12/12/2099", results_text="")
    page = student.post(_url("fiche_submit", draft), sent).content.decode()
    assert "Il manque 2 éléments pour remettre la fiche" in page
    assert 'href="#id_took_place_on"' in page
    assert 'href="#id_results_text"' in page
    beside = page[page.index('id="id_results_text_error"') :][:300]
    assert "La rubrique est vide\u00a0: qu’avez-vous obtenu" in beside
    assert f'name="version" value="{Fiche.objects.get(pk=draft.pk).version}"' in page


def test_missing_capacity_is_said_beside_its_actor(student: HouseClient, draft: Fiche) -> None:
    sent = typed(draft, **{"actors-0-capacity": ""})
    page = student.post(_url("fiche_submit", draft), sent).content.decode()
    assert "La qualité de l’acteur 1 manque" in page[page.index('id="id_actors-0-capacity"') :]


def test_double_click_submits_once_and_says_so(student: HouseClient, draft: Fiche) -> None:
    sent = typed(draft)
    student.post(_url("fiche_submit", draft), sent)
    again = student.post(_url("fiche_submit", draft), sent)
    assert again.status_code == 409
    assert "déjà remise" in again.content.decode()
    draft.refresh_from_db()
    assert draft.submission_number == 1


def test_submitted_fiche_opens_for_reading(student: HouseClient, submitted: Fiche) -> None:
    answer = student.get(_url("fiche_edit", submitted))
    assert answer.url == _url("fiche", submitted)


def test_remark_stands_beside_its_rubric_and_is_handled(
    student: HouseClient, returned: Fiche
) -> None:
    remark = RemarkFactory(fiche=returned, sent=True, rubric="strategy", text="Bien vu.")
    page = student.get(_url("fiche_edit", returned)).content.decode()
    assert (
        page.index('id="r-strategy"') < page.index("Bien vu.") < page.index('id="r-difficulties')
    )
    student.post(_url("fiche_edit", returned), typed(returned, action=f"handle:{remark.pk}"))
    page = student.get(_url("fiche_edit", returned)).content.decode()
    assert "Traitée le" in page


def test_hostile_text_is_shown_as_text(student: HouseClient, draft: Fiche) -> None:
    student.braces = False
    hostile = "<script>alert(1)</script><b onclick=x>{{ 7*7 }}</b>"
    student.post(_url("fiche_edit", draft), typed(draft, title=hostile, context_text=hostile))
    for name in ("fiche_edit", "fiche"):
        page = student.get(_url(name, draft)).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "{{ 7*7 }}" in page


def test_classmate_finds_no_fiche(
    draft: Fiche, classmate: User, signed_in: Callable[[User], HouseClient]
) -> None:
    other = signed_in(classmate)
    for name in ("fiche", "fiche_edit", "fiche_versions", "fiche_pdf", "annex_new"):
        assert other.get(_url(name, draft)).status_code == 404
    for name in ("fiche_autosave", "fiche_submit", "fiche_place", "fiche_resolve"):
        assert other.post(_url(name, draft), typed(draft)).status_code == 404


def test_form_costs_the_same_queries_for_one_actor_or_ten(
    student: HouseClient, draft: Fiche, assert_same_queries: Callable[..., int]
) -> None:
    from tests.exams.factories import FicheActorFactory

    ranks: Any = iter(range(1, 12))
    assert_same_queries(
        _url("fiche_edit", draft),
        lambda: FicheActorFactory(fiche=draft, rank=next(ranks)),
        client=student,
    )
