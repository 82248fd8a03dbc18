"""A copy of one's own data, for whoever has proved again who they are."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from cases import own_data as kept
from cases.web.middleware import actor_of
from compliance import clock
from compliance.accounts import security_log
from compliance.accounts.models import User


@login_required
def own_data(request: HttpRequest) -> HttpResponseBase:
    """Says what is kept and for how long; the button gives the copy. Both only just after proof."""
    answer: HttpResponseBase = _proved(request)
    return answer


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def _proved(request: HttpRequest) -> HttpResponse:
    user = User.objects.get(pk=request.user.pk or 0)
    data = kept.of(user=user, actor=actor_of(request))
    if request.method != "POST":
        return render(request, "account/own_data.html", {"data": data, "email": user.email})
    security_log.note("own-data-taken", user_id=user.pk)
    name = f"compliance-desk-{clock.today():%Y-%m-%d}.json"
    body = {"made_at": clock.now(), **data}
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(body, headers=headers, json_dumps_params={"indent": 1, "ensure_ascii": False})
