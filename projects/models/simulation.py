"""A calculation made for a project on a day: its inputs, never its result."""

from django.core.validators import MaxLengthValidator
from django.db import models

from nrc_platform.core.rows import Row
from nrc_platform.people.models import User
from projects.models.project import Project
from projects.states import ToolName

MOST_COMMENT = 1000


class Simulation(Row):
    """
    What a team asked a tool, dated and commented (req. 91, 96).

    The database refuses to change or delete it: another simulation stands beside it. The result
    is calculated again from the inputs each time it is shown.
    """

    # A simulation once saved stays, so its project and its author do.
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="simulations")
    tool = models.CharField("outil", max_length=20, choices=ToolName.choices)
    inputs = models.JSONField("données")
    comment = models.TextField(
        "commentaire",
        max_length=MOST_COMMENT,
        blank=True,
        validators=[
            MaxLengthValidator(
                MOST_COMMENT,
                "Le commentaire dépasse 1\u00a0000\u00a0caractères\u00a0: raccourcissez-le.",
            )
        ],
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("faite le")

    class Meta:
        verbose_name = "simulation"
        ordering = ("-made_at", "id")

    def __str__(self) -> str:
        return f"simulation {self.pk}"

    @property
    def pdf_key(self) -> str:
        """Return the key of its printed form and of the job that makes it."""
        return f"projects.simulation:{self.pk}"
