"""The référentiel in the REST API: shapes other programs rely on."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import F, QuerySet
from rest_framework import serializers

from curriculum.access import (
    visible_competences,
    visible_criteres,
    visible_epreuves,
    visible_fonctions,
    visible_referentiels,
    visible_savoirs,
)
from curriculum.forms import (
    CompetenceFilter,
    CritereFilter,
    EpreuveFilter,
    FonctionFilter,
    SavoirFilter,
)
from curriculum.models import Competence, Critere, Epreuve, Fonction, Referentiel, Savoir
from curriculum.selectors import (
    epreuves_by_competence,
    epreuves_by_savoir,
    with_activites,
    with_phases,
    with_printed,
)
from nrc_platform.core.api import Out, Viewset


# DRF takes declared fields out of the class: `label`, `source` and `parent` hide nothing of it.
class BulletOut(serializers.Serializer[Any]):
    """An official text and the items under it."""

    text = serializers.CharField()
    items = serializers.ListField(child=serializers.CharField())


class LabelledOut(serializers.Serializer[Any]):
    """A code and its label."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class RegimeOut(serializers.Serializer[Any]):
    """How a route of candidates takes an épreuve: « ponctuel » or « ccf »."""

    route = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    mode = serializers.CharField()


class RankedOut(serializers.Serializer[Any]):
    """A criterion in its order."""

    rank = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]


class PrintedFonctionOut(LabelledOut):
    """A function the cases of an épreuve bear on, maybe in part."""

    partial = serializers.BooleanField()  # type: ignore[assignment]


class NodeOut(Out):
    """What every object of the référentiel says."""

    referentiel = serializers.CharField()
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    retired_on = serializers.DateField(allow_null=True)

    def node(self, row: Any) -> dict[str, Any]:
        """Return the common part of the shape."""
        return {
            "id": row.pk,
            "referentiel": row.referentiel_code,
            "code": row.code,
            "label": row.label,
            "retired_on": row.retired_on,
        }


