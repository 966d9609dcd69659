"""The class board: one line a student, read with one query per domain and no more."""

from nrc_platform.web.boards.asked import VIEWS, filtered, views_of
from nrc_platform.web.boards.build import moments, promotion_board
from nrc_platform.web.boards.facts import PLACES, Alert, Board, Cell, Row, View
from nrc_platform.web.boards.fiches import (
    DAYS_A_FICHE,
    RETURN_DAYS,
    VISA_DAYS,
    FicheLine,
    fiche_lines,
)

__all__ = [
    "DAYS_A_FICHE",
    "PLACES",
    "RETURN_DAYS",
    "VIEWS",
    "VISA_DAYS",
    "Alert",
    "Board",
    "Cell",
    "FicheLine",
    "Row",
    "View",
    "fiche_lines",
    "filtered",
    "moments",
    "promotion_board",
    "views_of",
]
