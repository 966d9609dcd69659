"""Who has a convention in hand, what comes next, and what happened to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from internships.models import Convention, Terms
from internships.selectors.pages import signed_words
from internships.states import SIGNING, ConventionState
from nrc_platform.core import dates
from nrc_platform.journal.selectors import history
from nrc_platform.people.models import User
from nrc_platform.signatures.models import Signer, SigningRequest
from nrc_platform.signatures.states import AWAITED, Method, RequestState, SignerState

_S = ConventionState
# How the journal's codes are said, and the mark of the line.
WORDS: Mapping[str, tuple[str, str]] = {
    "internships.convention.draft": ("a commencé la convention", ""),
    "internships.convention.edit": ("a modifié la convention", ""),
    "internships.convention.submit": ("a remis la convention à l’entreprise", "done"),
    "internships.convention.resubmit": ("a remis la convention corrigée", "done"),
    "internships.convention.remind_company": ("a relancé l’entreprise", ""),
    "internships.convention.confirm_check": ("a vérifié les données de l’entreprise", "done"),
    "internships.convention.send_back": ("a renvoyé la convention", "back"),
    "internships.convention.send": ("a envoyé la convention aux signataires", "done"),
    "internships.convention.sign": ("a enregistré la dernière signature", "done"),
    "internships.convention.reopen": ("a repris la convention", "back"),
    "internships.convention.refuse": ("a enregistré un refus", "back"),
    "internships.convention.cancel": ("a annulé la convention", "back"),
    "internships.convention.terminate": ("a enregistré la rupture", "back"),
    "internships.convention.expire": ("a constaté l’expiration", "back"),
    "internships.convention.close": ("a clos la convention", "done"),
}
_QUOTED = ("message", "reason")
# Without a name these were done through the company's link.
_BY_COMPANY = (
    "internships.convention.confirm_check",
    "internships.convention.edit",
    "internships.convention.refuse",
)


@dataclass(frozen=True)
class TimelineLine:
    """A fact of the journal, said in French."""

    at: datetime
    who: str
    what: str
    quote: str = ""
    state: str = ""


@dataclass(frozen=True)
class RelayStep:
    """A step of the circuit: done, under way, or to come."""

    label: str
    detail: str
    state: str


@dataclass(frozen=True)
class Baton:
    """Who has the convention in hand, what they must do, and the circuit."""

    title: str
    text: str
    tone: str
    steps: tuple[RelayStep, ...]


def timeline(convention: Convention, rounds: Sequence[SigningRequest]) -> list[TimelineLine]:
    """Return what happened, newest first. Three queries, rounds and signers loaded."""
    lines = [line for line in history(convention) if line.kind in WORDS]
    names = User.objects.in_bulk({line.actor_id for line in lines if line.actor_id})
    host = convention.company.name if convention.company else "L’entreprise"
    told = []
    for line in lines:
        what, state = WORDS[line.kind]
        nobody = host if line.kind in _BY_COMPANY else "La plateforme"
        who = str(names[line.actor_id]) if line.actor_id in names else nobody
        quote = next((str(line.data[name]) for name in _QUOTED if line.data.get(name)), "")
        told.append(TimelineLine(line.at, who, what, quote, state))
    for held in rounds:
        told += [_signature(row) for row in held.signers.all() if row.signed_at]
    return sorted(told, key=lambda line: line.at, reverse=True)


def _signature(row: Signer) -> TimelineLine:
    assert row.signed_at is not None  # noqa: S101
    if row.method == Method.ONLINE:
        return TimelineLine(row.signed_at, row.name, "a signé en ligne", state="done")
    day = f", le {dates.day_month(row.signed_on)}" if row.signed_on else ""
    return TimelineLine(row.signed_at, row.name, f"a signé sur papier{day}", state="done")


def relay(convention: Convention, held: SigningRequest | None) -> tuple[RelayStep, ...]:
    """Return the five steps of a convention; no query of its own."""
    at = _place(convention)
    checked, sent, signed = convention.checked_at, convention.sent_at, convention.signed_at
    signing = convention.state in SIGNING and held is not None
    details = (
        dates.day_month(convention.created_at),
        dates.day_month(checked) if checked else "",
        dates.day_month(sent) if sent else "",
        dates.day_month(signed) if signed else f"{signed_words(held)}" if signing and held else "",
        dates.day_month(convention.state_since)
        if convention.state == _S.CLOSED and convention.state_since
        else "",
    )
    labels = ("Rédigée", "Vérifiée par l’entreprise", "Relue par le lycée", "Signée", "Attestée")
    states = ["done" if index < at else "now" if index == at else "later" for index in range(5)]
    if convention.state in _OVER:
        states = ["done" if index < at else "later" for index in range(5)]
    return tuple(
        RelayStep(label, detail if state != "later" else "", state)
        for label, detail, state in zip(labels, details, states, strict=True)
    )


_OVER = (_S.REFUSED, _S.CANCELLED, _S.EXPIRED, _S.TERMINATED)
_PLACES = {
    _S.DRAFT: 0,
    _S.RETURNED: 0,
    _S.COMPANY_CHECK: 1,
    _S.TEACHER_REVIEW: 2,
    _S.READY_TO_SIGN: 3,
    _S.PARTLY_SIGNED: 3,
    _S.SIGNED: 4,
    _S.TERMINATED: 4,
    _S.CLOSED: 5,
}


def _place(convention: Convention) -> int:
    """Return how many steps are behind."""
    known = _PLACES.get(ConventionState(convention.state))
    if known is not None:
        return known
    reached = (convention.checked_at, convention.sent_at, convention.signed_at)
    return 1 + sum(1 for moment in reached if moment)


def baton(
    convention: Convention,
    terms: Terms,
    held: SigningRequest | None,
    can: Mapping[str, bool],
) -> Baton:
    """Say whose move it is to the reader who may do that; no query of its own."""
    title, text, mine = _turn(convention, terms, held, can)
    if convention.state in _OVER:
        tone = "late"
    elif convention.state in (_S.SIGNED, _S.CLOSED):
        tone = "done"
    else:
        tone = "you" if mine else ""
    return Baton(title, text, tone, relay(convention, held))


def _since(convention: Convention) -> str:
    days = dates.days_since(convention.state_since) if convention.state_since else 0
    return "depuis aujourd’hui" if days <= 0 else f"depuis {days}\u00a0jour{'s'[: days > 1]}"


def _turn(
    row: Convention, terms: Terms, held: SigningRequest | None, can: Mapping[str, bool]
) -> tuple[str, str, bool]:
    host = row.company.name if row.company else "l’entreprise"
    students = ", ".join(str(each.student) for each in row.internships.all())
    since, referent = _since(row), str(terms.referent or "le lycée")
    if row.state in SIGNING:
        return _signing_turn(held, can)
    said: dict[str, tuple[str, str, bool]] = {
        _S.DRAFT: (
            "Vous\u00a0: la convention est à compléter" if can["edit"] else f"{students} rédige",
            "Remise, elle part chez l’entreprise, qui vérifie ses données.",
            can["submit"],
        ),
        _S.RETURNED: (
            "Vous\u00a0: la convention est à corriger" if can["edit"] else f"{students} corrige",
            f"Elle est revenue {since}. Corrigée, elle se remet au lycée.",
            can["submit"],
        ),
        _S.COMPANY_CHECK: (
            f"{host} vérifie ses données",
            f"{since[:1].upper()}{since[1:]}. Ensuite, {referent} relit la convention.",
            False,
        ),
        _S.TEACHER_REVIEW: (
            "Vous\u00a0: la convention est à relire" if can["send"] else f"{referent} relit",
            f"À relire {since}. Ensuite, la convention part aux signataires.",
            can["send"],
        ),
        _S.SIGNED: ("Tout est signé", _running(terms), False),
        _S.CLOSED: ("Le stage est attesté", "La convention est close.", False),
        _S.TERMINATED: ("Le stage a pris fin avant son terme", _ended(row), False),
    }
    over = ("La convention est sans effet", "Une autre peut être commencée.", False)
    return said.get(row.state, over)


def _signing_turn(held: SigningRequest | None, can: Mapping[str, bool]) -> tuple[str, str, bool]:
    if held is not None and held.state == RequestState.COMPLETING:
        return (
            "Scellement en cours",
            "Tout le monde a signé. La convention est signée dès que son fichier final est scellé "
            "et vérifié\u00a0: quelques secondes, d’ordinaire.",
            False,
        )
    rows = [each for each in held.signers.all() if each.state in AWAITED] if held else []
    asked = ", ".join(each.name for each in rows if each.state != SignerState.WAITING)
    turn = f"Au tour de {asked}. " if asked else ""
    return (
        f"Il manque {len(rows)}\u00a0signature{'s'[: len(rows) > 1]}",
        f"{turn}Chacun signe en ligne à son tour, par le courriel reçu, ou sur papier\u00a0: le "
        "lycée enregistre alors la page signée.",
        can["record_paper"],
    )


def _running(terms: Terms) -> str:
    if terms.starts_on is None or terms.ends_on is None:
        return "Les dates manquent."
    if dates.days_since(terms.starts_on) < 0:
        return f"Le stage commence le {dates.day(terms.starts_on)}."
    if dates.days_since(terms.ends_on) <= 0:
        return f"Le stage se termine le {dates.day(terms.ends_on)}."
    return "Le stage est fini\u00a0: il reste à l’attester."


def _ended(row: Convention) -> str:
    if row.ended_on is None:
        return ""
    return f"Dernier jour de présence\u00a0: {dates.day(row.ended_on)}. Les jours faits comptent."
