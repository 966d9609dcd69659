"""Several documents under one code, and secrets that no answer, row, log or mail body repeats."""

import json
import logging
import re
from typing import Any

import pytest
from django.core import mail
from django.db import models
from django.urls import reverse

from nrc_platform.jobs.models import Job
from nrc_platform.journal.models import Entry
from nrc_platform.notifications.models import Message
from nrc_platform.people.models import Promotion, User
from nrc_platform.signatures.models import Evidence, EvidenceValue, Signer
from nrc_platform.signatures.states import SignerState
from nrc_platform.web.links import cookie_name
from tests.harness.client import HouseClient
from tests.internships.signed import signer_in
from tests.web.link_walk import ask_code, at, words
from tests.web.sign_walk import form_of, opened, to_company, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("head")]


def test_one_code_opens_the_two_documents_of_one_person(
    client: HouseClient, alice: User, classmate: User, promotion: Promotion, bob: User
) -> None:
    first = signer_in(to_company(alice, promotion, actor=bob), "host_signatory")
    second = signer_in(to_company(classmate, promotion, actor=bob), "host_signatory")
    same = {"name": first.name, "email": first.email}
    Signer.objects.filter(pk=second.pk).update(**same)
    url = opened(client, first)
    page = words(client.get(url)).replace("\u00a0", " ")
    assert "2 documents à signer" in page
    assert "Un seul code pour tous" in page
    assert "La convention de stage d’Amir Belkacem" in page
    for signer, said in ((first, "Il reste 1 document à signer"), (second, "C’est signé")):
        own = f"{url}?doc={signer.pk}"
        answer = client.post(own, form_of(client, own, signer, typed_name=first.name))
        assert answer.headers["Location"] == f"./?doc={signer.pk}"
        assert said in words(client.get(own)).replace("\u00a0", " ")
    assert len([sent for sent in mail.outbox if "code\u00a0: " in str(sent.body)]) == 1
    states = Signer.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True)
    assert set(states) == {SignerState.SIGNED}


def rows_of(*tables: type[models.Model]) -> str:
    """Return every column of those tables in one text."""
    rows: list[dict[str, Any]] = []
    for table in tables:
        rows += table.objects.values()  # type: ignore[attr-defined]
    return json.dumps(rows, default=str)


def test_no_secret_of_a_link_is_repeated_anywhere(
    client: HouseClient,
    alice: User,
    promotion: Promotion,
    bob: User,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    host = signer_in(to_company(alice, promotion, actor=bob), "host_signatory")
    token = token_of(host)
    url = at(token)
    code = ask_code(client, token)
    answers = [client.post(url, {"action": "verify", "code": code})]
    cookie = client.cookies[cookie_name(token)].value
    for step in ("", "?etape=lecture", "?etape=correction", "?etape=papier", "?etape=refus"):
        answers.append(client.get(url + step))
    answers.append(client.post(url, {"action": "correction", "comment": "Le jeudi."}))
    answers.append(client.post(url, {"action": "signer"}))
    answers.append(client.post(url, form_of(client, url, host)))
    answers.append(client.get(url))
    answers.append(client.post(url, {"action": "leave"}))
    answers.append(client.post(url, {"action": "renew"}))
    secrets = {"token": token, "code": code, "cookie": cookie}
    kept = rows_of(Job, Entry, Evidence, EvidenceValue, Message)
    logged = "\n".join(f"{each.getMessage()} {each.__dict__}" for each in caplog.records)
    said = [answer.content.decode() for answer in answers]
    said += [answer.headers.get("Location", "") for answer in answers]
    api = HouseClient()
    api.force_login(bob)
    for name in ("signing-request", "signer", "jobs"):
        answer = api.get(reverse(f"api:{name}-list"))
        assert answer.status_code == 200
        said.append(answer.content.decode())
    for name, secret in secrets.items():
        # Six digits stand in a hash or in an hour by chance: a code stands apart.
        wanted = re.compile(rf"(?<![\w.]){re.escape(secret)}(?!\w)")
        for text in (kept, logged, *said):
            assert not wanted.search(text), name
