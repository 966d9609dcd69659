"""What every page shows around its content: brand, person, and the navigation of their roles."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from nrc_platform.people.access import Viewer, current_enrolment, held_grants
from nrc_platform.people.models import RoleGrant
from nrc_platform.people.states import Role

DIPLOMA = "Négociation et relation client"
# Colours of the screen: chosen here and kept in a cookie, else those of the device.
THEME_COOKIE = "theme"
THEMES = ("light", "dark")
# How a role is said under the person's name, without gender; the class follows when there is one.
_CAPACITIES = {
    Role.HEAD: "Direction",
    Role.OFFICE: "Bureau des stages",
    Role.TEACHER: "Équipe enseignante",
    Role.JUROR: "Jury",
    Role.ADMIN: "Plateforme",
    Role.STUDENT: "Promotion",
}
_EVERYONE: set[str] = set(Role.values)
_FOLLOWERS: set[str] = {Role.TEACHER, Role.HEAD}


@dataclass(frozen=True)
class Brand:
    """The name over each page, and who is signed in."""

    name: str = DIPLOMA
    person: str = ""
    role: str = ""
    demo: bool = False
    theme: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of the top bar."""

    label: str
    icon: str
    url: str
    current: bool
    here: bool


# Label, icon, address name, roles that see it; at most six remain for any role.
_ENTRIES: tuple[tuple[str, str, str, set[str]], ...] = (
    ("À faire", "list-check", "web:home", _EVERYONE),
    ("Classes", "grid-3x3", "web:promotions", _FOLLOWERS),
    (
        "Stages",
        "calendar-event",
        "internships:home",
        {Role.STUDENT, Role.TEACHER, Role.OFFICE, Role.HEAD},
    ),
    (
        "Projets",
        "kanban",
        "projects:home",
        {Role.STUDENT, Role.TEACHER, Role.OFFICE, Role.HEAD},
    ),
    ("Épreuves", "mortarboard", "exams:home", {Role.STUDENT, Role.TEACHER, Role.HEAD}),
    # A seventh entry would not fit: teachers reach the companies from the stages, the head from
    # the conventions; the head reaches the référentiel from the administration.
    ("Entreprises", "building", "companies:list", {Role.STUDENT, Role.OFFICE}),
    ("Référentiel", "journal-text", "curriculum:tree", _EVERYONE - {Role.HEAD}),
    ("Administration", "gear", "people:home", {Role.OFFICE, Role.HEAD, Role.ADMIN}),
)
# Pages of an entry that do not live under its address.
_ALSO_UNDER = {"internships:home": ("/conventions/",)}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_under(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def navigation(roles: set[str], path: str) -> list[Entry]:
    """Return the top bar of a person with those roles, on that page."""
    entries = []
    for label, icon, name, wanted in _ENTRIES:
        url = _address(name) if roles & wanted else ""
        if url:
            under = any(_is_under(path, each) for each in (url, *_ALSO_UNDER.get(name, ())))
            entries.append(Entry(label, icon, url, under, path == url))
    return entries


def _capacity(grants: list[RoleGrant], classes: list[str]) -> str:
    held = {grant.role for grant in grants}
    for role, words in _CAPACITIES.items():
        if role in held:
            wants_class = role in (Role.TEACHER, Role.STUDENT)
            return ", ".join([words, *classes]) if wants_class else words
    return ""


def _theme(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def _brand(user: Viewer, grants: list[RoleGrant], theme: str) -> Brand:
    schools = [grant.school.name for grant in grants if grant.school]
    classes = sorted({grant.promotion.label for grant in grants if grant.promotion})
    if not classes and Role.STUDENT in {grant.role for grant in grants}:
        enrolment = current_enrolment(user)
        classes = [enrolment.promotion.label] if enrolment else []
    return Brand(
        name=schools[0] if schools else DIPLOMA,
        person=str(user),
        role=_capacity(grants, classes),
        demo=settings.DEMO,
        theme=theme,
    )


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the brand and the navigation of the person; one query more for a student."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"brand": Brand(demo=settings.DEMO, theme=_theme(request)), "navigation": []}
    grants = held_grants(user)
    return {
        "brand": _brand(user, grants, _theme(request)),
        "navigation": navigation({grant.role for grant in grants}, request.path),
    }
