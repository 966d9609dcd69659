"""What every table of the product has: a public UUID, and a version where people write at once."""

import uuid

from django.db import models

from nrc_platform.core import clock


class Row(models.Model):
    """A row known to the outside by a UUID."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField("créé le", default=clock.now, editable=False)

    class Meta:
        abstract = True


class Versioned(Row):
    """A row that several people may edit: `version` grows at each save that changes it."""

    version = models.PositiveIntegerField("version", default=1, editable=False)
    updated_at = models.DateTimeField("modifié le", default=clock.now, editable=False)

    class Meta:
        abstract = True
