"""Companies of a school, where they are, whom to speak to there, and what the school notes."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, FSMModelMixin, transition

from nrc_platform.companies.states import (
    CompanyState,
    ContactKind,
    NafVersion,
    SalesTeam,
    SizeBand,
    check_naf,
    check_siret,
    siren_of,
    spaced_siret,
)
from nrc_platform.core.rows import Row, Versioned
from nrc_platform.core.text import fold
from nrc_platform.people.models import School
from nrc_platform.people.states import check_phone, check_postal_code

FRANCE = "France"
# The four kinds of customers of the référentiel (req. 21, 33).
CLIENTELE = {
    "serves_consumers": "particuliers",
    "serves_users": "professionnels utilisateurs",
    "serves_prescribers": "professionnels prescripteurs",
    "serves_resellers": "professionnels revendeurs",
}


class CompanyQuerySet(models.QuerySet["Company"]):
    """Companies, merged ones included unless `in_use` leaves them out."""

    def in_use(self) -> "CompanyQuerySet":
        """Keep the companies that were not merged into another."""
        return self.exclude(state=CompanyState.MERGED)

    def search(self, typed: str) -> "CompanyQuerySet":
        """Keep those whose names, town or SIRET hold every word, whatever case and accents."""
        found = self
        for word in fold(typed).split():
            found = found.filter(Q(search_text__contains=word) | Q(siret__startswith=word))
        return found


class Company(FSMModelMixin, Versioned):
    """
    A legal establishment known to a school.

    A company merged into another keeps its row and its history; nobody is repointed, reads go by
    `canonical`.
    """

    # Companies outlive nobody's account: schools are never deleted with data.
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="companies")
    state = FSMField(
        "état", default=CompanyState.UNVERIFIED, choices=CompanyState.choices, protected=True
    )
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[check_siret])
    no_siret_reason = models.CharField(
        "pourquoi n’a-t-elle pas de SIRET", max_length=200, blank=True
    )
    legal_name = models.CharField("raison sociale", max_length=200)
    display_name = models.CharField("nom d’usage", max_length=120, blank=True)
    search_text = models.CharField(max_length=500, editable=False, default="", db_index=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=12, blank=True)
    city = models.CharField("ville", max_length=100, blank=True)
    country = models.CharField("pays", max_length=60, default=FRANCE)
    phone = models.CharField("téléphone", max_length=20, blank=True, validators=[check_phone])
    naf_code = models.CharField("code APE", max_length=6, blank=True, validators=[check_naf])
    naf_version = models.CharField(
        "nomenclature", max_length=4, blank=True, choices=NafVersion.choices
    )
    main_activity = models.TextField("activité principale", max_length=500, blank=True)
    sells_goods_or_services = models.BooleanField(
        "vend des biens ou des services", null=True, blank=True
    )
    size_band = models.CharField(
        "effectif", max_length=12, blank=True, choices=SizeBand.choices, default=SizeBand.UNKNOWN
    )
    sales_team = models.CharField(
        "équipe de vente", max_length=8, blank=True, choices=SalesTeam.choices, default=""
    )
    active_approach = models.BooleanField(
        "démarche active vers la clientèle", null=True, blank=True
    )
    serves_consumers = models.BooleanField(CLIENTELE["serves_consumers"], default=False)
    serves_users = models.BooleanField(CLIENTELE["serves_users"], default=False)
    serves_prescribers = models.BooleanField(CLIENTELE["serves_prescribers"], default=False)
    serves_resellers = models.BooleanField(CLIENTELE["serves_resellers"], default=False)
    verified_at = models.DateTimeField("vérifiée le", null=True, blank=True, editable=False)
    # Who verified stays named as long as the record does.
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    # The survivor of a merge carries the history of the other.
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
    )
    # An account may be erased; the company it wrote remains.
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = "entreprise"
        ordering = ("legal_name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "siret"],
                condition=~Q(siret=""),
                name="company_siret_unique",
                violation_error_message="Une entreprise de l’établissement a déjà ce SIRET.",
            ),
            models.CheckConstraint(
                condition=~Q(siret="") | ~Q(no_siret_reason=""),
                name="company_siret_or_reason",
                violation_error_message="Indiquez le SIRET, ou pourquoi l’entreprise n’en a pas.",
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="company_check_is_signed",
                violation_error_message="Une vérification porte sa date et son auteur.",
            ),
            models.CheckConstraint(
                condition=~Q(state=CompanyState.VERIFIED) | Q(verified_at__isnull=False),
                name="company_verified_is_dated",
                violation_error_message="Une entreprise vérifiée porte la date de vérification.",
            ),
            models.CheckConstraint(
                condition=Q(state=CompanyState.MERGED, merged_into__isnull=False)
                | (~Q(state=CompanyState.MERGED) & Q(merged_into__isnull=True)),
                name="company_merged_names_survivor",
                violation_error_message="Une entreprise fusionnée désigne celle qui la remplace.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="company_not_into_itself",
                violation_error_message="Une entreprise ne se fusionne pas avec elle-même.",
            ),
            models.CheckConstraint(
                condition=~Q(sales_team=SalesTeam.NONE)
                | Q(active_approach__isnull=True)
                | Q(active_approach=False),
                name="company_approach_needs_team",
                violation_error_message="Sans équipe de vente, il n’y a pas de démarche active à "
                "décrire.",
            ),
            models.CheckConstraint(
                condition=(Q(naf_code="") & Q(naf_version=""))
                | (~Q(naf_code="") & ~Q(naf_version="")),
                name="company_naf_with_version",
                violation_error_message="Un code APE va avec sa nomenclature\u00a0: "
                "indiquez les deux, ou aucun.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep the text that searches read, and check the address and the survivor."""
        super().clean()
        self.search_text = fold(f"{self.legal_name} {self.display_name} {self.city}")
        if self.postal_code and self.country == FRANCE:
            try:
                check_postal_code(self.postal_code)
            except ValidationError as error:
                raise ValidationError({"postal_code": error.messages}) from error
        if self.merged_into and self.merged_into.school_id != self.school_id:
            raise ValidationError(
                {"merged_into": "Cette entreprise n’est pas dans le même établissement."}
            )

    @property
    def name(self) -> str:
        """Return the name people use."""
        return self.display_name or self.legal_name

    @property
    def siren(self) -> str:
        """Return the number of the legal person, empty when unknown."""
        return siren_of(self.siret)

    @property
    def spaced_siret(self) -> str:
        """Return the SIRET as it is read aloud."""
        return spaced_siret(self.siret)

    @property
    def town_line(self) -> str:
        """Return « 49000 Angers », with the country when it is not France."""
        parts = [f"{self.postal_code} {self.city}".strip()]
        if self.country != FRANCE:
            parts.append(self.country)
        return ", ".join(part for part in parts if part)

    @property
    def clientele(self) -> list[str]:
        """Return the kinds of customers it serves, as printed in the référentiel."""
        return [label for name, label in CLIENTELE.items() if getattr(self, name)]

    @property
    def canonical(self) -> "Company":
        """Return the company that stands for this one after merges."""
        company: Company = self
        while company.merged_into is not None:
            company = company.merged_into
        return company

    @transition(field=state, source=CompanyState.UNVERIFIED, target=CompanyState.VERIFIED)
    def verify(self) -> None:
        """Vouch for the record."""

    @transition(
        field=state,
        source=[CompanyState.UNVERIFIED, CompanyState.VERIFIED],
        target=CompanyState.MERGED,
    )
    def merge(self) -> None:
        """Give way to the company named by `merged_into`."""


