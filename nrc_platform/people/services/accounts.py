"""Accounts, and the roles they hold from one day to another."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from nrc_platform.core import clock
from nrc_platform.core.access import require
from nrc_platform.core.errors import DomainError, Invalid
from nrc_platform.core.rows import change, check_row, insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.access import (
    can_edit_account,
    can_grant_role,
    can_manage_people,
    forget_roles,
)
from nrc_platform.people.models import Promotion, RoleGrant, School, User
from nrc_platform.people.states import Role, compact_phone

_TEXTS = ("first_name", "last_name")


def _tidy(fields: dict[str, Any]) -> dict[str, Any]:
    tidy = dict(fields)
    for name in _TEXTS:
        if name in tidy:
            tidy[name] = " ".join(clean_text(tidy[name]).split())
    if "phone" in tidy:
        tidy["phone"] = compact_phone(tidy["phone"])
    if "email" in tidy:
        tidy["email"] = (tidy["email"] or "").strip().lower() or None
    return tidy


def _set_password(user: User, password: str | None) -> None:
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Invalid({"password": error.messages}) from error
    user.set_password(password)


def _write_address(user: User) -> None:
    """Keep one verified sign-in address, the account's own: no address, no sign-in."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email or "").delete()
    if user.email:
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )


@service
def create_account(
    *,
    actor: User | None,
    first_name: str,
    last_name: str,
    school: School | None = None,
    email: str | None = None,
    phone: str = "",
    birth_date: date | None = None,
    password: str | None = None,
) -> User:
    """Open an account with its verified address; without password the person signs in by code."""
    if actor is not None:
        require(school is not None and can_manage_people(actor, school))
    values = _tidy(
        {"first_name": first_name, "last_name": last_name, "email": email, "phone": phone}
    )
    user = User(birth_date=birth_date, **values)
    _set_password(user, password)
    check_birth_date(birth_date)
    insert(user)
    _write_address(user)
    record(
        "people.account.create",
        actor=actor,
        about=user,
        school_id=school.pk if school else None,
        personal={"name": str(user), "email": user.email},
    )
    return user


def check_birth_date(birth_date: date | None) -> None:
    """Refuse a birth date of tomorrow or of another century."""
    if birth_date is None:
        return
    if not date(1900, 1, 1) <= birth_date < clock.today():
        raise Invalid(
            {"birth_date": ["Cette date de naissance n’est pas possible\u00a0: vérifiez l’année."]}
        )


@service
def update_account(person: User, *, actor: User | None, **fields: Any) -> User:
    """Correct the name, address, phone or birth date of an account."""
    require(actor is None or actor.pk == person.pk or can_edit_account(actor, person))
    if "birth_date" in fields:
        check_birth_date(fields["birth_date"])
    person, changed = change(person, _tidy(fields))
    if not changed:
        return person
    if "email" in changed:
        _write_address(person)
    record(
        "people.account.update",
        actor=actor,
        about=person,
        data={"fields": sorted(changed)},
        personal=changed,
    )
    return person


def _open_or_close(person: User, *, actor: User | None, is_active: bool) -> User:
    require(actor is None or can_edit_account(actor, person))
    if actor is not None and actor.pk == person.pk:
        raise DomainError("Vous ne pouvez pas fermer votre propre compte. Demandez à un collègue.")
    person, changed = change(person, {"is_active": is_active})
    if changed:
        act = "reopen" if is_active else "close"
        record(f"people.account.{act}", actor=actor, about=person)
    return person


@service
def close_account(person: User, *, actor: User | None) -> User:
    """Stop somebody from signing in; nothing of theirs is lost."""
    return _open_or_close(person, actor=actor, is_active=False)


@service
def reopen_account(person: User, *, actor: User | None) -> User:
    """Let somebody sign in again."""
    return _open_or_close(person, actor=actor, is_active=True)


def _refuse_overlap(grant: RoleGrant) -> None:
    held = RoleGrant.objects.filter(
        user=grant.user, role=grant.role, school=grant.school, promotion=grant.promotion
    ).exclude(ends_on__lt=grant.starts_on)
    if grant.ends_on:
        held = held.exclude(starts_on__gt=grant.ends_on)
    if held.exists():
        raise DomainError("Cette personne a déjà ce rôle à ces dates.", code="already_granted")


@service
def grant_role(
    user: User,
    role: str,
    *,
    actor: User | None,
    school: School | None = None,
    promotion: Promotion | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> RoleGrant:
    """Give a role from a day on; a promotion narrows a teacher's role to that class."""
    if promotion is not None and school is None:
        school = promotion.school
    require(actor is None or can_grant_role(actor, role, school))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    grant = RoleGrant(
        user=user,
        school=school,
        promotion=promotion,
        role=role,
        starts_on=starts_on or clock.today(),
        ends_on=ends_on,
    )
    check_row(grant)
    _refuse_overlap(grant)
    insert(grant)
    forget_roles(user)
    record(
        "people.grant.create",
        actor=actor,
        about=user,
        school_id=grant.school_id,
        data={"role": role, "promotion": grant.promotion_id, "from": grant.starts_on},
    )
    return grant


@service
def end_grant(grant: RoleGrant, *, actor: User | None, ends_on: date | None = None) -> RoleGrant:
    """End a role on a day, that day included; the school keeps its head until another is named."""
    require(actor is None or can_grant_role(actor, grant.role, grant.school))
    if grant.role == Role.HEAD:
        raise DomainError(
            "Un établissement a toujours un chef\u00a0: "
            "nommez son successeur, ce mandat s’arrêtera la veille."
        )
    person = grant.user
    grant, changed = change(grant, {"ends_on": ends_on or clock.today()})
    forget_roles(person)
    if changed:
        record(
            "people.grant.end",
            actor=actor,
            about=grant.user,
            school_id=grant.school_id,
            data={"role": grant.role, "promotion": grant.promotion_id, "until": grant.ends_on},
        )
    return grant
