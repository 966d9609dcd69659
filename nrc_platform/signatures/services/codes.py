"""Codes that open a link, and the visits they open."""

from datetime import timedelta

from django.db.models import F

from nrc_platform.core import clock
from nrc_platform.core.errors import DomainError
from nrc_platform.core.rows import insert
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.notifications import services as notifications
from nrc_platform.signatures.facts import LinkCode, Verification, mask_address
from nrc_platform.signatures.mails import LinkCodeMail
from nrc_platform.signatures.models import (
    MAX_ATTEMPTS,
    AccessLink,
    Challenge,
    LinkSession,
    SigningRequest,
)
from nrc_platform.signatures.services import tokens
from nrc_platform.signatures.services.evidence import note
from nrc_platform.signatures.states import Event

CODE_LIFE = timedelta(minutes=10)
IDLE, ABSOLUTE, TOUCH = timedelta(minutes=30), timedelta(hours=2), timedelta(minutes=1)
COOLDOWN = timedelta(seconds=60)
# How many codes may leave in how long: for one link, to one address, from one place. A lycée or
# a company has one public address for everybody, so the last is wide.
PER_LINK = ((timedelta(hours=1), 5), (timedelta(days=1), 10))
PER_ADDRESS = (timedelta(days=1), 30)
PER_ORIGIN = (timedelta(hours=1), 300)

DEAD = "Ce lien n’est plus valable. Demandez-en un nouveau au lycée."
SLOWLY = (
    "Un code vient de partir. Attendez une minute avant d’en demander un autre, et regardez aussi "
    "dans le courrier indésirable."
)
TOO_MANY = (
    "Trop de codes ont été demandés. Attendez une heure, ou appelez le lycée pour qu’il vérifie "
    "votre adresse."
)
TOO_MANY_TODAY = (
    "Trop de codes ont été demandés aujourd’hui. Réessayez demain, ou appelez le lycée pour qu’il "
    "vérifie votre adresse."
)
NO_CODE = "Ce code ne sert plus. Demandez-en un nouveau."
ELSEWHERE = (
    "Ce code a été demandé dans un autre navigateur\u00a0: saisissez-le là-bas, ou demandez-en un "
    "nouveau ici."
)
LOCKED = "Ce code a été essayé cinq fois. Demandez-en un nouveau."
WRONG = "Ce n’est pas le bon code. Relisez le dernier courriel\u00a0: il vous reste {left}."


@service
def request_code(link: AccessLink, *, nonce: str, ip: str) -> Challenge:
    """
    Send a code to the recorded address, for the browser that holds the nonce.

    - one a minute, five an hour, ten a day for a link; wider limits by address and by origin;
    - the code before it is dead.
    """
    request = _hold_round(link)
    held = AccessLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if not held.is_live:
        raise DomainError(DEAD, code="link_dead")
    origin = tokens.hashed("origin", ip)
    _check_pace(held, origin)
    now = clock.now()
    held.challenges.filter(consumed_at__isnull=True, superseded_at__isnull=True).update(
        superseded_at=now
    )
    code = tokens.draw_code()
    challenge = insert(
        Challenge(
            link=held,
            code_hmac=tokens.hashed("code", str(held.pk), nonce, code),
            nonce_hash=tokens.hashed("nonce", nonce),
            origin_hash=origin,
            sent_to=mask_address(held.email),
            created_at=now,
            expires_at=now + CODE_LIFE,
        )
    )
    mail = LinkCodeMail(LinkCode(name=held.name, school=held.school.name), code)
    notifications.send(mail, to=held.email, about=held, school_id=held.school_id)
    _trace("request_code", held, challenge)
    _note(Event.CODE_SENT, request, held, challenge, {"sent_to": held.email, "ip": ip})
    return challenge


def _hold_round(link: AccessLink) -> SigningRequest | None:
    """Lock the round of a signer's link, before the link itself: every act takes them so."""
    if link.signer_id is None:
        return None
    rows = SigningRequest.objects.select_for_update(of=("self",))
    return rows.get(signers=link.signer_id)


def _note(
    event: Event,
    request: SigningRequest | None,
    link: AccessLink,
    challenge: Challenge,
    personal: dict[str, str] | None = None,
) -> None:
    """Write into the evidence of the round, when the link is a signer's; never the code."""
    if request is not None:
        data = {"challenge": str(challenge.pk), "channel": challenge.channel}
        note(request, event, signer=link.signer, data=data, personal=personal)


