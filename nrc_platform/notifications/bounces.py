"""What a returned mail says: which of ours it is, and whether it came back for good."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Parsed
from email.policy import compat32

from django.conf import settings

LARGEST = 10 * 1024 * 1024
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_ID_HEADERS = ("Message-ID", "X-Original-Message-ID", "Original-Message-ID")
_QUOTING_HEADERS = (*_ID_HEADERS, "In-Reply-To", "References")
_MACHINES = ("mailer-daemon", "postmaster")
# Only our own words are kept: what a stranger's server writes may hold an address, or anything.
_WORDS = {
    "5.1.1": "adresse inconnue",
    "5.1.2": "domaine inconnu",
    "5.1.3": "adresse mal écrite",
    "5.1.6": "boîte déplacée",
    "5.1.10": "adresse inconnue",
    "5.2.1": "boîte fermée",
    "5.2.2": "boîte pleine",
    "5.2.3": "message trop gros",
    "5.3.4": "message trop gros",
    "5.4.4": "domaine sans courrier",
}
_BY_CLASS = {"1": "adresse refusée", "2": "boîte refusée", "7": "refusé par une règle du serveur"}
FINAL = "refus définitif"


@dataclass(frozen=True)
class Returned:
    """A mail of ours that came back: its Message-ID; without reason, it is not for good."""

    message_id: str
    reason: str


class NotReturned(ValueError):
    """What was given is no returned mail of ours."""


def words_of(status: str) -> str:
    """Return « adresse inconnue (5.1.1) »."""
    found = _STATUS.search(status)
    if found is None:
        return FINAL
    code = found[0]
    return f"{_WORDS.get(code) or _BY_CLASS.get(found[2]) or FINAL} ({code})"


def read_returned(content: bytes) -> Returned:
    """
    Read a notification of delivery (RFC 3464), or any returned mail that holds one of ours.

    - our Message-ID is looked for in the returned part first, then in the headers;
    - only a failure for good has a reason: « failed » and 5.x.x, never « delayed » nor 4.x.x;
    - without a report, a mail counts only when a machine wrote it and gives a code 5.x.x.
    """
    if len(content) > LARGEST:
        raise NotReturned("Ce message dépasse 10\u00a0Mo\u00a0: il n’a pas été lu.")
    mail = email.message_from_bytes(content, policy=compat32)
    if not mail.keys():
        raise NotReturned("Ceci n’est pas un message électronique\u00a0: il n’a pas d’en-tête.")
    message_id = next(_our_ids(mail), "")
    if not message_id:
        raise NotReturned(
            "Ce message ne contient l’identifiant d’aucun courrier envoyé d’ici\u00a0: rien n’est "
            "changé."
        )
    groups = list(_reports(mail))
    reason = _reason_of(groups) if groups else _reason_in_text(mail)
    return Returned(message_id, reason)


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")


def _our_ids(mail: Parsed) -> Iterator[str]:
    ours = re.compile(
        rf"<[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}@{re.escape(_domain())}>", re.I
    )
    for part in mail.walk():
        if part is not mail:
            yield from ours.findall(_held_ids(part))
    for name in _QUOTING_HEADERS:
        yield from ours.findall(" ".join(str(value) for value in mail.get_all(name, [])))


def _held_ids(part: Parsed) -> str:
    """Return the Message-ID headers of a part, or of the headers that it quotes."""
    held = [str(value) for name in _ID_HEADERS for value in part.get_all(name, [])]
    if part.get_content_type() == "text/rfc822-headers":
        quoted = email.message_from_bytes(_bytes_of(part), policy=compat32)
        held += [str(value) for name in _ID_HEADERS for value in quoted.get_all(name, [])]
    return " ".join(held)


def _bytes_of(part: Parsed) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _reports(mail: Parsed) -> Iterator[Parsed]:
    """Return what a report says of each addressee."""
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        payload = part.get_payload()
        groups = payload if isinstance(payload, list) else []
        yield from (each for each in groups if isinstance(each, Parsed) and "Action" in each)


def _reason_of(groups: list[Parsed]) -> str:
    for group in groups:
        action = str(group.get("Action", "")).strip().lower()
        status = _STATUS.search(str(group.get("Status", "")))
        if action == "failed" and (status is None or status[1] == "5"):
            return words_of(status[0] if status else "")
    return ""


def _reason_in_text(mail: Parsed) -> str:
    sender = str(mail.get("From", "")).lower()
    by_machine = str(mail.get("Return-Path", "")).strip() == "<>" or any(
        name in sender for name in _MACHINES
    )
    if not by_machine or "auto-replied" in str(mail.get("Auto-Submitted", "")).lower():
        return ""
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            said = _STATUS.findall(_bytes_of(part).decode("utf-8", "replace"))
            codes = [".".join(code) for code in said]
            # The first text is the server's; what follows is our own mail, sent back.
            return words_of(codes[0]) if codes and codes[0].startswith("5") else ""
    return ""
