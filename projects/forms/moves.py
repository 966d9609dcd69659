"""What is asked at each move of a project, and what is said then."""

from dataclasses import dataclass

from internships.forms.review import NoForm, reason
from nrc_platform.core.forms import CrispyForm


@dataclass(frozen=True)
class MoveWords:
    """How a move is asked and answered."""

    title: str
    question: str
    text: str
    submit: str
    done: str
    danger: bool = False


class AbandonForm(CrispyForm):
    """Why a project is given up."""

    reason = reason(
        "Motif", "Dites pourquoi le projet est abandonné\u00a0: ses partenaires le liront."
    )


FRAME = MoveWords(
    "Cadrer le projet",
    "Cadrer le projet\u00a0?",
    "Le besoin, le thème, l’objectif et l’équipe sont écrits. La définition reste modifiable "
    "jusqu’à l’accord des partenaires.",
    "Cadrer le projet",
    "Le projet est cadré.",
)
AGREE = MoveWords(
    "Enregistrer l’accord",
    "Enregistrer l’accord des partenaires\u00a0?",
    "Les objectifs et les dates de départ sont figés aujourd’hui\u00a0; l’évaluation finale s’y "
    "mesurera. Ils restent visibles à côté de ceux qui viendront.",
    "Enregistrer l’accord",
    "L’accord est enregistré, les objectifs de départ sont fixés.",
)
START = MoveWords(
    "Lancer le projet",
    "Lancer le projet\u00a0?",
    "Le projet commence aujourd’hui, sous sa convention signée.",
    "Lancer le projet",
    "Le projet est lancé.",
)
REVIEW = MoveWords(
    "Dresser le bilan",
    "Dresser le bilan du projet\u00a0?",
    "L’évaluation au regard des objectifs de départ ne change plus ensuite.",
    "Dresser le bilan",
    "Le bilan est dressé.",
)
CLOSE = MoveWords(
    "Clore le projet",
    "Clore le projet\u00a0?",
    "Plus rien n’y change. Le projet reste lisible et nourrit les dossiers d’examen.",
    "Clore le projet",
    "Le projet est clos.",
)
ABANDON = MoveWords(
    "Abandonner le projet",
    "Abandonner le projet\u00a0?",
    "Le projet s’arrête, avec son motif. Ce qui a été fait reste. L’abandon ne se défait pas.",
    "Abandonner le projet",
    "Le projet est abandonné.",
    danger=True,
)
COVER = MoveWords(
    "Convention du projet",
    "Préparer la convention depuis le projet\u00a0?",
    "L’entreprise, l’équipe, les dates, le sujet, les activités, les compétences et les missions "
    "passent du projet à la convention. Ce qu’elle seule contient ne change pas.",
    "Préparer la convention",
    "La convention reprend ce que dit le projet.",
)
__all__ = [
    "ABANDON",
    "AGREE",
    "CLOSE",
    "COVER",
    "FRAME",
    "REVIEW",
    "START",
    "AbandonForm",
    "MoveWords",
    "NoForm",
]
