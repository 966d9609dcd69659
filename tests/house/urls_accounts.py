"""The register of addresses: signing in, and each person's own account (allauth's views)."""

from tests.house.routes import Route

EVERYBODY = {200: "*"}
AWAY = {302: "*"}  # already signed in: nothing to do here
NOT_ASKED = {403: "*"}  # only when a page has asked to confirm one's identity
NOTHING_YET = {404: "*"}  # no second factor yet


def key(world: object) -> dict[str, object]:
    """A passkey that is not the viewer's."""
    return {"pk": 1}


ACCOUNTS = [
    # Before signing in.
    Route("account_login", AWAY, stranger=200),
    Route("account_logout", EVERYBODY, stranger=302),
    Route("account_signup", AWAY, stranger=200, why="closed: says whom to ask"),
    Route("account_inactive", EVERYBODY, stranger=200),
    Route("account_request_login_code", AWAY, stranger=200),
    Route("account_confirm_login_code", AWAY, stranger=302),
    Route("account_reset_password", EVERYBODY, stranger=200),
    Route("account_confirm_password_reset_code", AWAY, stranger=302),
    Route("account_complete_password_reset", AWAY, stranger=302),
    Route("account_password_reset_completed", EVERYBODY, stranger=200),
    Route("mfa_authenticate", AWAY, stranger=302),
    Route("mfa_login_webauthn", AWAY, stranger=302),
    # One's own account.
    Route("account_reauthenticate", NOT_ASKED),
    Route("account_change_password", AWAY, why="no password yet"),
    Route("account_set_password", EVERYBODY),
    Route("mfa_index", EVERYBODY),
    Route("mfa_reauthenticate", NOT_ASKED),
    Route("mfa_activate_totp", EVERYBODY),
    Route("mfa_deactivate_totp", NOTHING_YET),
    Route("mfa_view_recovery_codes", NOTHING_YET),
    Route("mfa_generate_recovery_codes", EVERYBODY),
    Route("mfa_download_recovery_codes", NOTHING_YET),
    Route("mfa_list_webauthn", EVERYBODY),
    Route("mfa_add_webauthn", EVERYBODY),
    Route("mfa_reauthenticate_webauthn", NOT_ASKED),
    Route("mfa_remove_webauthn", NOTHING_YET, key),
    Route("mfa_edit_webauthn", NOTHING_YET, key),
]
