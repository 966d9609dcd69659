"""What people do to companies: add, correct, vouch for, merge, and whom to speak to there."""

from typing import Any
from uuid import UUID

from nrc_platform.companies.access import (
    can_add_contact,
    can_add_site,
    can_create_company,
    can_edit_company,
    can_edit_contact,
    can_edit_site,
    can_merge_company,
    can_verify_company,
    can_write_note,
)
from nrc_platform.companies.models import Company, CompanyNote, Contact, Site
from nrc_platform.companies.selectors import company_with_siret
from nrc_platform.companies.states import CompanyState, compact_naf, compact_siret
from nrc_platform.core.access import require
from nrc_platform.core.clock import now
from nrc_platform.core.errors import DomainError
from nrc_platform.core.rows import change, insert
from nrc_platform.core.text import clean_text
from nrc_platform.journal import moves
from nrc_platform.journal.moves import service
from nrc_platform.journal.services import record
from nrc_platform.people.models import School, User
from nrc_platform.people.states import compact_phone

VERIFIED_REFUSAL = (
    "Cette entreprise est vérifiée\u00a0: demandez la correction au bureau des stages. "
    "Vous pouvez y ajouter un contact."
)


class KnownSiret(DomainError):
    """The school already has a company with that SIRET; `company` is the one to use."""

    code = "siret_known"

    def __init__(self, company: Company) -> None:
        super().__init__(
            f"Cette entreprise figure déjà dans l’établissement\u00a0: {company.name}."
        )
        self.company = company


def _tidy(fields: dict[str, Any]) -> dict[str, Any]:
    tidy = {
        name: clean_text(value).strip() if isinstance(value, str) else value
        for name, value in fields.items()
    }
    for name, compact in (
        ("siret", compact_siret),
        ("naf_code", compact_naf),
        ("phone", compact_phone),
    ):
        if name in tidy:
            tidy[name] = compact(tidy[name])
    return tidy


def _key(key: UUID | None) -> dict[str, UUID]:
    return {"id": key} if key else {}


def _refuse_known(school: School, siret: str, *, but: Company | None = None) -> None:
    known = company_with_siret(school, siret)
    if known is not None and known != but:
        raise KnownSiret(known)


@service
def create_company(
    school: School,
    *,
    actor: User | None,
    legal_name: str,
    siret: str = "",
    key: UUID | None = None,
    **fields: Any,
) -> Company:
    """
    Add a company to the school; one that is known already is refused, and named.

    A `key` makes two submissions of one form the same act: the second gives the same company.
    """
    require(actor is None or can_create_company(actor, school))
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    same = Company.objects.filter(pk=key, school=school, created_by=actor).first() if key else None
    if same is not None:
        return same
    values = _tidy({"legal_name": legal_name, "siret": siret, **fields})
    _refuse_known(school, values["siret"])
    company = insert(Company(school=school, created_by=actor, **_key(key), **values))
    record("companies.company.create", actor=actor, about=company, school_id=school.pk)
    return company


@service
def update_company(
    company: Company, *, actor: User | None, version: int | None = None, **fields: Any
) -> Company:
    """Correct a company; with `version`, a record changed in between is not overwritten."""
    require(actor is None or can_edit_company(actor, company), VERIFIED_REFUSAL)
    values = _tidy(fields)
    if values.get("siret") and values["siret"] != company.siret:
        School.objects.select_for_update(no_key=True).get(pk=company.school_id)
        _refuse_known(company.school, values["siret"], but=company)
    company, changed = change(company, values, version=version)
    if changed:
        record(
            "companies.company.update",
            actor=actor,
            about=company,
            school_id=company.school_id,
            data={"fields": changed},
        )
    return company


@service
def verify_company(company: Company, *, actor: User) -> Company:
    """Vouch for a company: from then on no student changes it; twice is once."""
    if company.state == CompanyState.VERIFIED and can_edit_company(actor, company):
        return company
    require(can_verify_company(actor, company))
    return moves.apply(company, "verify", actor=actor, verified_by=actor, verified_at=now())


