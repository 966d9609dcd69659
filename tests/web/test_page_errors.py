"""Error pages: one sentence, one way home, a reference that the log holds too."""

import logging
import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory

from nrc_platform.core.errors import DomainError, NotAllowed
from nrc_platform.web import views
from nrc_platform.web.middleware import DomainErrorMiddleware

REFERENCE = re.compile(r"\b(\d{3}-[A-Z2-9]{6})\b")


@pytest.fixture
def request_of_visitor() -> Any:
    request = RequestFactory().get("/epreuves/secret/")
    request.user = AnonymousUser()
    request.resolver_match = None
    return request


def test_visitor_of_a_missing_page_reads_one_sentence_and_a_reference(
    request_of_visitor: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        page = views.not_found(request_of_visitor, Exception()).content.decode()
    assert "Cette page n’existe pas, ou ne vous est pas ouverte." in page
    assert 'href="/"' in page
    found = REFERENCE.search(page)
    assert found
    assert found.group(1) in caplog.text
    assert "secret" not in caplog.text


def test_person_refused_reads_whom_to_ask(request_of_visitor: Any) -> None:
    answer = views.forbidden(request_of_visitor, PermissionDenied())
    assert answer.status_code == 403
    assert "Demandez à la personne" in answer.content.decode()


def test_visitor_sends_something_unreadable(request_of_visitor: Any) -> None:
    answer = views.bad_request(request_of_visitor, Exception())
    assert answer.status_code == 400
    assert "recommencez" in answer.content.decode()


def test_failure_is_told_without_the_database(request_of_visitor: Any) -> None:
    # No django_db mark: a query would fail this test.
    del request_of_visitor.user
    answer = views.server_error(request_of_visitor)
    assert answer.status_code == 500
    assert REFERENCE.search(answer.content.decode())


@pytest.mark.parametrize(
    ("error", "status"), [(DomainError("La fiche est figée."), 409), (NotAllowed("Non."), 403)]
)
def test_refusal_is_shown_with_its_sentence(
    request_of_visitor: Any, error: DomainError, status: int
) -> None:
    gate = DomainErrorMiddleware(lambda request: HttpResponse())
    answer = gate.process_exception(request_of_visitor, error)
    assert answer is not None
    assert answer.status_code == status
    assert error.message in answer.content.decode()


@pytest.mark.django_db
def test_person_with_an_old_form_keeps_hope_for_their_text() -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/connexion/", {"login": "a@b.example", "password": "x"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Formulaire trop ancien" in page
    assert REFERENCE.search(page)
