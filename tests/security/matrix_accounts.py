"""The rows of the permission matrix for signing in and for what people manage of their own account."""

from __future__ import annotations

from tests.security import cast
from tests.security.rules import (
    ANY_DESK,
    ASKED_AGAIN,
    EVERYBODY,
    HAS_FACTOR_200,
    LACKING,
    NO_METHOD,
    OFFICER,
    PROVE,
    REAUTHENTICATE,
    SIGNED_IN,
    WITH_FACTOR,
    Others,
    Row,
    desk,
    rule,
    signed_in,
)

TOKENS = "-> api_tokens"

ACCOUNT = (
    Row("profile", SIGNED_IN, signed_in("-> profile"), about="profile"),
    Row("account_login", rule("-> home", (cast.NOT_SIGNED_IN, "200")), None, others=Others.FORM),
    Row(
        "account_logout",
        rule("200", (cast.NOT_SIGNED_IN, "-> home")),
        rule("-> home"),
        others=Others.OPEN_FORM,
    ),
    Row("account_inactive", EVERYBODY, NO_METHOD, others=Others.PAGE),
    Row("account_reauthenticate", signed_in("200", (WITH_FACTOR, PROVE)), None, others=Others.FORM),
    Row("account_email", SIGNED_IN, signed_in("-> account_email"), others=Others.FORM),
    Row("account_email_verification_sent", EVERYBODY, NO_METHOD, others=Others.PAGE),
    Row("account_confirm_email", EVERYBODY, rule("404"), "address key", others=Others.OPEN_FORM),
    Row(
        "account_change_password",
        signed_in("200", (WITH_FACTOR, PROVE)),
        # What was typed is not taken before proof: the form comes again, and asks.
        signed_in("200", (WITH_FACTOR, "-> account_change_password")),
        others=Others.FORM,
    ),
    Row("account_reset_password", EVERYBODY, None, others=Others.FORM),
    Row("account_reset_password_done", EVERYBODY, NO_METHOD, others=Others.PAGE),
    Row("account_reset_password_from_key", EVERYBODY, None, "password key"),
    Row("account_reset_password_from_key_done", EVERYBODY, NO_METHOD, others=Others.PAGE),
    Row("factor_required", signed_in("-> home", (LACKING, "200"))),
    # The page of an invitation is there for the browser that has just opened its link.
    Row("accept_invitation", rule("404")),
    Row(
        "open_invitation",
        {"open": rule("-> accept_invitation"), "made up": rule("404")},
        NO_METHOD,
        "link",
        others=Others.REFUSED,
    ),
    Row("usersessions_list", SIGNED_IN, ASKED_AGAIN, others=Others.FORM),
)

SECOND_FACTOR = (
    Row("mfa_index", SIGNED_IN, signed_in("405"), others=Others.PAGE),
    Row("mfa_authenticate", signed_in("-> home")),
    Row("mfa_reauthenticate", HAS_FACTOR_200, None, others=Others.FORM),
    Row("mfa_activate_totp", ASKED_AGAIN),
    Row("mfa_deactivate_totp", signed_in("404", (WITH_FACTOR, PROVE))),
    Row("mfa_view_recovery_codes", signed_in("404"), signed_in("405"), others=Others.PAGE),
    Row("mfa_generate_recovery_codes", ASKED_AGAIN),
    Row("mfa_download_recovery_codes", signed_in("404")),
    Row("mfa_list_webauthn", SIGNED_IN, signed_in("405"), others=Others.PAGE),
    Row("mfa_add_webauthn", ASKED_AGAIN),
    Row("mfa_reauthenticate_webauthn", ASKED_AGAIN),
    Row("mfa_remove_webauthn", ASKED_AGAIN, about="security key"),
    Row("mfa_edit_webauthn", ASKED_AGAIN, about="security key"),
)

API_TOKENS = (
    Row(
        "api_tokens",
        ANY_DESK,
        desk((cast.PARTIES, REAUTHENTICATE), (cast.SECRETARIAT | cast.COMMITTEE, PROVE)),
        about="new token",
        others=Others.REFUSED,
    ),
    Row(
        "api_token_end",
        NO_METHOD,
        {
            "own": desk((cast.SECRETARIAT | cast.PARTIES | cast.COMMITTEE, "404"), (cast.ALDER, TOKENS)),
            # Supervisors and administrators see and end the tokens of staff.
            "of the officer": desk((cast.PARTIES | cast.COMMITTEE, "404"), (cast.SECRETARIAT, TOKENS)),
            "of the supervisor": desk(
                (cast.PARTIES | cast.COMMITTEE, "404"), (cast.SECRETARIAT, TOKENS), (OFFICER, "404")
            ),
            "missing": desk((cast.SECRETARIAT | cast.PARTIES | cast.COMMITTEE, "404")),
        },
        about="token",
        others=Others.REFUSED,
    ),
)
