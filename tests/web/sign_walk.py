"""A convention presented to be signed, the links in its mails, and the way through a page."""

import re
from typing import Any

from django.core import mail
from django.test import TestCase

from internships.models import Convention
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import Signer
from tests.harness.client import HouseClient
from tests.internships.signed import record, round_of, sent_convention, signer_in
from tests.signatures.rounds import present
from tests.web.link_walk import at, enter

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"\s+value="([^"]*)"')


def presented(student: User, promotion: Promotion, *, actor: User, **more: Any) -> Convention:
    """Send a student's convention and seal what is presented: the student is asked to sign."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        row = sent_convention(student, promotion, actor=actor, **more)
        if round_of(row).document_id is None:
            present(round_of(row))
    return row


def to_company(student: User, promotion: Promotion, *, actor: User, **more: Any) -> Convention:
    """The same, signed by the student: the company is asked."""
    row = presented(student, promotion, actor=actor, **more)
    with TestCase.captureOnCommitCallbacks(execute=True):
        record(signer_in(row, "student"), actor=actor)
    return row


def token_of(signer: Signer) -> str:
    """Read the link in the last mail to that person."""
    for sent in reversed(mail.outbox):
        found = re.search(r"/s/([^/\s]+)/", str(sent.body))
        if sent.to == [signer.email] and found:
            return found[1]
    raise AssertionError("no link was sent")


def hidden(page: Any) -> dict[str, str]:
    """Return the hidden fields of the form of the page."""
    found = dict(_HIDDEN.findall(page.content.decode()))
    found.pop("csrfmiddlewaretoken", None)
    return found


def opened(client: HouseClient, signer: Signer) -> str:
    """Go through the door of a signer; return the address of the act."""
    token = token_of(signer)
    assert enter(client, token).status_code == 302
    return at(token)


def form_of(client: HouseClient, url: str, signer: Signer, **more: str) -> dict[str, str]:
    """Fill in the page: the box ticked, the name written."""
    filled = {"action": "signer", "consent": "on", "typed_name": signer.name}
    return {**hidden(client.get(url)), **filled, **more}
