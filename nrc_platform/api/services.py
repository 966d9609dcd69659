"""What people do with keys: make one, take them back; and what the machine forgets."""

from datetime import datetime, timedelta

from nrc_platform.api.models import ApiKey, IdempotencyRecord
from nrc_platform.api.states import Scope
from nrc_platform.core.errors import Invalid
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import User

MAX_DAYS = 366


@service
def create_key(
    user: User, *, scope: str, days: int, actor: User, label: str = ""
) -> tuple[ApiKey, str]:
    """Make a key for that person and return it with its secret, which is shown once."""
    errors: dict[str, list[str]] = {}
    if scope not in Scope.values:
        errors["scope"] = ["La portée est « read » (lecture) ou « write » (écriture)."]
    if not 1 <= days <= MAX_DAYS:
        errors["days"] = [f"Une clé vaut de 1 à {MAX_DAYS} jours."]
    if not user.is_active:
        errors["user"] = ["Ce compte est fermé : il ne peut pas avoir de clé."]
    if errors:
        raise Invalid(errors)
    key, secret = ApiKey.objects.create(
        user=user, expiry=timedelta(days=days), scope=scope, label=label
    )
    record("api.key.create", actor=actor, about=user, data={"scope": scope, "days": days})
    return key, secret


@service
def revoke_keys(user: User, *, actor: User) -> int:
    """Take back every key of that person; return how many."""
    count, _ = ApiKey.objects.filter(user=user).delete()
    record("api.key.revoke", actor=actor, about=user, data={"count": count})
    return count


def forget_answers(before: datetime) -> int:
    """Delete the answers kept for replays before that moment; return how many."""
    count, _ = IdempotencyRecord.objects.filter(created_at__lt=before).delete()
    return count
