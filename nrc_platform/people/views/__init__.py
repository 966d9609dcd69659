"""Pages of the administration of a school."""

from nrc_platform.people.views.accounts import (
    account,
    account_close,
    account_edit,
    account_new,
    account_reopen,
    grant_end,
    grant_new,
    people_list,
)
from nrc_platform.people.views.classes import (
    enrolment_end,
    enrolment_new,
    promotion,
    promotion_edit,
    promotion_new,
    representative_edit,
    representative_new,
    representative_remove,
    student_new,
    teaching_end,
    teaching_new,
)
from nrc_platform.people.views.schools import (
    head_change,
    home,
    school,
    school_edit,
    school_new,
)

__all__ = [
    "account",
    "account_close",
    "account_edit",
    "account_new",
    "account_reopen",
    "enrolment_end",
    "enrolment_new",
    "grant_end",
    "grant_new",
    "head_change",
    "home",
    "people_list",
    "promotion",
    "promotion_edit",
    "promotion_new",
    "representative_edit",
    "representative_new",
    "representative_remove",
    "school",
    "school_edit",
    "school_new",
    "student_new",
    "teaching_end",
    "teaching_new",
]
