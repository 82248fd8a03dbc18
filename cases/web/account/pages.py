"""One's own account: the profile, the second factor that a role requires, and the door of an invitation."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from cases.access import Audience
from cases.services import people
from cases.services.refusals import Refused
from cases.web.account.forms import AcceptForm, JoinForm, ProfileForm
from cases.web.middleware import actor_of, lacks_factor
from compliance import clock
from compliance.accounts.models import Invitation, Membership, User

_OPENED = "invitation"
"""Where the session keeps the secret of the invitation that was opened."""


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Who I am on the desk, in which language, and the ways to what else I can change."""
    user = User.objects.get(pk=request.user.pk or 0)
    is_staff = actor_of(request).audience is Audience.SECRETARIAT
    form = ProfileForm(request.POST or None, instance=user, is_staff=is_staff)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile was changed."))
        return redirect("profile")
    membership = Membership.objects.filter(user=user, ended_at__isnull=True).select_related("party").first()
    factors = Authenticator.objects.filter(user=user).order_by("type", "pk")
    return render(
        request, "account/profile.html", {"form": form, "membership": membership, "factors": factors}
    )


@login_required
def factor_required(request: HttpRequest) -> HttpResponse:
    """Says that this role acts only with a second factor, and leads to setting one up."""
    actor_of(request).audience  # noqa: B018  (reading it finds out whether a factor is lacking)
    if not lacks_factor(request):
        return redirect("home")
    return render(request, "account/factor_required.html")


@never_cache
@require_safe
def open_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """What the link in the mail opens: keeps its secret with the session, out of the address and of every log."""
    try:
        people.find(secret=secret, at=clock.now())
    except people.LinkEnded as refused:
        return _ended(request, refused)
    request.session[_OPENED] = secret
    return redirect("accept_invitation")


@never_cache
@sensitive_post_parameters("password", "password_again")
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """The page of an invitation that was opened; looking at it changes nothing."""
    at, secret = clock.now(), request.session.get(_OPENED, "")
    try:
        invitation = people.find(secret=secret, at=at)
    except people.LinkEnded as refused:
        return _ended(request, refused)
    has_account = User.objects.filter(email=invitation.email).exists()
    form = _accept_form(request, invitation, has_account)
    if request.method == "POST" and form.is_valid():
        try:
            user = people.accept(
                secret=secret,
                name=form.cleaned_data.get("name", ""),
                password=form.cleaned_data.get("password", ""),
                signed_in=request.user if isinstance(request.user, User) else None,
                at=at,
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return _welcome(request, user)
    context = {"form": form, "invitation": invitation, "has_account": has_account}
    return render(request, "account/accept_invitation.html", context)


def _ended(request: HttpRequest, refused: people.LinkEnded) -> HttpResponse:
    return render(request, "account/invitation_ended.html", {"why": str(refused)}, status=404)


def _accept_form(request: HttpRequest, invitation: Invitation, has_account: bool) -> AcceptForm | JoinForm:
    data = request.POST if request.method == "POST" else None
    return JoinForm(data) if has_account else AcceptForm(data, initial={"name": invitation.name})


def _welcome(request: HttpRequest, user: User) -> HttpResponse:
    request.session.pop(_OPENED, None)
    if not request.user.is_authenticated:
        login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
        # Else it would be in no list of sessions, and nobody could end it.
        UserSession.objects.create_from_request(request)
    messages.success(request, _("Welcome to the compliance desk."))
    return redirect("home")
