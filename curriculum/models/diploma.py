"""The diploma as versioned data, dated rule values, and the deadlines of a class."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from curriculum.states import DeadlineKind, Form
from nrc_platform.core.rows import Row, Versioned
from nrc_platform.people.models import Promotion, School


class ReferentielQuerySet(models.QuerySet[Any]):
    """Versions of the diploma."""

    def followed(self) -> "ReferentielQuerySet":
        """Keep the one that records follow: the first loaded; a newer one changes none of them."""
        return self.order_by("created_at", "code")[:1]


class Referentiel(Row):
    """A version of a diploma; its sessions are information, they refuse nothing."""

    code = models.CharField("code", max_length=20, unique=True)
    label = models.CharField("diplôme", max_length=200)
    source = models.CharField("source", max_length=300)
    first_session = models.PositiveSmallIntegerField("première session")
    first_session_confirmed = models.BooleanField("première session confirmée", default=False)
    last_session = models.PositiveSmallIntegerField("dernière session", null=True, blank=True)
    routes = models.JSONField("voies d’inscription", default=list)

    objects = ReferentielQuerySet.as_manager()

    class Meta:
        verbose_name = "référentiel"
        ordering = ("created_at", "code")

    def __str__(self) -> str:
        return self.code


class NodeQuerySet(models.QuerySet[Any]):
    """Nodes of a référentiel."""

    def active(self) -> "NodeQuerySet":
        """Keep what the loaded file still holds; a retired node stays readable."""
        return self.filter(retired_on__isnull=True)


class Node(Row):
    """What a référentiel holds under a code; retired when its file drops it, never deleted."""

    # PROTECT, here and below: what records cite is retired, never deleted.
    referentiel = models.ForeignKey(
        Referentiel, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    code = models.CharField("code", max_length=12)
    label = models.CharField("libellé", max_length=400)
    rank = models.PositiveSmallIntegerField("rang")
    retired_on = models.DateField("retiré le", null=True, blank=True)

    objects = NodeQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("rank", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["referentiel", "code"],
                name="%(class)s_code_unique",
                violation_error_message="Ce code existe déjà dans ce référentiel.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


def _tree_constraints(name: str) -> list[models.BaseConstraint]:
    """Return the constraint of a tree of three levels: only the first has no parent."""
    return [
        models.CheckConstraint(
            condition=Q(level=1, parent__isnull=True)
            | Q(level__gt=1, level__lte=3, parent__isnull=False),
            name=f"{name}_parent_by_level",
            violation_error_message="Seul le premier des trois niveaux n’a pas de parent.",
        )
    ]


class Fonction(Node):
    """One of the functions of the commercial, F1 to F4."""

    class Meta(Node.Meta):
        verbose_name = "fonction"


class Activite(Node):
    """An activity of a function."""

    fonction = models.ForeignKey(Fonction, on_delete=models.PROTECT, related_name="activites")

    class Meta(Node.Meta):
        verbose_name = "activité"


class Savoir(Node):
    """Knowledge: level 1 is S4, 2 is S42, 3 is S423; bullets as `{"text", "items"}`."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    level = models.PositiveSmallIntegerField("niveau")
    knowledge = models.JSONField("connaissances", default=list, blank=True)
    limits = models.JSONField("limites de connaissances", default=list, blank=True)

    class Meta(Node.Meta):
        verbose_name = "savoir"
        constraints = [*Node.Meta.constraints, *_tree_constraints("savoir")]