def _check_pace(link: AccessLink, origin: str) -> None:
    now = clock.now()
    sent = link.challenges.all()
    if sent.filter(created_at__gt=now - COOLDOWN).exists():
        raise DomainError(SLOWLY, code="too_soon")
    (hour, in_hour), (day, in_day) = PER_LINK
    if sent.filter(created_at__gt=now - day).count() >= in_day:
        raise DomainError(TOO_MANY_TODAY, code="too_many")
    if sent.filter(created_at__gt=now - hour).count() >= in_hour:
        raise DomainError(TOO_MANY, code="too_many")
    span, most = PER_ADDRESS
    to_them = Challenge.objects.filter(link__email__iexact=link.email)
    if to_them.filter(created_at__gt=now - span).count() >= most:
        raise DomainError(TOO_MANY_TODAY, code="too_many")
    span, most = PER_ORIGIN
    from_there = Challenge.objects.filter(origin_hash=origin)
    if from_there.filter(created_at__gt=now - span).count() >= most:
        raise DomainError(TOO_MANY, code="too_many")


@service
def verify_code(link: AccessLink, *, nonce: str, code: str) -> Verification:
    """
    Try a code; return a new visit with its cookie, or the sentence to show.

    Nothing is raised: a refusal would undo the count of tries with the rest of the transaction.
    The count is one conditional UPDATE, so fifty tries at once count as fifty, and five pass.
    """
    request = _hold_round(link)
    current = link.challenges.filter(superseded_at__isnull=True).first()
    if current is None or not AccessLink.objects.live().filter(pk=link.pk).exists():
        return Verification(message=NO_CODE)
    if not tokens.is_same(current.nonce_hash, tokens.hashed("nonce", nonce)):
        return Verification(message=ELSEWHERE)
    usable = Challenge.objects.filter(
        pk=current.pk,
        consumed_at__isnull=True,
        superseded_at__isnull=True,
        expires_at__gt=clock.now(),
    )
    if not usable.filter(attempts__lt=MAX_ATTEMPTS).update(attempts=F("attempts") + 1):
        return Verification(message=LOCKED if usable.exists() else NO_CODE)
    wanted = tokens.hashed("code", str(link.pk), nonce, code)
    if not tokens.is_same(current.code_hmac, wanted):
        _trace("refuse_code", link, current)
        message = _left(current)
        locked = message == LOCKED
        _note(Event.CODE_LOCKED if locked else Event.CODE_FAILED, request, link, current)
        return Verification(message=message)
    usable.update(consumed_at=clock.now())
    _note(Event.CODE_VERIFIED, request, link, current)
    return _open(link, current)


def _left(challenge: Challenge) -> str:
    challenge.refresh_from_db(fields=["attempts"])
    left = MAX_ATTEMPTS - challenge.attempts
    if not left:
        return LOCKED
    return WRONG.format(left=f"{left} essais" if left > 1 else "un essai")


def _open(link: AccessLink, challenge: Challenge) -> Verification:
    cookie, now = tokens.draw_token(), clock.now()
    session = insert(
        LinkSession(
            link=link,
            cookie_hash=tokens.hashed("cookie", cookie),
            created_at=now,
            verified_at=now,
            last_seen_at=now,
        )
    )
    _trace("verify_code", link, challenge)
    return Verification(session=session, cookie=cookie)


def live_session(link: AccessLink, cookie: str) -> LinkSession | None:
    """
    Return the visit of a cookie while it lasts, on a link that lives.

    Half an hour idle, two hours in all; being seen is written at most once a minute.
    """
    now = clock.now()
    session = LinkSession.objects.filter(
        link__in=AccessLink.objects.live().filter(pk=link.pk).order_by(),
        cookie_hash=tokens.hashed("cookie", cookie),
        ended_at__isnull=True,
        verified_at__gt=now - ABSOLUTE,
        last_seen_at__gt=now - IDLE,
    ).first()
    if session is not None and session.last_seen_at <= now - TOUCH:
        session.last_seen_at = now
        session.save(update_fields=["last_seen_at"])
    return session


@service
def end_session(session: LinkSession) -> None:
    """End a visit: the cookie opens nothing more."""
    if LinkSession.objects.filter(pk=session.pk, ended_at__isnull=True).update(
        ended_at=clock.now()
    ):
        link = session.link
        record(
            "signatures.accesslink.leave",
            actor=None,
            about=link,
            school_id=link.school_id,
            data={"session": str(session.pk)},
        )


def _trace(kind: str, link: AccessLink, challenge: Challenge) -> None:
    """Write down what happened to a code, without the code nor the address."""
    record(
        f"signatures.accesslink.{kind}",
        actor=None,
        about=link,
        school_id=link.school_id,
        data={"challenge": str(challenge.pk), "channel": challenge.channel},
    )
