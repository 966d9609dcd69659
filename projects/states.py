"""Closed lists of projects and of the missions that prepare them."""

from django.db.models import IntegerChoices, TextChoices


class ProjectState(TextChoices):
    """How far a project is; what can be computed from dates is never a state."""

    IDEA = "idea", "Idée"
    FRAMED = "framed", "Cadré"
    AGREED = "agreed", "Convenu"
    RUNNING = "running", "En cours"
    REVIEWED = "reviewed", "Bilan"
    CLOSED = "closed", "Clos"
    ABANDONED = "abandoned", "Abandonné"


# Still being written: its team changes its definition freely.
WRITABLE = (ProjectState.IDEA, ProjectState.FRAMED)
# Agreed with the company, whatever came after.
COVERED = (
    ProjectState.AGREED,
    ProjectState.RUNNING,
    ProjectState.REVIEWED,
    ProjectState.CLOSED,
)
# Someone still has something to do.
OPEN = (*WRITABLE, ProjectState.AGREED, ProjectState.RUNNING, ProjectState.REVIEWED)


class Offer(TextChoices):
    """What the company sells (req. 32)."""

    UNKNOWN = "", "à renseigner"
    GOODS = "goods", "des biens"
    SERVICES = "services", "des services"
    BOTH = "both", "des biens et des services"


class ConstraintKind(TextChoices):
    """Where a constraint comes from."""

    INTERNAL = "internal", "interne à l’entreprise"
    EXTERNAL = "external", "extérieure"
    LEGAL = "legal", "juridique"
    BUDGET = "budget", "budgétaire"
    TIME = "time", "de temps"
    OTHER = "other", "autre"


class IndicatorKind(TextChoices):
    """What an indicator counts; a project aims at turnover, notably (req. 91)."""

    TURNOVER = "turnover", "chiffre d’affaires"
    LEADS = "leads", "prospects"
    VISITS = "visits", "visites"
    QUOTES = "quotes", "devis"
    SALES = "sales", "ventes"
    COST = "cost", "coût"
    OTHER = "other", "autre"


class PhaseState(TextChoices):
    """How far a phase of a project is."""

    TODO = "todo", "À faire"
    DOING = "doing", "En cours"
    DONE = "done", "Faite"


class MissionAim(TextChoices):
    """What a mission lets the student discover: four examples, and others (req. 123)."""

    SOFTWARE = "software", "les logiciels de l’entreprise"
    MARKET = "market", "l’approche du marché et ses techniques"
    PRODUCTS = "products", "les produits ou les services à vendre"
    CLIENTELE = "clientele", "la clientèle habituelle"
    OTHER = "other", "autre"


class ActionState(TextChoices):
    """How far an action of the plan is."""

    TODO = "todo", "À faire"
    DOING = "doing", "En cours"
    DONE = "done", "Faite"
    DROPPED = "dropped", "Abandonnée"


# Somebody still has to do it.
PENDING = (ActionState.TODO, ActionState.DOING)


class HoursKind(TextChoices):
    """In which hours the work is done (req. 56, 63)."""

    WEEKLY = "weekly", "horaire de gestion de projet"
    STAGE = "stage", "période de stage"
    PERSONAL = "personal", "travail personnel"


class BudgetKind(TextChoices):
    """What a line of the budget is."""

    COST = "cost", "dépense"
    REVENUE = "revenue", "recette"


class MeetingForm(TextChoices):
    """The four forms of the follow-up (req. 72, 75, 78, 79)."""

    WORK_SESSION = "work_session", "séance de travail"
    UNPLANNED = "unplanned", "réunion non planifiée"
    ON_SITE = "on_site", "rencontre sur le terrain"
    EVALUATION = "evaluation", "évaluation formative"


# The source calls these two planned.
PLANNED_FORMS = (MeetingForm.WORK_SESSION, MeetingForm.EVALUATION)


class Asker(TextChoices):
    """Who asked for a meeting (req. 76)."""

    STUDENT = "student", "un étudiant"
    GROUP = "group", "le groupe d’étudiants"
    PROFESSIONAL = "professional", "le professionnel commanditaire"
    TEACHER = "teacher", "l’équipe pédagogique"


class Theme(TextChoices):
    """What a work session is about; the list is open (req. 73)."""

    TIME = "time", "gestion du temps"
    INFORMATION = "information", "sélection de l’information"
    GOALS = "goals", "définition des objectifs"


class Domain(TextChoices):
    """What the follow-up helps with; the list is open (req. 67-71)."""

    RESOURCES = "resources", "accès aux ressources et sélection d’informations pertinentes"
    KNOWLEDGE = "knowledge", "mobilisation et approfondissement des savoirs et savoir-faire"
    METHOD = "method", "méthode de résolution de problèmes et gestion du temps"
    BEHAVIOUR = "behaviour", "comportement professionnel et communication"


class Responsibility(IntegerChoices):
    """How much a student answers for: the main mark of a project (req. 99)."""

    APPLIES = 1, "exécute ce qui lui est confié"
    ORGANISES = 2, "organise son propre travail"
    DECIDES = 3, "décide dans sa partie du projet"
    ANSWERS = 4, "répond du projet devant l’entreprise"


class OpinionState(TextChoices):
    """Whether the professional of the company gave an opinion."""

    ASKED = "asked", "Demandé"
    GIVEN = "given", "Donné"


class ToolName(TextChoices):
    """The decision tools a simulation may be made with."""

    PROSPECTING = "prospecting", "Prospection"
    MARGIN = "margin", "Marge et prix de vente"
    NET_TO_PAY = "net_to_pay", "Net à payer"
    BREAK_EVEN = "break_even", "Seuil de rentabilité"
    LOAN = "loan", "Emprunt"
    BILL_DISCOUNT = "bill_discount", "Escompte d’un effet"
    INVESTMENT = "investment", "Choix d’investissement"
    FORECAST = "forecast", "Prévision des ventes"
    ABC = "abc", "ABC et 20/80"
    EXPECTATION = "expectation", "Espérance et risque"
    NORMAL = "normal", "Loi normale"