class Competence(Node):
    """A competence: C2, C22, C222."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    level = models.PositiveSmallIntegerField("niveau")

    class Meta(Node.Meta):
        verbose_name = "compétence"
        constraints = [*Node.Meta.constraints, *_tree_constraints("competence")]


class Epreuve(Node):
    """A test of the exam and its terms; `regimes` says how each route of candidates takes it."""

    unite = models.CharField("unité", max_length=8)
    coefficient = models.PositiveSmallIntegerField("coefficient", null=True, blank=True)
    optional = models.BooleanField("facultative", default=False)
    form = models.CharField("forme ponctuelle", max_length=10, choices=Form.choices)
    duration_minutes = models.PositiveSmallIntegerField("durée en minutes")
    preparation_minutes = models.PositiveSmallIntegerField("préparation en minutes", default=0)
    ccf_situations = models.PositiveSmallIntegerField("situations en cours de formation")
    regimes = models.JSONField("formes selon la voie", default=list)
    aims = models.JSONField("finalités et objectifs", default=list, blank=True)
    modalities = models.JSONField("modalités", default=list, blank=True)
    criteria_intro = models.CharField("annonce des critères", max_length=300, blank=True)

    class Meta(Node.Meta):
        verbose_name = "épreuve"
        constraints = [
            *Node.Meta.constraints,
            models.CheckConstraint(
                condition=Q(optional=True, coefficient__isnull=True)
                # An unknown comparison would pass: say that the value exists.
                | Q(optional=False, coefficient__isnull=False, coefficient__gte=1),
                name="epreuve_coefficient_unless_optional",
                violation_error_message="Une épreuve obligatoire a un coefficient, une épreuve "
                "facultative n’en a pas.",
            ),
            models.CheckConstraint(
                condition=Q(duration_minutes__gte=1),
                name="epreuve_lasts",
                violation_error_message="Une épreuve dure au moins une minute.",
            ),
        ]


class Critere(Node):
    """An official criterion of an épreuve, in its order; the same list in every form."""

    epreuve = models.ForeignKey(Epreuve, on_delete=models.PROTECT, related_name="criteres")

    class Meta(Node.Meta):
        verbose_name = "critère"


class ProjectPhase(Node):
    """One of the phases every project goes through, in order."""

    class Meta(Node.Meta):
        verbose_name = "phase de projet"


class PrintedLink(Row):
    """A code as an épreuve prints it; `deepest` when it prints no code under it."""

    rank = models.PositiveSmallIntegerField("rang")
    label = models.CharField("libellé imprimé", max_length=400)
    deepest = models.BooleanField("plus profond imprimé", default=True)
    partial = models.BooleanField("en partie", default=False)

    class Meta:
        abstract = True
        ordering = ("rank", "id")

    def __str__(self) -> str:
        return self.label


class EpreuveCompetence(PrintedLink):
    """A competence an épreuve validates."""

    epreuve = models.ForeignKey(
        Epreuve, on_delete=models.CASCADE, related_name="printed_competences"
    )
    node = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="printed")

    class Meta(PrintedLink.Meta):
        constraints = [
            models.UniqueConstraint(fields=["epreuve", "node"], name="epreuvecompetence_unique")
        ]


class EpreuveSavoir(PrintedLink):
    """Knowledge an épreuve mobilises, or the heading that places it."""

    epreuve = models.ForeignKey(Epreuve, on_delete=models.CASCADE, related_name="printed_savoirs")
    node = models.ForeignKey(Savoir, on_delete=models.PROTECT, related_name="printed")

    class Meta(PrintedLink.Meta):
        constraints = [
            models.UniqueConstraint(fields=["epreuve", "node"], name="epreuvesavoir_unique")
        ]


class EpreuveFonction(PrintedLink):
    """A function the cases of an épreuve bear on, maybe in part."""

    epreuve = models.ForeignKey(
        Epreuve, on_delete=models.CASCADE, related_name="printed_fonctions"
    )
    node = models.ForeignKey(Fonction, on_delete=models.PROTECT, related_name="printed")

    class Meta(PrintedLink.Meta):
        constraints = [
            models.UniqueConstraint(fields=["epreuve", "node"], name="epreuvefonction_unique")
        ]


class RuleSetQuerySet(models.QuerySet[Any]):
    """Sets of rule values."""

    def on(self, day: date) -> "RuleSetQuerySet":
        """Keep the sets that hold on that day."""
        return self.filter(Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day)))


class RuleSet(Row):
    """Rule values of one source between two days, everywhere or in one school."""

    school = models.ForeignKey(
        School, on_delete=models.CASCADE, null=True, blank=True, related_name="rule_sets"
    )
    code = models.SlugField("code", max_length=40)
    label = models.CharField("nom", max_length=200)
    source = models.CharField("source", max_length=300)
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = "règles"
        ordering = ("-starts_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "code"],
                name="ruleset_code_unique",
                violation_error_message="Ces règles existent déjà dans l’établissement.",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(school__isnull=True),
                name="ruleset_general_code_unique",
                violation_error_message="Ces règles générales existent déjà.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="ruleset_dates_ordered",
                violation_error_message="Ces règles ne peuvent pas finir avant leur début.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class RuleValue(Row):
    """One value of a set, under a key of `rules.values`."""

    rule_set = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="values")
    key = models.CharField("règle", max_length=60)
    value = models.JSONField("valeur")

    class Meta:
        verbose_name = "valeur de règle"
        ordering = ("key", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["rule_set", "key"],
                name="rulevalue_key_unique",
                violation_error_message="Cette règle a déjà une valeur à cette date.",
            )
        ]

    def __str__(self) -> str:
        return self.key


class Deadline(Versioned):
    """What a class must have done by a moment."""

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField("échéance", max_length=20, choices=DeadlineKind.choices)
    at = models.DateTimeField("moment")

    class Meta:
        verbose_name = "échéance"
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["promotion", "kind"],
                name="deadline_kind_unique",
                violation_error_message="Cette échéance est déjà fixée pour la promotion.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