class ReferentielOut(Out):
    """A version of a diploma."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    source = serializers.CharField()  # type: ignore[assignment]
    first_session = serializers.IntegerField()
    first_session_confirmed = serializers.BooleanField()
    last_session = serializers.IntegerField(allow_null=True)
    routes = LabelledOut(many=True)
    project_phases = RankedOut(many=True)

    def represent(self, row: Referentiel) -> dict[str, Any]:
        """Return the plain dict of a référentiel."""
        return {
            "id": row.pk,
            "code": row.code,
            "label": row.label,
            "source": row.source,
            "first_session": row.first_session,
            "first_session_confirmed": row.first_session_confirmed,
            "last_session": row.last_session,
            "routes": row.routes,
            "project_phases": [
                {"rank": phase.rank, "label": phase.label} for phase in row.projectphases.all()
            ],
        }


class FonctionOut(NodeOut):
    """A function and its activities."""

    activites = LabelledOut(many=True)

    def represent(self, row: Fonction) -> dict[str, Any]:
        """Return the plain dict of a function."""
        return {
            **self.node(row),
            "activites": [
                {"code": activite.code, "label": activite.label}
                for activite in row.activites.all()
            ],
        }


class SavoirOut(NodeOut):
    """A savoir: level 1 is S4, 2 is S42, 3 is S423."""

    level = serializers.IntegerField()
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    knowledge = BulletOut(many=True)
    limits = BulletOut(many=True)
    epreuves = serializers.ListField(child=serializers.CharField())

    def represent(self, row: Any) -> dict[str, Any]:
        """Return the plain dict of a savoir."""
        return {
            **self.node(row),
            "level": row.level,
            "parent": row.parent_code,
            "knowledge": row.knowledge,
            "limits": row.limits,
            "epreuves": self.context["epreuves"].get(row.pk, []),
        }


class CompetenceOut(NodeOut):
    """A competence and the épreuves that print it."""

    level = serializers.IntegerField()
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    epreuves = serializers.ListField(child=serializers.CharField())

    def represent(self, row: Any) -> dict[str, Any]:
        """Return the plain dict of a competence."""
        return {
            **self.node(row),
            "level": row.level,
            "parent": row.parent_code,
            "epreuves": self.context["epreuves"].get(row.pk, []),
        }


class EpreuveOut(NodeOut):
    """An épreuve: its terms, what it validates and mobilises, its criteria."""

    unite = serializers.CharField()
    coefficient = serializers.IntegerField(allow_null=True)
    optional = serializers.BooleanField()
    form = serializers.CharField()
    form_label = serializers.CharField()
    duration_minutes = serializers.IntegerField()
    preparation_minutes = serializers.IntegerField()
    ccf_situations = serializers.IntegerField()
    regimes = RegimeOut(many=True)
    aims = BulletOut(many=True)
    modalities = BulletOut(many=True)
    competences = serializers.ListField(child=serializers.CharField())
    savoirs = serializers.ListField(child=serializers.CharField())
    fonctions = PrintedFonctionOut(many=True)
    criteres = RankedOut(many=True)

    def represent(self, row: Epreuve) -> dict[str, Any]:
        """Return the plain dict of an épreuve; the printed codes are the deepest ones."""
        plain = (
            "unite",
            "coefficient",
            "optional",
            "form",
            "duration_minutes",
            "preparation_minutes",
            "ccf_situations",
            "regimes",
            "aims",
            "modalities",
        )
        return {
            **self.node(row),
            **{name: getattr(row, name) for name in plain},
            "form_label": row.get_form_display(),
            "competences": [
                link.node.code for link in row.printed_competences.all() if link.deepest
            ],
            "savoirs": [link.node.code for link in row.printed_savoirs.all() if link.deepest],
            "fonctions": [
                {"code": link.node.code, "label": link.label, "partial": link.partial}
                for link in row.printed_fonctions.all()
            ],
            "criteres": [
                {"rank": critere.rank, "label": critere.label} for critere in row.criteres.all()
            ],
        }


class CritereOut(NodeOut):
    """An official criterion."""

    epreuve = serializers.CharField()
    rank = serializers.IntegerField()

    def represent(self, row: Critere) -> dict[str, Any]:
        """Return the plain dict of a criterion."""
        return {**self.node(row), "epreuve": row.epreuve.code, "rank": row.rank}


class NodeViewset(Viewset):
    """A list shows what the loaded file holds; a retired node answers to its own address."""

    ordering = ("code", "id")
    ordering_fields: ClassVar[Sequence[str]] = ("code", "rank", "created_at")

    def get_queryset(self) -> QuerySet[Any]:
        """Return the nodes with their référentiel."""
        rows = super().get_queryset().annotate(referentiel_code=F("referentiel__code"))
        return rows.filter(retired_on__isnull=True) if self.action == "list" else rows


class ReferentielViewset(Viewset):
    """Versions of diplomas."""

    visible = visible_referentiels
    serializer_class = ReferentielOut
    ordering = ("code", "id")
    ordering_fields = ("code", "created_at")

    def get_queryset(self) -> QuerySet[Referentiel]:
        """Return the référentiels with their phases."""
        return with_phases(super().get_queryset())


class FonctionViewset(NodeViewset):
    """Functions of the commercial."""

    visible = visible_fonctions
    serializer_class = FonctionOut
    filterset_class = FonctionFilter

    def get_queryset(self) -> QuerySet[Fonction]:
        """Return the functions with their activities."""
        return with_activites(super().get_queryset())


class SavoirViewset(NodeViewset):
    """Savoirs S4 to S8."""

    visible = visible_savoirs
    serializer_class = SavoirOut
    filterset_class = SavoirFilter
    ordering_fields: ClassVar[Sequence[str]] = ("code", "rank", "level", "created_at")

    def get_queryset(self) -> QuerySet[Savoir]:
        """Return the savoirs with the code of their parent: its own texts stay unread."""
        return super().get_queryset().annotate(parent_code=F("parent__code"))

    def get_serializer_context(self) -> dict[str, Any]:
        """Give the épreuves of each savoir."""
        return {**super().get_serializer_context(), "epreuves": epreuves_by_savoir()}


class CompetenceViewset(NodeViewset):
    """Competences C1 to C4."""

    visible = visible_competences
    serializer_class = CompetenceOut
    filterset_class = CompetenceFilter
    ordering_fields: ClassVar[Sequence[str]] = ("code", "rank", "level", "created_at")

    def get_queryset(self) -> QuerySet[Competence]:
        """Return the competences with the code of their parent."""
        return super().get_queryset().annotate(parent_code=F("parent__code"))

    def get_serializer_context(self) -> dict[str, Any]:
        """Give the épreuves of each competence."""
        return {**super().get_serializer_context(), "epreuves": epreuves_by_competence()}


class EpreuveViewset(NodeViewset):
    """Épreuves E1 to E6 and the optional one."""

    visible = visible_epreuves
    serializer_class = EpreuveOut
    filterset_class = EpreuveFilter

    def get_queryset(self) -> QuerySet[Epreuve]:
        """Return the épreuves with what they print and their criteria."""
        return with_printed(super().get_queryset())


class CritereViewset(NodeViewset):
    """Official criteria, in order."""

    visible = visible_criteres
    serializer_class = CritereOut
    filterset_class = CritereFilter

    def get_queryset(self) -> QuerySet[Critere]:
        """Return the criteria with their épreuve."""
        return super().get_queryset().select_related("epreuve")


ROUTES: list[tuple[str, type[Viewset], str]] = [
    ("referentiels", ReferentielViewset, "referentiel"),
    ("fonctions", FonctionViewset, "fonction"),
    ("savoirs", SavoirViewset, "savoir"),
    ("competences", CompetenceViewset, "competence"),
    ("epreuves", EpreuveViewset, "epreuve"),
    ("criteres", CritereViewset, "critere"),
]
