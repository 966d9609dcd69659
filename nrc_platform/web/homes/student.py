"""Home of a student."""

from django.urls import reverse

from exams import selectors as exams
from exams.states import FicheState
from internships.selectors import todo as stages
from nrc_platform.core.todo import NBSP
from nrc_platform.people.access import Viewer, current_enrolment
from nrc_platform.people.models import User
from nrc_platform.web.boards import fiche_lines, moments
from nrc_platform.web.homes.classes import Classes, dates_of
from nrc_platform.web.homes.frame import Home


def student_home(user: Viewer, _chosen: str) -> Home:
    enrolment = current_enrolment(user)
    if enrolment is None or not isinstance(user, User):
        return Home(calm_text="Vous n’êtes inscrit dans aucune classe aujourd’hui.")
    promotions = [enrolment.promotion]
    classes = Classes(promotions, fiche_lines(user, promotions), {}, moments(user, promotions))
    waiting = classes.count(enrolment.promotion, FicheState.SUBMITTED)
    calm_text = "Vos trois fiches E4 sont remises ou visées."
    if waiting:
        many = "s" if waiting > 1 else ""
        calm_text = f"{waiting}{NBSP}fiche{many} chez vos professeurs : ils vous répondront ici."
    return Home(
        lines=(*stages.student_todo(user, enrolment.promotion), *exams.student_todo(user)),
        next_dates=dates_of(classes),
        calm_text=calm_text,
        way_on=("Voir mon dossier E4", reverse("exams:dossier", args=[user.pk])),
        links=(
            ("Mes compétences", reverse("curriculum:student_coverage", args=[user.pk])),
            ("Mes copies d’entraînement E5", reverse("exams:training_papers")),
        ),
    )
