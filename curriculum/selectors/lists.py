"""What a list of the référentiel loads beside its rows, retired nodes apart."""

from django.db.models import Prefetch, QuerySet

from curriculum.models import (
    Activite,
    Critere,
    Epreuve,
    EpreuveCompetence,
    EpreuveFonction,
    EpreuveSavoir,
    Fonction,
    ProjectPhase,
    Referentiel,
)


def with_phases(rows: QuerySet[Referentiel]) -> QuerySet[Referentiel]:
    """Return the référentiels with their phases of a project. One more query."""
    return rows.prefetch_related(Prefetch("projectphases", ProjectPhase.objects.active()))


def with_activites(rows: QuerySet[Fonction]) -> QuerySet[Fonction]:
    """Return the functions with their activities. One more query."""
    return rows.prefetch_related(Prefetch("activites", Activite.objects.active()))


def with_printed(rows: QuerySet[Epreuve]) -> QuerySet[Epreuve]:
    """Return the épreuves with what they print and their criteria. Four more queries."""
    return rows.prefetch_related(
        Prefetch("printed_competences", EpreuveCompetence.objects.select_related("node")),
        Prefetch("printed_savoirs", EpreuveSavoir.objects.select_related("node")),
        Prefetch("printed_fonctions", EpreuveFonction.objects.select_related("node")),
        Prefetch("criteres", Critere.objects.active()),
    )
