"""What a person may do with a convention: buttons and the REST API ask the same question."""

from internships import access
from internships.models import Convention
from nrc_platform.people.access import Viewer

_STEPS = {
    "edit": access.can_edit_convention,
    "submit": access.can_submit_convention,
    "check": access.can_check_for_company,
    "remind": access.can_remind_company,
    "send_back": access.can_send_back_convention,
    "send": access.can_send_convention,
    "record_paper": access.can_record_paper,
    "correct_contact": access.can_correct_contact,
    "reopen": access.can_reopen_convention,
    "refuse": access.can_refuse_convention,
    "cancel": access.can_cancel_convention,
    "terminate": access.can_terminate_convention,
    "draft_avenant": access.can_draft_avenant,
}


def convention_abilities(user: Viewer, convention: Convention) -> dict[str, bool]:
    """Return what the person may do with the convention; no query once its people are loaded."""
    return {name: allowed(user, convention) for name, allowed in _STEPS.items()}
