"""The summary of what is to correct in a form: a link to each field, boxes to tick included."""

from django import forms
from django.template import Context, Template


class TeamForm(forms.Form):
    """A line and boxes to tick."""

    title = forms.CharField(label="Titre", error_messages={"required": "Donnez un titre."})
    students = forms.MultipleChoiceField(
        label="Équipe",
        choices=[("1", "Zoé"), ("2", "Léa")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un étudiant."},
    )


def drawn(form: forms.Form, title: str = "") -> str:
    """Return the summary of that form."""
    page = Template("{% error_summary form title %}")
    return " ".join(page.render(Context({"form": form, "title": title})).split())


def test_each_error_leads_to_its_field_boxes_to_tick_too() -> None:
    page = drawn(TeamForm({}))
    assert "2 réponses sont à corriger" in page.replace("\u00a0", " ").replace("&nbsp;", " ")
    assert 'href="#id_title"' in page
    assert 'href="#div_id_students"' in page


def test_an_error_that_is_the_title_is_said_once() -> None:
    form = TeamForm({"title": "x", "students": ["1"]})
    form.add_error(None, "Il manque 2 éléments.")
    page = drawn(form, "Il manque 2 éléments.")
    assert page.count("Il manque 2 éléments.") == 1
    assert "<ul>" not in page


def test_a_form_without_error_has_no_summary() -> None:
    assert not drawn(TeamForm({"title": "x", "students": ["1"]}))
