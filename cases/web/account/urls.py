"""Signing in and out, and what people manage of their own account. Accounts are opened by invitation alone."""

from allauth.account import views
from allauth.usersessions.views import list_usersessions
from django.urls import include, path, re_path

from cases.web.account import api_tokens, own_data, pages
from cases.web.calendar import pages as calendar
from compliance.accounts import leaving, proof

urlpatterns = [
    path("", pages.profile, name="profile"),
    path("data/", own_data.own_data, name="own_data"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/end/", calendar.end, name="calendar_end"),
    path("api-tokens/", api_tokens.api_tokens, name="api_tokens"),
    path("api-tokens/<int:token>/end/", api_tokens.end, name="api_token_end"),
    path("sign-in/", views.login, name="account_login"),
    path("sign-out/", leaving.forgetting(views.logout), name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("confirm-it-is-you/", views.reauthenticate, name="account_reauthenticate"),
    path("e-mail/", views.email, name="account_email"),
    path("e-mail/sent/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^e-mail/confirm/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    path("password/change/", proof.asked_with_factor(views.password_change), name="account_change_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/sent/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("second-factor/required/", pages.factor_required, name="factor_required"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("sessions/", proof.asked_to_change(list_usersessions), name="usersessions_list"),
    path("invitation/", pages.accept_invitation, name="accept_invitation"),
    path("invitation/<str:secret>/", pages.open_invitation, name="open_invitation"),
]
