"""What a service writes down."""

from typing import Any, Protocol
from uuid import UUID

from django.db.models import Model

from nrc_platform.journal import chain
from nrc_platform.journal.models import PersonalValue


class HasKey(Protocol):
    """Anything with a UUID as its key: an account, mostly."""

    @property
    def pk(self) -> UUID:
        """The UUID."""


def record(
    kind: str,
    *,
    actor: HasKey | None,
    about: Model | None,
    school_id: UUID | None = None,
    data: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
) -> None:
    """
    Add a line to the journal, written at the end of the service under way.

    - `kind`: a stable dotted code (« exams.fiche.submit »), never a sentence;
    - `data`: facts about the object; never a name, an address, a mark;
    - `personal`: values about people, kept erasable; the line keeps a salted commitment only.
    """
    lines = chain.pending()
    if lines is None:
        raise RuntimeError(f"{kind}: the journal is written inside a service only.")
    lines.append(
        chain.Line(
            kind=kind,
            actor_id=actor.pk if actor is not None else None,
            school_id=school_id,
            object_kind=chain.kind_of(about),
            object_id=about.pk if about is not None else None,
            data=data or {},
            # What nobody gave needs no commitment.
            personal={
                name: value for name, value in (personal or {}).items() if value is not None
            },
        )
    )


def erase_personal_values(*, about: Model) -> int:
    """Erase the personal values of the lines about an object; the chain still holds."""
    values = PersonalValue.objects.filter(
        entry__object_kind=chain.kind_of(about), entry__object_id=about.pk
    )
    return values.delete()[0]
