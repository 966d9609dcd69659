"""Going through the door of a link, and the toy act behind it."""

import re
from typing import Any

from django.core import mail
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client

from nrc_platform.core.errors import DomainError
from nrc_platform.signatures.models import AccessLink, LinkSession
from tests.web.words import plain

SAID: list[dict[str, Any]] = []


def toy(request: HttpRequest, link: AccessLink, session: LinkSession) -> HttpResponse:
    """Show whom the act is for; keep what is said in it."""
    if request.method == "POST":
        if request.POST.get("action") == "refuse":
            raise DomainError("La convention est déjà partie.")
        SAID.append({name: request.POST.getlist(name) for name in request.POST})
        return redirect("./")
    return HttpResponse(f"<p>L’acte de {link.name}</p>")


def at(token: str) -> str:
    """Return the address of a link."""
    return f"/s/{token}/"


def last_code() -> str:
    """Read the code in the last mail."""
    found = re.search(r"\b(\d{6})\b", str(mail.outbox[-1].body))
    assert found
    return found[1]


def ask_code(client: Client, token: str) -> str:
    """Go through the door up to the code; return it."""
    client.post(at(token), {"action": "continue"})
    assert client.post(at(token), {"action": "code"}).status_code == 200
    return last_code()


def enter(client: Client, token: str) -> Any:
    """Go through the door; return the answer to the right code."""
    return client.post(at(token), {"action": "verify", "code": ask_code(client, token)})


def words(answer: Any) -> str:
    """Return the words of a page."""
    return plain(answer.content.decode())


def same(page: bytes) -> bytes:
    """Return the page without the one value that changes at each look: the check of its form."""
    return re.sub(rb'name="csrfmiddlewaretoken"\s+value="[^"]+"', b"", page)


def table_counts() -> dict[str, int]:
    """Count the rows of every table."""
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts
