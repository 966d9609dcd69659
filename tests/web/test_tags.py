"""The template tags: what they write, and what they keep from writing."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from nrc_platform.core import clock
from nrc_platform.core.findings import Finding


def shown(source: str, **context: Any) -> str:
    """Return what a piece of template writes."""
    return engines["django"].from_string(source).render(context)


class Visit(forms.Form):
    """A form with one field."""

    place = forms.CharField(label="Lieu", error_messages={"required": "Écrivez le lieu."})

    def clean(self) -> None:
        """Refuse as a whole too."""
        raise forms.ValidationError("La visite est déjà notée.")


def test_reader_sees_whole_french_dates() -> None:
    at = datetime(2027, 1, 12, 13, 30, tzinfo=UTC)
    assert shown("{{ at|fr_moment }}", at=at).replace("\xa0", " ") == (
        "mardi 12 janvier 2027, 14 h 30"
    )
    assert shown("{{ at|fr_short_day }} {{ at|fr_hour }}", at=at).replace("\xa0", " ") == (
        "12/01/2027 14 h 30"
    )
    assert shown("{{ at|fr_day }}", at=None) == ""


def test_reader_sees_since_when() -> None:
    now = clock.now()
    assert shown("{{ at|fr_since }}", at=now) == "aujourd’hui"
    assert shown("{{ at|fr_since }}", at=now - timedelta(days=1)) == "depuis hier"
    assert shown("{{ at|fr_since }}", at=now - timedelta(days=9)) == "depuis 9\xa0jours"


def test_counts_agree_in_french() -> None:
    sizes = [shown('{{ n|counted:"fiche,fiches" }}', n=n) for n in (0, 1, 2)]
    assert sizes == ["0\xa0fiche", "1\xa0fiche", "2\xa0fiches"]


def test_finding_names_who_acts_before_when_and_why() -> None:
    line = Finding(
        "e4.x", "blocking", "<b>Il manque</b> une fiche.", "Épreuve E4", "student", "2027-01-12"
    )
    text = shown("{% findings lines %}", lines=[line])
    assert "&lt;b&gt;Il manque&lt;/b&gt; une fiche." in text
    assert "étudiant, avant le mardi 12\xa0janvier 2027" in text
    assert "Épreuve E4" in text
    assert "Bloquant" in text


def test_findings_come_with_the_blocking_ones_first() -> None:
    lines = [
        Finding("a", "info", "À savoir d’abord", "", ""),
        Finding("b", "blocking", "Bloque le dépôt", "", ""),
    ]
    text = shown("{% findings lines ok=fine %}", lines=lines, fine=["Tout le reste"])
    assert text.index("Bloque le dépôt") < text.index("À savoir d’abord")
    assert "1\xa0contrôle en règle" in text


def test_to_do_line_repeats_its_count_for_screen_readers() -> None:
    line = {
        "count": 3,
        "phrase": "fiches à viser",
        "detail": "",
        "due": "depuis 9 jours",
        "url": "/x/",
        "verb": "Viser",
    }
    text = shown('{% todo lines tone="late" %}', lines=[line])
    assert '<span class="visually-hidden">3 </span>fiches à viser' in text
    assert "btn-primary" in text
    assert "is-late" in text


def test_error_summary_links_to_the_field_and_keeps_the_general_error() -> None:
    text = shown("{% error_summary form %}", form=Visit({}))
    assert 'href="#id_place"' in text
    assert "Écrivez le lieu." in text
    assert "La visite est déjà notée." in text
    assert "2\xa0réponses sont à corriger" in text
    assert "nrc-errors" not in shown("{% error_summary form %}", form=Visit())


def test_field_says_its_error_once_beside_it() -> None:
    source = "{% load crispy_forms_tags %}{% error_summary form %}{{ form|crispy }}"
    text = shown(source, form=Visit({}))
    assert text.count("Écrivez le lieu.") == 2
    assert 'aria-describedby="id_place_error"' in text
    assert 'id="id_place_error"' in text
    assert text.count("La visite est déjà notée.") == 1


def test_form_without_summary_still_says_its_general_error() -> None:
    text = shown("{% load crispy_forms_tags %}{{ form|crispy }}", form=Visit({}))
    assert "La visite est déjà notée." in text


def test_form_marks_what_is_optional() -> None:
    form = Visit()
    form.fields["place"].required = False
    assert "(facultatif)" in shown("{% load crispy_forms_tags %}{{ form|crispy }}", form=form)


def test_block_tag_keeps_what_the_page_puts_inside_and_escapes_its_title() -> None:
    source = '{% baton title tone="you" %}<a href="/v/">{{ verb }}</a>{% endbaton %}'
    text = shown(source, title="<Vous>", verb="<Viser>")
    assert '<a href="/v/">&lt;Viser&gt;</a>' in text
    assert "&lt;Vous&gt;" in text


def test_confirm_step_repeats_the_verb_and_carries_the_token() -> None:
    source = '{% confirm "Viser ?" "Viser la fiche" "/retour/" danger=True %}{% endconfirm %}'
    text = shown(source, csrf_token="jeton")
    assert 'value="jeton"' in text
    assert "btn-danger" in text
    assert 'href="/retour/"' in text


def test_sort_link_turns_the_order_and_keeps_the_filters() -> None:
    def link(address: str) -> str:
        request = RequestFactory().get(address)
        return shown('{% sort_th "nom" "Nom" %}', request=request)

    assert "aria-sort" not in link("/?q=ma")
    assert "?q=ma&amp;tri=nom" in link("/?q=ma")
    assert 'aria-sort="ascending"' in link("/?tri=nom")
    assert "?tri=-nom" in link("/?tri=nom")


def test_pager_keeps_the_filters_and_is_silent_on_one_page() -> None:
    request = RequestFactory().get("/?q=ma")
    pages = Paginator(range(200), 50)
    text = shown("{% pager page %}", request=request, page=pages.get_page(2))
    assert "?q=ma&amp;page=4" in text
    assert 'aria-current="page"' in text
    alone = shown("{% pager page %}", request=request, page=Paginator([], 50).get_page(1))
    assert alone.strip() == ""


def test_meter_takes_its_size_from_an_attribute() -> None:
    assert 'rect width="39"' in shown("{% meter 7 18 %}")
    assert 'rect width="0"' in shown("{% meter 0 0 %}")
    assert 'aria-label="7 sur 18"' in shown("{% meter 7 18 %}")
