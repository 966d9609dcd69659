"""Role homes: what waits for the person, one verb and one button a line."""

from collections.abc import Callable
from dataclasses import replace

from nrc_platform.people.access import Viewer, roles
from nrc_platform.people.states import Role
from nrc_platform.web.homes.classes import class_lines
from nrc_platform.web.homes.frame import Home
from nrc_platform.web.homes.office import admin_home, juror_home, office_home
from nrc_platform.web.homes.signing import signing_lines
from nrc_platform.web.homes.student import student_home
from nrc_platform.web.homes.teacher import head_home, teacher_home

__all__ = ["Home", "class_lines", "home_of"]

_HOMES: dict[str, Callable[[Viewer, str], Home]] = {
    Role.TEACHER: teacher_home,
    Role.HEAD: head_home,
    Role.OFFICE: office_home,
    Role.STUDENT: student_home,
    Role.JUROR: juror_home,
    Role.ADMIN: admin_home,
}


def home_of(user: Viewer, *, chosen: str = "") -> Home:
    """Return the home of a person's first role, on one of their classes or all, to sign first."""
    held = roles(user)
    for role, build in _HOMES.items():
        if role in held:
            home = build(user, chosen)
            return replace(home, lines=(*signing_lines(user), *home.lines))
    return Home(calm_text="Aucun rôle ne vous est ouvert aujourd’hui : adressez-vous au lycée.")
