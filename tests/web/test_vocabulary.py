"""The words of the states: closed, complete, each with a tone and an icon of the sprite."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template import engines
from django_fsm import FSMField

from nrc_platform.core.findings import SEVERITY_ORDER
from nrc_platform.jobs.states import JobState
from nrc_platform.web.vocabulary import TONES, WORDS, Word, word

SPRITE = Path(settings.BASE_DIR) / "static" / "img" / "icons.svg"


def every_word() -> list[Word]:
    """Return each word of the list, the readers' own words included."""
    said = [word for states in WORDS.values() for word in states.values()]
    return said + [word.mine for word in said if word.mine]


def machines() -> list[tuple[str, set[str]]]:
    """Return each state machine of ours: its model's name and its states."""
    return [
        (model._meta.model_name or "", {str(value) for value, _ in field.choices or ()})
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, FSMField) and field.choices
    ]


def test_each_state_of_each_machine_has_its_word() -> None:
    assert machines()
    for kind, states in machines():
        assert states <= WORDS[kind].keys(), kind


def test_no_word_is_kept_for_a_state_that_is_gone() -> None:
    for kind, states in machines():
        assert WORDS[kind].keys() <= states, kind


def test_jobs_and_findings_have_their_words() -> None:
    assert WORDS["job"].keys() == set(JobState.values)
    assert WORDS["finding"].keys() == {*SEVERITY_ORDER, "ok"}


def test_each_word_has_a_known_tone_and_an_icon_of_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text(encoding="utf-8")))
    for said in every_word():
        assert said.tone in TONES, said
        assert said.icon in drawn, said
        assert said.text[0].isupper(), said


def test_only_the_reader_s_move_is_in_the_colour_of_the_move() -> None:
    for states in WORDS.values():
        for said in states.values():
            assert said.tone != "you"
            assert said.mine is None or said.mine.tone == "you"


def test_teacher_reads_to_sign_off_where_others_read_handed_in() -> None:
    assert word("fiche", "submitted").text == "Remise"
    assert word("fiche", "submitted", mine=True).text == "À viser"
    assert word("fiche", "draft", mine=True).text == "Brouillon"


def test_an_unlisted_state_is_never_shown() -> None:
    page = engines["django"].from_string('{% status "fiche" "lost" %}')
    with pytest.raises(KeyError):
        page.render({})
