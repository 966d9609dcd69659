"""Forms of the administration of a school."""

from typing import Any, ClassVar

import django_filters
from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import QuerySet

from nrc_platform.core.forms import CleanTextField, CrispyForm, FrenchDateField, spoken
from nrc_platform.core.text import fold
from nrc_platform.people.access import Viewer, can_grant_role
from nrc_platform.people.models import Enrolment, Promotion, School, User
from nrc_platform.people.states import Kinship, Role, Subject

# Decorates a role that is narrowed to one class, or not.
WHOLE_SCHOOL = "Tout l’établissement"


def _phone() -> CleanTextField:
    return CleanTextField(
        label="Téléphone",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


class SchoolForm(CrispyForm):
    """The data of a school."""

    uai = CleanTextField(
        label="UAI", max_length=12, help_text="7 chiffres et une lettre, par exemple 0750654D."
    )
    name = CleanTextField(label="Nom", max_length=200)
    address = CleanTextField(label="Adresse", max_length=200, required=False)
    postal_code = CleanTextField(
        label="Code postal",
        max_length=5,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    city = CleanTextField(label="Ville", max_length=100, required=False)
    email = forms.EmailField(label="Adresse électronique", required=False)
    phone = _phone()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "uai",
            "name",
            "address",
            Div("postal_code", "city", css_class="nrc-pair"),
            Div("email", "phone", css_class="nrc-pair"),
        )


class PromotionForm(CrispyForm):
    """A class-year."""

    code = CleanTextField(
        label="Promotion", max_length=12, help_text="Ses deux années, par exemple 2025-2027."
    )
    label = CleanTextField(label="Classe", max_length=20, help_text="Par exemple NRC2.")
    starts_on = FrenchDateField(
        label="Début", required=False, help_text="Sans date\u00a0: le 1er septembre."
    )
    ends_on = FrenchDateField(
        label="Fin", required=False, help_text="Sans date\u00a0: le 31 août, deux ans plus tard."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Div("code", "label", css_class="nrc-pair"),
            Div("starts_on", "ends_on", css_class="nrc-pair"),
        )

    def changes(self) -> dict[str, Any]:
        """Return what an existing class takes: days left empty stay as they are."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class AccountForm(CrispyForm):
    """Who a person is."""

    last_name = CleanTextField(label="Nom", max_length=80)
    first_name = CleanTextField(label="Prénom", max_length=80)
    email = forms.EmailField(
        label="Adresse électronique",
        required=False,
        help_text="Sans adresse, la personne ne peut pas se connecter.",
    )
    phone = _phone()
    birth_date = FrenchDateField(
        label="Date de naissance",
        required=False,
        help_text="Pour les étudiants\u00a0: un mineur ne signe pas seul.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(*self.rows())

    def rows(self) -> list[Any]:
        """Return the lines of the form, in order."""
        return [
            Div("last_name", "first_name", css_class="nrc-pair"),
            "email",
            Div("phone", "birth_date", css_class="nrc-pair"),
        ]


class NewAccountForm(AccountForm):
    """Somebody who joins the school, with their first role."""

    role = forms.ChoiceField(label="Rôle", choices=())
    promotion = forms.ModelChoiceField(
        label="Promotion",
        queryset=Promotion.objects.none(),
        required=False,
        empty_label=WHOLE_SCHOOL,
        help_text="Obligatoire pour un étudiant\u00a0; pour un professeur, la classe qu’il suit.",
    )
    starts_on = FrenchDateField(
        label="À partir du", required=False, help_text="Sans date\u00a0: aujourd’hui."
    )

    def __init__(self, *args: Any, school: School, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(viewer, school)  # type: ignore[attr-defined]
        self.fields["promotion"].queryset = school.promotions.all()  # type: ignore[attr-defined]

    def rows(self) -> list[Any]:
        """Return the lines of the form, the role after the person."""
        return [*super().rows(), Div("role", "promotion", css_class="nrc-pair"), "starts_on"]


class StudentForm(AccountForm):
    """A student who joins a class."""

    starts_on = FrenchDateField(
        label="Inscrit à partir du", required=False, help_text="Sans date\u00a0: aujourd’hui."
    )

    def rows(self) -> list[Any]:
        """Return the lines of the form, the first day last."""
        return [*super().rows(), "starts_on"]


def role_choices(viewer: Viewer, school: School) -> list[tuple[str, str]]:
    """Return the roles the person may give in the school; the head's has its own page."""
    return spoken(
        [
            (role.value, str(role.label))
            for role in Role
            if role is not Role.HEAD and can_grant_role(viewer, role, school)
        ]
    )


class RoleForm(CrispyForm):
    """A role from a day to another."""

    role = forms.ChoiceField(label="Rôle", choices=())
    promotion = forms.ModelChoiceField(
        label="Promotion",
        queryset=Promotion.objects.none(),
        required=False,
        empty_label=WHOLE_SCHOOL,
    )
    starts_on = FrenchDateField(
        label="Du", required=False, help_text="Sans date\u00a0: aujourd’hui."
    )
    ends_on = FrenchDateField(label="Au", required=False, help_text="Sans date\u00a0: sans fin.")

    def __init__(self, *args: Any, school: School, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [row for row in role_choices(viewer, school) if row[0] != Role.STUDENT]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["promotion"].queryset = school.promotions.all()  # type: ignore[attr-defined]
        self.helper.layout = Layout(
            Div("role", "promotion", css_class="nrc-pair"),
            Div("starts_on", "ends_on", css_class="nrc-pair"),
        )


class EnrolForm(CrispyForm):
    """A class for somebody who has an account already."""

    promotion = forms.ModelChoiceField(
        label="Promotion", queryset=Promotion.objects.none(), empty_label=None
    )
    starts_on = FrenchDateField(
        label="À partir du", required=False, help_text="Sans date\u00a0: aujourd’hui."
    )

    def __init__(self, *args: Any, promotions: QuerySet[Promotion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["promotion"].queryset = promotions  # type: ignore[attr-defined]


class EndForm(CrispyForm):
    """The last day of something."""

    ends_on = FrenchDateField(
        label="Dernier jour", required=False, help_text="Sans date\u00a0: aujourd’hui."
    )


class HeadForm(CrispyForm):
    """Who heads the school next, and from when."""

    person = forms.ModelChoiceField(
        label="Nouveau chef d’établissement", queryset=User.objects.none()
    )
    on = FrenchDateField(label="À partir du", help_text="Le mandat en cours s’arrête la veille.")

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class TeachingForm(CrispyForm):
    """What a teacher teaches to a class."""

    teacher = forms.ModelChoiceField(label="Professeur", queryset=User.objects.none())
    subject = forms.ChoiceField(label="Enseignement", choices=spoken(Subject.choices))
    starts_on = FrenchDateField(
        label="À partir du", required=False, help_text="Sans date\u00a0: aujourd’hui."
    )

    def __init__(self, *args: Any, teachers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teacher"].queryset = teachers  # type: ignore[attr-defined]


class RepresentativeForm(CrispyForm):
    """Who answers for a minor student."""

    kinship = forms.ChoiceField(label="Lien", choices=spoken(Kinship.choices))
    last_name = CleanTextField(label="Nom", max_length=80)
    first_name = CleanTextField(label="Prénom", max_length=80)
    email = forms.EmailField(label="Adresse électronique", required=False)
    phone = _phone()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "kinship",
            Div("last_name", "first_name", css_class="nrc-pair"),
            Div("email", "phone", css_class="nrc-pair"),
        )


class PromotionFilter(django_filters.FilterSet):
    """Filters of class-years in the API."""

    school = django_filters.UUIDFilter(field_name="school_id", label="Établissement")
    code = django_filters.CharFilter(label="Code, 2025-2027")

    class Meta:
        model = Promotion
        fields: ClassVar[list[str]] = ["school", "code"]


class PeopleFilter(django_filters.FilterSet):
    """Filters of people in the API."""

    search = django_filters.CharFilter(method="by_words", label="Nom, sans accents ni casse")

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["search"]

    def by_words(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        """Keep the people whose name holds every word."""
        for word in fold(value).split():
            rows = rows.filter(search_name__contains=word)
        return rows


class StudentFilter(PeopleFilter):
    """Filters of students in the API."""

    promotion = django_filters.UUIDFilter(method="by_promotion", label="Promotion")

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["search", "promotion"]

    def by_promotion(self, rows: QuerySet[User], name: str, value: Any) -> QuerySet[User]:
        """Keep the students who are or were in that class."""
        return rows.filter(
            pk__in=Enrolment.objects.filter(promotion=value).order_by().values("student_id")
        )
