"""What the tests of pages share: the words of an answer, an address by its name."""

from typing import Any

from django.urls import reverse


def text(answer: Any) -> str:
    """Return the words of an answer, its spaces made plain."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def url(name: str, *args: Any) -> str:
    """Return the address of a page of projects."""
    return reverse(f"projects:{name}", args=[getattr(each, "pk", each) for each in args])
