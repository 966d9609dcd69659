"""What a browser sends from the long form."""

from typing import Any

from exams.models import Fiche
from tests.exams.factories import WORDS


def typed(fiche: Fiche, **over: Any) -> dict[str, Any]:
    """Return the fields of a whole fiche as the form sends them."""
    sent: dict[str, Any] = {
        "version": str(fiche.version),
        "title": "Vendre un contrat d’entretien",
        "kind": "negotiation_sale",
        "lived": "lived",
        "is_oral": "on",
        "is_real": "on",
        "origin_kind": "internship",
        "origin_text": "stage chez Hygial Services",
        "took_place_on": "04/11/2026",
        "duration_minutes": "35",
        "competences": ["C32"],
        "savoirs": ["S51"],
        "actors-TOTAL_FORMS": "1",
        "actors-INITIAL_FORMS": "0",
        "actors-0-name": "Karim Belkacem",
        "actors-0-capacity": "Gérant, restaurant Le Quai",
        "actors-0-profile": "Pressé, attentif au prix",
        **WORDS,
    }
    return sent | over
