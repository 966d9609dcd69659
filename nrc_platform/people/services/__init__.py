"""What people do to accounts, schools and classes: one function per act, each journalled."""

from nrc_platform.people.services.accounts import (
    close_account,
    create_account,
    end_grant,
    grant_role,
    reopen_account,
    update_account,
)
from nrc_platform.people.services.schools import (
    assign_teaching,
    change_head,
    create_promotion,
    create_school,
    end_teaching,
    update_promotion,
    update_school,
)
from nrc_platform.people.services.students import (
    add_representative,
    create_member,
    create_student,
    end_enrolment,
    enrol_student,
    import_students,
    remove_representative,
    update_representative,
)

__all__ = [
    "add_representative",
    "assign_teaching",
    "change_head",
    "close_account",
    "create_account",
    "create_member",
    "create_promotion",
    "create_school",
    "create_student",
    "end_enrolment",
    "end_grant",
    "end_teaching",
    "enrol_student",
    "grant_role",
    "import_students",
    "remove_representative",
    "reopen_account",
    "update_account",
    "update_promotion",
    "update_representative",
    "update_school",
]
