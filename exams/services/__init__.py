"""What people do with the exam files, one module per aggregate."""

from exams.services.annex import add_annex, remove_annex
from exams.services.candidacy import set_candidate_number
from exams.services.fiche import create_fiche, mark_seen, place_fiche, save_draft
from exams.services.review import (
    add_remark,
    grant_visa,
    handle_remark,
    remove_remark,
    send_back_fiche,
    submit_fiche,
    withdraw_visa,
)
from exams.services.training import add_paper, edit_paper, remove_paper

__all__ = [
    "add_annex",
    "add_paper",
    "add_remark",
    "create_fiche",
    "edit_paper",
    "grant_visa",
    "handle_remark",
    "mark_seen",
    "place_fiche",
    "remove_annex",
    "remove_paper",
    "remove_remark",
    "save_draft",
    "send_back_fiche",
    "set_candidate_number",
    "submit_fiche",
    "withdraw_visa",
]
