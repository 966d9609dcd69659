"""How far the story of a convention goes: the steps before each ending, with their days."""

# Steps before the ending, with the days between the first and each.
TO_DRAFT = (("draft", 0), ("fill", 1))
TO_COMPANY = (*TO_DRAFT, ("submit", 2))
TO_REVIEW = (*TO_COMPANY, ("check", 5))
TO_SIGN = (*TO_REVIEW, ("send", 8))
SIGNED = (*TO_SIGN, ("sign_all", 12))
ENDINGS: dict[str, tuple[tuple[str, int], ...]] = {
    "draft": TO_DRAFT,
    "company_check": TO_COMPANY,
    "expired": TO_COMPANY,
    "teacher_review": TO_REVIEW,
    "returned": (*TO_REVIEW, ("send_back", 9)),
    "ready_to_sign": TO_SIGN,
    "partly_signed": (*TO_SIGN, ("sign_until_host", 12)),
    "signed_online": (*TO_SIGN, ("sign_online", 12)),
    "to_head": (*TO_SIGN, ("sign_until_head", 12)),
    "asks_change": (*TO_SIGN, ("ask_change", 12)),
    "declined": (*TO_SIGN, ("decline", 12)),
    "delegated": (*TO_SIGN, ("delegate", 12)),
    "replaced": (*TO_SIGN, ("sign_one", 11), ("replace", 13)),
    "reopened": (*TO_SIGN, ("sign_one", 11), ("reopen", 14)),
    "refused": (*TO_SIGN, ("sign_one", 11), ("refuse", 13)),
    "cancelled": (*SIGNED, ("cancel", 15)),
    "signed": SIGNED,
    "terminated": (*SIGNED, ("terminate", 63)),
    "to_attest": (*SIGNED, ("attest", 96)),
    "closed": (*SIGNED, ("attest", 96), ("sign_attestation", 99)),
    "redone": (
        *SIGNED,
        ("attest", 96),
        ("cancel_attestation", 97),
        ("attest", 98),
        ("sign_attestation", 100),
    ),
}
AVENANTS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "ready_to_sign": ("send_avenant",),
    "partly_signed": ("send_avenant", "sign_avenant_once"),
    "signed": ("send_avenant", "sign_avenant"),
    "refused": ("send_avenant", "refuse_avenant"),
    "cancelled": ("cancel_avenant",),
}
