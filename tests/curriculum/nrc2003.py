"""The NRC-2003 file, read once for all the tests, and a small diploma to break."""

from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from curriculum.rules.diploma import Diploma, EpreuveSource, TreeNode, read_diploma
from curriculum.services import referentiel as service

FILE = Path(__file__).resolve().parents[2] / "curriculum" / "data" / "nrc-2003.yaml"


@cache
def diploma() -> Diploma:
    """Return the diploma of the file, read once."""
    return read_again()


def read_again() -> Diploma:
    """Return the diploma of the file as the rules of this moment read it."""
    return read_diploma(FILE.read_text(encoding="utf-8"))


def printed_again(code: str, kind: str) -> list[str]:
    """Return the deepest codes an épreuve prints, read at this moment."""
    (source,) = [line for line in read_again().epreuves if line.code == code]
    return deepest(getattr(source, kind))


def modes_again(code: str) -> dict[str, str]:
    """Return how each route takes an épreuve, read at this moment."""
    (source,) = [line for line in read_again().epreuves if line.code == code]
    return {line["route"]: line["mode"] for line in source.fields["regimes"]}


def load() -> service.LoadReport:
    """Load the delivered diploma without reading its file again."""
    with mock.patch.object(service, "read_diploma", return_value=diploma()):
        return service.load_referentiel("")


@cache
def savoirs() -> dict[str, TreeNode]:
    """Return the savoirs by code, in the order of the file."""
    return {node.code: node for node in diploma().savoirs}


@cache
def competences() -> dict[str, TreeNode]:
    """Return the competences by code, in the order of the file."""
    return {node.code: node for node in diploma().competences}


@cache
def epreuves() -> dict[str, EpreuveSource]:
    """Return the épreuves by code, in the order of the file."""
    return {epreuve.code: epreuve for epreuve in diploma().epreuves}


def fields(code: str) -> dict[str, Any]:
    """Return the terms of an épreuve."""
    return epreuves()[code].fields


def deepest(printed: list[Any]) -> list[str]:
    """Return the deepest printed codes of a list, in the order they are printed."""
    return [line.code for line in printed if line.deepest]


def flat(bullets: list[dict[str, Any]]) -> list[str]:
    """Return every text of some bullets, nested ones after the bullet that holds them."""
    return [text for bullet in bullets for text in (bullet["text"], *bullet["items"])]


SMALL = """\
referentiel:
  code: NRC-2003
  label: BTS Négociation et relation client
  source: Référentiel de certification
  first_session: 2005
  first_session_confirmed: false
  last_session: 2019
fonctions:
  - code: F1
    label: Vente et gestion de la relation client
    activites: [Négociation - vente]
competences:
  - code: C3
    label: Communiquer - négocier
savoirs:
  - code: S4
    label: Mercatique
    children:
      - code: S42
        label: Le contexte de l’action du commercial
        children:
          - code: S422
            label: Les marchés
            knowledge:
              - Positionnement de l’entreprise sur son marché
          - code: S423
            label: La demande
            knowledge:
              - Consommation
          - code: S424
            label: La concurrence
routes:
  - {code: school, label: Voie scolaire}
  - {code: continuing_authorised, label: Formation continue habilitée}
epreuves:
  - code: E4
    unite: U4
    label: Communication commerciale
    coefficient: 4
    form: oral
    duration: 40
    preparation: 40
    ccf_situations: 3
    ccf: [continuing_authorised]
    competences:
      C3: Communiquer - négocier
    savoirs:
      S423: La demande
    criteria:
      - La proposition d’une solution adaptée
rule_sets:
  - code: circulaire
    label: Circulaire
    source: Circulaire nationale d’organisation
    starts_on: 2005-01-01
    values:
      e4.managerial_required: true
"""
