"""Accounts, schools, classes, and who is what from when to when."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from nrc_platform.core import clock
from nrc_platform.core.rows import Row
from nrc_platform.core.text import fold
from nrc_platform.people.states import (
    Kinship,
    Role,
    Subject,
    check_phone,
    check_postal_code,
    check_promotion_code,
    check_uai,
)


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that hold between two days, the last one included."""

    def on(self, day: date) -> "DatedQuerySet":
        """Keep the rows that hold on that day."""
        return self.filter(Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day)))


class UserManager(BaseUserManager["User"]):
    """Creates accounts; services call it, pages never."""

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without password the person signs in with a code."""
        user = self.model(email=self.normalize_email(email) or None, **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user


class User(Row, AbstractBaseUser):
    """A person; a student is a user with a student grant and an enrolment."""

    email = models.EmailField(
        "adresse électronique",
        null=True,
        blank=True,
        unique=True,
        error_messages={"unique": "Cette adresse électronique a déjà un compte."},
    )
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    search_name = models.CharField(max_length=200, editable=False, db_index=True, default="")
    phone = models.CharField("téléphone", max_length=20, blank=True, validators=[check_phone])
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    is_active = models.BooleanField("compte ouvert", default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "personne"
        ordering = ("last_name", "first_name", "id")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="Cette adresse électronique a déjà un compte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def clean(self) -> None:
        """Keep the e-mail in lower case and the name ready for searching."""
        super().clean()
        self.email = self.email.lower() if self.email else None
        self.search_name = fold(f"{self.last_name} {self.first_name}")

    def get_full_name(self) -> str:
        """Return « Zoé Dupré »."""
        return str(self)

    def get_short_name(self) -> str:
        """Return « Zoé »."""
        return self.first_name

    @property
    def is_staff(self) -> bool:
        """The Django admin is not mounted: nobody is staff in its sense."""
        return False


class School(Row):
    """A lycée, known to the State by its UAI."""

    uai = models.CharField(
        "UAI",
        max_length=8,
        unique=True,
        validators=[check_uai],
        error_messages={"unique": "Un établissement a déjà cet UAI."},
    )
    name = models.CharField("nom", max_length=200)
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField(
        "code postal", max_length=5, blank=True, validators=[check_postal_code]
    )
    city = models.CharField("ville", max_length=100, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True, validators=[check_phone])

    class Meta:
        verbose_name = "établissement"
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Promotion(Row):
    """A class-year: two years that end with one exam session."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="promotions")
    code = models.CharField("code", max_length=9, validators=[check_promotion_code])
    label = models.CharField("classe", max_length=20, help_text="Par exemple NRC2.")
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin")

    class Meta:
        verbose_name = "promotion"
        ordering = ("-code", "label", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "code"],
                name="promotion_code_unique",
                violation_error_message="Cette promotion existe déjà dans l’établissement.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="promotion_dates_ordered",
                violation_error_message="La promotion doit finir après son début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}, promotion {self.code}"

    @property
    def session_year(self) -> int:
        """Return the civil year of the exam session: the second year of the code."""
        return int(self.code[-4:])


class Enrolment(Row):
    """A student in a promotion between two days."""

    student = models.ForeignKey(User, on_delete=models.CASCADE, related_name="enrolments")
    promotion = models.ForeignKey(Promotion, on_delete=models.PROTECT, related_name="enrolments")
    starts_on = models.DateField("depuis le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription"
        ordering = ("-starts_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["student"],
                condition=Q(ends_on__isnull=True),
                name="enrolment_one_open",
                violation_error_message="Cet étudiant est déjà inscrit\u00a0: terminez d’abord "
                "l’inscription en cours.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="enrolment_dates_ordered",
                violation_error_message="L’inscription ne peut pas finir avant son début.",
            ),
        ]

    def __str__(self) -> str:
        return f"inscription {self.pk}"


class RoleGrant(Row):
    """A role of a person in a school (or the whole platform for its admin) between two days."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    school = models.ForeignKey(
        School, on_delete=models.CASCADE, null=True, blank=True, related_name="grants"
    )
    promotion = models.ForeignKey(
        Promotion, on_delete=models.CASCADE, null=True, blank=True, related_name="grants"
    )
    role = models.CharField("rôle", max_length=10, choices=Role.choices)
    starts_on = models.DateField("depuis le", default=clock.today)
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "rôle"
        ordering = ("-starts_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(role=Role.ADMIN, school__isnull=True)
                | (~Q(role=Role.ADMIN) & Q(school__isnull=False)),
                name="grant_school_unless_admin",
                violation_error_message="Un rôle se donne dans un établissement\u00a0; "
                "l’administrateur de la plateforme n’en a pas.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="grant_dates_ordered",
                violation_error_message="Le rôle ne peut pas finir avant son début.",
            ),
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(role=Role.HEAD, ends_on__isnull=True),
                name="grant_one_open_head",
                violation_error_message="L’établissement a déjà un chef\u00a0: fixez d’abord "
                "la fin de son mandat.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"

    def clean(self) -> None:
        """Refuse a promotion of another school."""
        super().clean()
        if self.promotion and self.promotion.school_id != self.school_id:
            raise ValidationError(
                {"promotion": "Cette promotion n’est pas dans cet établissement."}
            )


class TeachingAssignment(Row):
    """Who teaches what to which promotion, between two days (req. 53)."""

    teacher = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="assignments")
    subject = models.CharField("enseignement", max_length=20, choices=Subject.choices)
    starts_on = models.DateField("depuis le", default=clock.today)
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "enseignement"
        ordering = ("-starts_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["teacher", "promotion", "subject"],
                condition=Q(ends_on__isnull=True),
                name="assignment_unique_open",
                violation_error_message="Ce professeur a déjà cet enseignement dans la promotion.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="assignment_dates_ordered",
                violation_error_message="L’enseignement ne peut pas finir avant son début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.pk}"


class LegalRepresentative(Row):
    """Who answers for a minor student; signs beside or for them until they come of age."""

    student = models.ForeignKey(User, on_delete=models.CASCADE, related_name="representatives")
    kinship = models.CharField("lien", max_length=12, choices=Kinship.choices)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True, validators=[check_phone])

    class Meta:
        verbose_name = "représentant légal"
        ordering = ("last_name", "first_name", "id")

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"
