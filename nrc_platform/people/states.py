"""Closed lists of people and schools."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is in a school, between two days."""

    STUDENT = "student", "étudiant"
    TEACHER = "teacher", "professeur"
    OFFICE = "office", "bureau des stages"
    HEAD = "head", "chef d’établissement"
    JUROR = "juror", "juré"
    ADMIN = "admin", "administrateur de la plateforme"


class Subject(TextChoices):
    """Subjects of the timetable; the first four may supervise a project (req. 53)."""

    PROJECT_MANAGEMENT = "project_management", "gestion de projet"
    CLIENT_MANAGEMENT = "client_management", "gestion de clientèles"
    CLIENT_RELATION = "client_relation", "relation client"
    TEAM_MANAGEMENT = "team_management", "management de l’équipe commerciale"
    FRENCH = "french", "français"
    LANGUAGE = "language", "langue vivante étrangère"
    ECONOMICS_LAW = "economics_law", "économie et droit"
    OTHER = "other", "autre enseignement"


class Kinship(TextChoices):
    """How a legal representative is bound to the student."""

    PARENT = "parent", "parent"
    GUARDIAN = "guardian", "tuteur légal"
    INSTITUTION = "institution", "organisme ayant la garde"
