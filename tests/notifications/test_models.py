"""What the database holds true of a mail."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from nrc_platform.core import clock
from tests.notifications.factories import MessageFactory


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "lost"}, "n’existe pas"),
        ({"state": "sent"}, "daté et ne garde aucun secret"),
        ({"sent": True, "sealed_secrets": "x"}, "daté et ne garde aucun secret"),
        ({"sent_at": clock.now()}, "daté et ne garde aucun secret"),
    ],
    ids=["message_state_known", "undated", "message_sent_without_secret", "dated too early"],
)
def test_each_constraint_refuses_and_speaks_french(
    db: None, fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        MessageFactory.build(**fields).validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(**fields)
