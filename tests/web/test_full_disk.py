"""A full disk or a stopped database: a sentence, and nothing half-written."""

from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import reverse

from exams.models import Fiche
from nrc_platform.journal.models import Entry
from nrc_platform.people.models import User
from nrc_platform.web import views

SENTENCE = "son disque est plein. Rien n’a été écrit à moitié."


def refuse_lines(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Fail as SQLite does when the journal's line finds no room left."""
    if sql.startswith("INSERT INTO") and "journal_entry" in sql:
        raise OperationalError("database or disk is full")
    return execute(sql, params, many, context)


@pytest.mark.django_db
def test_student_whose_fiche_finds_no_room_reads_why_and_leaves_no_row(alice: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(alice)
    before = Entry.objects.count()
    typed = {"title": "Vendre un contrat", "kind": "negotiation_sale"}
    with connection.execute_wrapper(refuse_lines):
        answer = client.post(reverse("exams:fiche_new"), typed)
    assert answer.status_code == 503
    assert SENTENCE in answer.content.decode()
    assert Fiche.objects.count() == 0
    assert Entry.objects.count() == before


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed")])
def test_visitor_of_a_site_without_database_reads_a_sentence(error: Exception) -> None:
    # No django_db mark: the answer asks the database nothing.
    request = RequestFactory().get("/epreuves/")
    request.resolver_match = None
    try:
        raise error
    except (OperationalError, InterfaceError):
        answer = views.server_error(request)
    assert answer.status_code == 503
    assert SENTENCE in answer.content.decode()
