"""A link on its way, and the code read in its mail."""

import re
import uuid
from datetime import timedelta
from typing import Any

from django.core import mail
from django.test import TestCase

from nrc_platform.core import clock
from nrc_platform.people.models import School
from nrc_platform.signatures import services
from nrc_platform.signatures.models import AccessLink, LinkSession

NONCE, IP = "a browser's own", "192.0.2.7"


def make_link(school: School, **fields: Any) -> tuple[AccessLink, str]:
    """Make the link to an act of Dora, for a fortnight."""
    return services.issue_link(
        **{
            "purpose": "tests.act",
            "subject_id": uuid.uuid4(),
            "school": school,
            "name": "Dora Dubois",
            "email": "dora@entreprise.example",
            "expires_at": clock.now() + timedelta(days=14),
            "actor": None,
        }
        | fields
    )


def ask(link: AccessLink, nonce: str = NONCE, ip: str = IP) -> str:
    """Ask for a code and read it in the mail that came."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.request_code(link, nonce=nonce, ip=ip)
    found = re.search(r"code\u00a0: (\d{6})\b", str(mail.outbox[-1].body))
    assert found
    return found[1]


def wrong(code: str) -> str:
    """Return another code."""
    return f"{(int(code) + 1) % 10**6:06d}"


def visit(link: AccessLink, code: str) -> tuple[LinkSession, str]:
    """Open a visit; return it with its cookie."""
    given_back = services.verify_code(link, nonce=NONCE, code=code)
    assert given_back.session is not None, given_back.message
    return given_back.session, given_back.cookie
