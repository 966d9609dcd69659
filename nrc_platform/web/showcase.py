"""What the living page shows: every component with invented facts, in each of its states."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator

from nrc_platform.core import clock
from nrc_platform.core.findings import Finding
from nrc_platform.core.forms import CrispyForm, FrenchDateField
from nrc_platform.web.vocabulary import WORDS, Word
from projects.facts.asked import EXAMPLES
from projects.rules.tools import sheet_of
from projects.states import ToolName

# One tool for each kind of drawing.
_DRAWN = (ToolName.MARGIN, ToolName.INVESTMENT, ToolName.ABC, ToolName.NORMAL)
_KINDS = {
    "convention": "Convention",
    "avenant": "Avenant",
    "attestation": "Attestation",
    "signer": "Signataire",
    "signer_on_paper": "Signataire sans adresse",
    "signingrequest": "Tour de signature",
    "delegation": "Collègue proposé",
    "internship": "Stage",
    "assessment": "Bilan de stage",
    "supportingpaper": "Pièce",
    "project": "Projet",
    "phase": "Phase d’un projet",
    "action": "Action d’un plan",
    "sponsoropinion": "Avis du professionnel",
    "fiche": "Fiche E4",
    "dossier": "Dossier",
    "document": "Document",
    "job": "Travail",
    "finding": "Constat",
    "mail": "Courriel",
    "company": "Entreprise",
    "account": "Compte",
}
_SIRET_LENGTH = 14


class SampleForm(CrispyForm):
    """Fields of every sort."""

    siret = forms.CharField(label="SIRET", help_text="Sur tout devis ou facture de l’entreprise.")
    phone = forms.CharField(label="Téléphone", required=False)
    met_on = FrenchDateField(label="Jour de l’entretien")
    period = forms.ChoiceField(
        label="Période", choices=[("p1", "Du 4 janvier au 12 février 2027")]
    )
    met = forms.ChoiceField(
        label="Situation",
        choices=[("lived", "vécue"), ("observed", "observée")],
        widget=forms.RadioSelect,
    )
    told = forms.CharField(
        label="Qu’avez-vous obtenu ?", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    large = forms.BooleanField(label="L’entreprise emploie au moins 20 personnes", required=False)

    def clean_siret(self) -> str:
        """Say how many digits were typed."""
        typed = str(self.cleaned_data["siret"])
        if len(typed) != _SIRET_LENGTH:
            raise ValidationError(
                f"Le SIRET doit compter 14 chiffres\u00a0; vous en avez saisi {len(typed)}."
            )
        return typed


def _form() -> SampleForm:
    typed = {"siret": "9843216500012", "met_on": "12/13/2026", "period": "p1", "met": "lived"}
    return SampleForm(typed)


def _todo(phrase: str, detail: str, due: str, verb: str, count: int = 1) -> dict[str, Any]:
    return {
        "count": count,
        "phrase": phrase,
        "detail": detail,
        "due": due,
        "url": "#liste",
        "verb": verb,
    }


def _findings() -> list[Finding]:
    return [
        Finding(
            "e4.three_fiches",
            "blocking",
            "Il manque une fiche\u00a0: le dossier en compte deux sur trois.",
            "Référentiel, épreuve E4",
            "student",
            "2027-01-12",
            "deposit",
            "#constats",
        ),
        Finding(
            "e4.managerial_required",
            "warning",
            "Aucune fiche ne porte sur une communication managériale.",
            "Circulaire d’organisation",
            "student",
        ),
        Finding(
            "curriculum.last_session",
            "info",
            "Ce référentiel a eu sa dernière session en 2019.",
            "Référentiel NRC-2003",
            "teacher",
        ),
    ]


def _timeline() -> list[dict[str, Any]]:
    now = clock.now()
    return [
        {
            "at": now,
            "who": "Claire Vasseur",
            "what": "a renvoyé la fiche avec deux remarques.",
            "quote": "Qui a pris l’initiative du rendez-vous ?",
            "state": "back",
        },
        {
            "at": now - timedelta(days=3),
            "who": "Zoé Dupré",
            "what": "a remis la fiche.",
            "quote": "",
            "state": "done",
        },
        {
            "at": now - timedelta(days=9),
            "who": "Zoé Dupré",
            "what": "a commencé la fiche.",
            "quote": "",
            "state": "",
        },
    ]


def _step(number: int, label: str, state: str, *, current: bool = False) -> dict[str, Any]:
    return {
        "number": number,
        "label": label,
        "url": f"#r{number}",
        "state": state,
        "current": current,
    }


def _documents() -> list[dict[str, str]]:
    line = {"title": "Fiche E4 n° 1", "detail": "2 pages", "when": "24/11/2026", "size": "48 Ko"}
    return [
        {**line, "state": "ready", "url": "#pdf"},
        {**line, "title": "Fiche E4 n° 2", "state": "preparing", "url": "", "size": ""},
        {
            **line,
            "title": "Fiche E4 n° 3",
            "detail": "L’annexe est illisible : déposez-la de nouveau.",
            "state": "failed",
            "url": "",
            "size": "",
        },
    ]


def _cell(state: str, **more: Any) -> dict[str, Any]:
    plain = {"kind": "fiche", "url": "#tableau", "figure": "", "bare": True, "mine": False}
    return {**plain, "state": state, "tone": "", **more}


def _once(states: dict[str, Word]) -> dict[Word, str]:
    """Keep one state for each word: several may share it."""
    kept: dict[Word, str] = {}
    for state, said in states.items():
        kept.setdefault(said, state)
    return kept


def showcase() -> dict[str, Any]:
    """Return the facts of the living page; no query."""
    return {
        "vocabulary": [
            (_KINDS[kind], kind, [(state, said) for said, state in _once(states).items()])
            for kind, states in WORDS.items()
        ],
        "form": _form(),
        "late": [
            _todo("fiches E4 à viser", "Inès Da Silva, Jules Perrin", "depuis 9 jours", "Viser", 2)
        ],
        "week": [
            _todo("fiche E4 à viser\u00a0: Zoé Dupré", "Remise hier", "avant lundi 30", "Viser")
        ],
        "later": [
            _todo(
                "entreprises à vérifier", "Optiloc, Néoprint", "avant le 4 décembre", "Vérifier", 2
            )
        ],
        "findings": _findings(),
        "in_order": ["Les neuf rubriques de chaque fiche sont remplies."],
        "timeline": _timeline(),
        "relay": [
            {"label": "Brouillon", "detail": "le 12 novembre", "state": "done"},
            {"label": "Remise", "detail": "le 23 novembre", "state": "done"},
            {"label": "Visa", "detail": "en attente", "state": "now"},
            {"label": "PDF", "detail": "", "state": "later"},
        ],
        "steps": [
            _step(1, "Entreprise", "done"),
            _step(2, "Acteurs", "talk", current=True),
            _step(3, "Objet", "miss"),
            _step(4, "Contexte", ""),
        ],
        "documents": _documents(),
        "views": [
            {"label": "Tous", "count": 18, "url": "#tableau", "current": True},
            {"label": "À vous", "count": 3, "url": "#tableau", "current": False},
            {"label": "En retard", "count": 2, "url": "#tableau", "current": False},
        ],
        "cells": [
            _cell("visaed"),
            _cell("submitted", bare=False, mine=True, figure="9\u00a0j"),
            _cell("draft"),
            _cell("returned"),
            None,
        ],
        "page": Paginator(range(200), 50).get_page(2),
        "sheets": [sheet_of(name, EXAMPLES[name](clock.today())) for name in _DRAWN],
        "now": clock.now(),
    }