class Site(Versioned):
    """A place of the company other than its registered address."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="sites")
    label = models.CharField("nom du lieu", max_length=120)
    address = models.CharField("adresse", max_length=200)
    postal_code = models.CharField("code postal", max_length=5, validators=[check_postal_code])
    city = models.CharField("ville", max_length=100)
    phone = models.CharField("téléphone", max_length=20, blank=True, validators=[check_phone])

    class Meta:
        verbose_name = "lieu"
        ordering = ("label", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "label"],
                name="site_label_unique",
                violation_error_message="L’entreprise a déjà un lieu de ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.city}"


class Contact(Versioned):
    """A person of the company, known to the school for one purpose."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="contacts")
    # A place may close; the person stays known.
    site = models.ForeignKey(
        Site,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name="lieu",
    )
    kind = models.CharField("rôle", max_length=10, choices=ContactKind.choices)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    function = models.CharField("fonction", max_length=120, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True, validators=[check_phone])
    # An account may be erased; the contact it wrote remains.
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = "contact"
        ordering = ("last_name", "first_name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "email"],
                condition=~Q(email=""),
                name="contact_unique",
                violation_error_message="Ce contact figure déjà dans l’entreprise pour ce rôle.",
            ),
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""),
                name="contact_can_be_reached",
                violation_error_message="Indiquez une adresse électronique ou un téléphone.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def clean(self) -> None:
        """Keep the e-mail in lower case; refuse a place of another company."""
        super().clean()
        self.email = self.email.lower()
        if self.site and self.site.company_id != self.company_id:
            raise ValidationError({"site": "Ce lieu n’est pas dans cette entreprise."})


class CompanyNote(Row):
    """What the school remembers about a company; students do not read it."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="notes")
    # The note stays when its author's account is erased.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField("note", max_length=2000)

    class Meta:
        verbose_name = "note"
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return f"note {self.pk}"