@service
def merge_company(
    company: Company, survivor: Company, *, actor: User | None, reason: str = ""
) -> Company:
    """
    Make one record give way to another of the same school; both keep their history.

    Nothing that points to the merged record is repointed: reads go by `canonical`.
    """
    if company.state == CompanyState.MERGED:
        raise DomainError(f"Cette fiche a déjà été fusionnée avec {company.canonical.name}.")
    require(actor is None or can_merge_company(actor, company))
    School.objects.select_for_update(no_key=True).get(pk=company.school_id)
    survivor = Company.objects.select_for_update().get(pk=survivor.pk)
    if survivor.school_id != company.school_id:
        raise DomainError("Ces deux entreprises ne sont pas dans le même établissement.")
    if survivor.pk == company.pk:
        raise DomainError("Choisissez une autre entreprise\u00a0: c’est la même fiche.")
    if survivor.state == CompanyState.MERGED:
        raise DomainError(
            f"{survivor.name} a déjà été fusionnée\u00a0: choisissez {survivor.canonical.name}."
        )
    merged = moves.apply(company, "merge", actor=actor, reason=reason, merged_into=survivor)
    record(
        "companies.company.absorb",
        actor=actor,
        about=survivor,
        school_id=survivor.school_id,
        data={"merged": merged.pk},
    )
    return merged


@service
def add_contact(
    company: Company, *, actor: User | None, key: UUID | None = None, **fields: Any
) -> Contact:
    """Add somebody of the company: tutor, signatory or sponsor; `key` as for a company."""
    require(actor is None or can_add_contact(actor, company))
    Company.objects.select_for_update().get(pk=company.pk)
    same = company.contacts.filter(pk=key, created_by=actor).first() if key else None
    if same is not None:
        return same
    contact = insert(Contact(company=company, created_by=actor, **_key(key), **_tidy(fields)))
    record(
        "companies.contact.add",
        actor=actor,
        about=company,
        school_id=company.school_id,
        data={"contact": contact.pk, "kind": contact.kind},
        personal={"name": str(contact)},
    )
    return contact


@service
def update_contact(
    contact: Contact, *, actor: User | None, version: int | None = None, **fields: Any
) -> Contact:
    """Correct somebody of the company."""
    require(actor is None or can_edit_contact(actor, contact))
    contact, changed = change(contact, _tidy(fields), version=version)
    if changed:
        record(
            "companies.contact.update",
            actor=actor,
            about=contact.company,
            school_id=contact.company.school_id,
            data={"contact": contact.pk, "fields": sorted(changed)},
            personal={name: [str(value) for value in pair] for name, pair in changed.items()},
        )
    return contact


@service
def add_site(company: Company, *, actor: User | None, **fields: Any) -> Site:
    """Add a place of the company."""
    require(actor is None or can_add_site(actor, company), VERIFIED_REFUSAL)
    site = insert(Site(company=company, **_tidy(fields)))
    record(
        "companies.site.add",
        actor=actor,
        about=company,
        school_id=company.school_id,
        data={"site": site.pk},
    )
    return site


@service
def update_site(
    site: Site, *, actor: User | None, version: int | None = None, **fields: Any
) -> Site:
    """Correct a place of the company."""
    require(actor is None or can_edit_site(actor, site), VERIFIED_REFUSAL)
    site, changed = change(site, _tidy(fields), version=version)
    if changed:
        record(
            "companies.site.update",
            actor=actor,
            about=site.company,
            school_id=site.company.school_id,
            data={"site": site.pk, "fields": changed},
        )
    return site


@service
def add_note(company: Company, *, actor: User, text: str) -> CompanyNote:
    """Write what the school should remember about a company."""
    require(can_write_note(actor, company))
    note = insert(CompanyNote(company=company, author=actor, text=clean_text(text).strip()))
    record(
        "companies.note.add",
        actor=actor,
        about=company,
        school_id=company.school_id,
        data={"note": note.pk},
    )
    return note
