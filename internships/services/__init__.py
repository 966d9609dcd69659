"""What people do with stages, one module per aggregate."""

from internships.jobs.expiry import expire_late as expire_conventions
from internships.services.class_drafts import ClassRow, RowResult, draft_for_class
from internships.services.company_check import (
    check_convention,
    check_for_company,
    refuse_by_company,
)
from internships.services.conventions import draft_convention, edit_convention, set_team
from internships.services.endings import (
    cancel_convention,
    close_convention,
    refuse_convention,
    terminate_convention,
)
from internships.services.review import (
    remind_company,
    send_back_convention,
    submit_convention,
)
from internships.services.sending import reopen_convention, send_convention

__all__ = [
    "ClassRow",
    "RowResult",
    "cancel_convention",
    "check_convention",
    "check_for_company",
    "close_convention",
    "draft_convention",
    "draft_for_class",
    "edit_convention",
    "expire_conventions",
    "refuse_by_company",
    "refuse_convention",
    "remind_company",
    "reopen_convention",
    "send_back_convention",
    "send_convention",
    "set_team",
    "submit_convention",
    "terminate_convention",
]
