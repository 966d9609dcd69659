"""A diploma as its file says it: typed, checked line by line, ready to be stored."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from curriculum.rules.matching import same_heading
from curriculum.rules.source import Place, read_source
from curriculum.rules.values import RULE_KEYS, Value
from curriculum.states import Form, Mode

_CODE = re.compile(r"[A-Z]{1,4}[0-9]{1,6}(?:\.[0-9]{1,3})*")
_DIPLOMA_CODE = re.compile(r"[A-Z0-9]{2,10}-[0-9]{4}")
MAX_LEVEL = 3
# Widths of the columns: a longer text is refused with its line, not by the database.
MAX_LABEL = 400
MAX_NAME = 200
MAX_SOURCE = 300
MAX_UNIT = 8
MAX_SLUG = 40
Bullet = dict[str, Any]


@dataclass(frozen=True)
class TreeNode:
    """A savoir or a competence: where it stands and what it holds."""

    code: str
    label: str
    level: int
    parent: str | None
    knowledge: list[Bullet]
    limits: list[Bullet]
    place: Place


@dataclass(frozen=True)
class FonctionSource:
    """A function of the commercial and the labels of its activities."""

    code: str
    label: str
    activites: list[str]


@dataclass(frozen=True)
class Printed:
    """A code as an épreuve prints it; `deepest` when it prints no code under it."""

    code: str
    label: str
    deepest: bool = True
    partial: bool = False


@dataclass(frozen=True)
class EpreuveSource:
    """An épreuve: its terms, what it validates and mobilises, its criteria in order."""

    fields: dict[str, Any]
    competences: list[Printed]
    savoirs: list[Printed]
    fonctions: list[Printed]
    criteria: list[str]

    @property
    def code(self) -> str:
        """Return the code, E4."""
        return str(self.fields["code"])


@dataclass(frozen=True)
class RuleSetSource:
    """Dated rule values that hold everywhere."""

    code: str
    label: str
    source: str
    starts_on: date
    ends_on: date | None
    values: dict[str, Value]


@dataclass(frozen=True)
class Diploma:
    """The whole file."""

    fields: dict[str, Any]
    fonctions: list[FonctionSource]
    competences: list[TreeNode]
    savoirs: list[TreeNode]
    phases: list[str]
    epreuves: list[EpreuveSource]
    rule_sets: list[RuleSetSource]


def _bullets(places: list[Place]) -> list[Bullet]:
    bullets = []
    for place in places:
        if isinstance(place.value, dict):
            if not place.has("text"):
                raise place.fail("un texte qui contient deux-points s’écrit entre guillemets.")
            items = [item.text() for item in place.get("items").lines()]
            bullets.append({"text": place.get("text").text(), "items": items})
            place.refuse_unknown()
        else:
            bullets.append({"text": place.text(), "items": []})
    return bullets


def _code(place: Place, seen: set[str]) -> str:
    code = place.text()
    if not _CODE.fullmatch(code):
        raise place.fail(f"« {code} » n’est pas un code : des capitales puis des chiffres.")
    if code in seen:
        raise place.fail(f"le code {code} est déjà pris plus haut dans le fichier.")
    seen.add(code)
    return code


def check_place_of_code(place: Place, code: str, parent: str | None, level: int) -> None:
    """Refuse a code that is too deep, or that does not continue the code above it."""
    if level > MAX_LEVEL:
        raise place.fail(f"{code} est à plus de {MAX_LEVEL} niveaux.")
    if parent and not code.startswith(parent):
        raise place.fail(f"le code {code} devrait commencer par {parent}, qui le contient.")


def check_heading(place: Place, code: str, printed: str, heading: str) -> None:
    """Refuse a printed label that is not the one of the heading its code falls on."""
    if not same_heading(printed, heading):
        raise place.fail(f"{code} s’appelle « {heading} », et non « {printed} ».")


def check_terms(place: Place, coefficient: int | None, *, optional: bool) -> None:
    """Refuse a compulsory épreuve without coefficient, and an optional one that has some."""
    if optional == (coefficient is not None) or coefficient == 0:
        raise place.fail(
            "une épreuve obligatoire a un coefficient d’au moins 1, "
            "une épreuve facultative n’en a pas."
        )


def is_in_training(route: str, authorised: set[str]) -> bool:
    """Return whether candidates of that route are assessed in training; else in point form."""
    return route in authorised


def is_only_a_place(code: str, above: set[str]) -> bool:
    """Return whether the code is printed only to place a deeper one printed under it."""
    return code in above


def _tree(
    places: list[Place], seen: set[str], parent: str | None = None, level: int = 1
) -> Iterator[TreeNode]:
    for place in places:
        code_place = place.get("code")
        code = _code(code_place, seen)
        check_place_of_code(code_place, code, parent, level)
        yield TreeNode(
            code=code,
            label=place.get("label").text(MAX_LABEL),
            level=level,
            parent=parent,
            knowledge=_bullets(place.children("knowledge")),
            limits=_bullets(place.children("limits")),
            place=place,
        )
        yield from _tree(place.children("children"), seen, code, level + 1)
        place.refuse_unknown()


def _above(code: str, nodes: dict[str, TreeNode]) -> Iterator[str]:
    parent = nodes[code].parent
    while parent:
        yield parent
        parent = nodes[parent].parent


def _printed(place: Place, key: str, nodes: dict[str, TreeNode]) -> list[Printed]:
    """Return the codes an épreuve prints, each on a heading of that label."""
    if not place.has(key):
        return []
    lines = dict(place.get(key).pairs())
    for code, label_place in lines.items():
        label = label_place.text(MAX_LABEL)
        if code not in nodes:
            raise label_place.fail(f"le code {code} n’existe pas dans « {key} ».")
        check_heading(label_place, code, label, nodes[code].label)
    above = {parent for code in lines for parent in _above(code, nodes)}
    return [
        Printed(code, line.text(MAX_LABEL), not is_only_a_place(code, above))
        for code, line in lines.items()
    ]


def _functions_of(place: Place, codes: set[str]) -> list[Printed]:
    printed = []
    for line in place.children("fonctions"):
        code_place = line.get("code")
        if code_place.text() not in codes:
            raise code_place.fail(f"la fonction {code_place.text()} n’existe pas.")
        partial = line.get("partial").flag() if line.has("partial") else False
        printed.append(
            Printed(code_place.text(), line.get("label").text(MAX_LABEL), partial=partial)
        )
        line.refuse_unknown()
    return printed


def _regimes(place: Place, routes: list[dict[str, str]]) -> list[dict[str, str]]:
    known = [route["code"] for route in routes]
    authorised = {line.one_of(known) for line in place.get("ccf").lines()}
    return [
        {
            "route": route["code"],
            "label": route["label"],
            "mode": Mode.IN_TRAINING if is_in_training(route["code"], authorised) else Mode.POINT,
        }
        for route in routes
    ]


def _optional_number(place: Place, key: str) -> int | None:
    return place.get(key).number() if place.has(key) else None


def _terms(place: Place, seen: set[str], routes: list[dict[str, str]]) -> dict[str, Any]:
    optional = place.get("optional").flag() if place.has("optional") else False
    coefficient = _optional_number(place, "coefficient")
    check_terms(place, coefficient, optional=optional)
    duration = place.get("duration")
    if duration.number() == 0:
        raise duration.fail("la durée doit compter au moins une minute.")
    intro = place.get("criteria_intro").text(MAX_SOURCE) if place.has("criteria_intro") else ""
    return {
        "code": _code(place.get("code"), seen),
        "unite": place.get("unite").text(MAX_UNIT),
        "label": place.get("label").text(MAX_LABEL),
        "coefficient": coefficient,
        "optional": optional,
        "form": place.get("form").one_of(list(Form.values)),
        "duration_minutes": duration.number(),
        "preparation_minutes": _optional_number(place, "preparation") or 0,
        "ccf_situations": place.get("ccf_situations").number(),
        "regimes": _regimes(place, routes),
        "aims": _bullets(place.children("aims")),
        "modalities": _bullets(place.children("modalities")),
        "criteria_intro": intro,
    }


def _value(key: str, place: Place) -> Value:
    rule = RULE_KEYS.get(key)
    if rule is None:
        raise place.fail(f"la règle « {key} » n’est pas connue : {', '.join(RULE_KEYS)}.")
    if not rule.accepts(place.value):
        raise place.fail(f"la règle « {key} » n’admet pas la valeur {place.value!r}.")
    value: Value = place.value
    return value


def _rule_set(place: Place) -> RuleSetSource:
    starts_on = place.get("starts_on").day()
    ends_on = place.get("ends_on").day() if place.has("ends_on") else None
    if ends_on and ends_on < starts_on:
        raise place.get("ends_on").fail("ces règles finissent avant leur début.")
    rules = RuleSetSource(
        code=place.get("code").text(MAX_SLUG),
        label=place.get("label").text(MAX_NAME),
        source=place.get("source").text(MAX_SOURCE),
        starts_on=starts_on,
        ends_on=ends_on,
        values={key: _value(key, line) for key, line in place.get("values").pairs()},
    )
    place.refuse_unknown()
    return rules


def _version(place: Place, routes: list[dict[str, str]]) -> dict[str, Any]:
    code = place.get("code")
    if not _DIPLOMA_CODE.fullmatch(code.text()):
        raise code.fail("le code d’un référentiel s’écrit comme NRC-2003.")
    first = place.get("first_session").number()
    last = _optional_number(place, "last_session")
    if last is not None and last < first:
        raise place.get("last_session").fail("la dernière session précède la première.")
    fields = {
        "code": code.text(),
        "label": place.get("label").text(MAX_NAME),
        "source": place.get("source").text(MAX_SOURCE),
        "first_session": first,
        "first_session_confirmed": place.get("first_session_confirmed").flag(),
        "last_session": last,
        "routes": routes,
    }
    place.refuse_unknown()
    return fields


def _fonction(place: Place, seen: set[str]) -> FonctionSource:
    fonction = FonctionSource(
        code=_code(place.get("code"), seen),
        label=place.get("label").text(MAX_LABEL),
        activites=[line.text(MAX_LABEL) for line in place.get("activites").lines()],
    )
    place.refuse_unknown()
    return fonction


def _routes(root: Place) -> list[dict[str, str]]:
    return [
        {"code": line.get("code").text(), "label": line.get("label").text(MAX_LABEL)}
        for line in root.get("routes").lines()
    ]


def read_diploma(text: str) -> Diploma:
    """Return the diploma a file describes, or raise `BrokenSource` with the line at fault."""
    root = read_source(text)
    seen: set[str] = set()
    routes = _routes(root)
    fields = _version(root.get("referentiel"), routes)
    fonctions = [_fonction(place, seen) for place in root.get("fonctions").lines()]
    competences = list(_tree(root.get("competences").lines(), seen))
    savoirs = list(_tree(root.get("savoirs").lines(), seen))
    by_code = {node.code: node for node in savoirs}
    skills = {node.code: node for node in competences}
    epreuves = []
    for place in root.get("epreuves").lines():
        epreuves.append(
            EpreuveSource(
                fields=_terms(place, seen, routes),
                competences=_printed(place, "competences", skills),
                savoirs=_printed(place, "savoirs", by_code),
                fonctions=_functions_of(place, {fonction.code for fonction in fonctions}),
                criteria=[line.text(MAX_LABEL) for line in place.children("criteria")],
            )
        )
        place.refuse_unknown()
    phases = [line.text(MAX_LABEL) for line in root.children("project_phases")]
    rule_sets = [_rule_set(place) for place in root.children("rule_sets")]
    root.refuse_unknown()
    return Diploma(fields, fonctions, competences, savoirs, phases, epreuves, rule_sets)
