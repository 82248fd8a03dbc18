"""The pages of the public register."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_info

from cases import paging, public_register
from cases.public_register import Wanted
from cases.web.register import asked as asked_for
from cases.web.register import entries
from cases.web.register.asked import Asked
from cases.web.register.public import public, require_published
from compliance import clock

NEWEST_FIRST = paging.Order("valid_from", descending=True, is_date=True)


def front(request: HttpRequest) -> HttpResponse:
    """To the register in the language that the browser asks for."""
    require_published()
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return redirect("register:list", language=asked_for.language())


@public
def entry_list(request: HttpRequest) -> HttpResponse:
    """The measures that the filters keep, the newest first."""
    asked, today = Asked(request.GET), clock.today()
    page = paging.page(found=asked.found, after=request.GET.get("after", ""), order=NEWEST_FIRST)
    context = {
        "asked": asked,
        "form": asked.form,
        "applied": asked.applied,
        "clear_url": asked_for.address("list"),
        "entries": [entries.of(one, today=today) for one in page.rows],
        "page": page,
        "first_url": asked.url("list"),
        "next_url": asked.url("list", after=page.next_key),
        "today_url": asked.url("list", on=today.isoformat()),
        "csv_url": asked.url("csv"),
        "json_url": asked.url("json"),
        "feed_url": asked.url("feed"),
        "languages": _languages("list", query=asked.written),
    }
    return render(request, "register/list.html", context)


@public
def entry(request: HttpRequest, entry: int) -> HttpResponse:
    """One measure: what was announced of it, and by which Notification it was withdrawn."""
    found = get_object_or_404(public_register.entries(wanted=Wanted()), pk=entry)
    context = {
        "entry": entries.of(found, today=clock.today()),
        "feed_url": asked_for.address("feed"),
        "languages": _languages("entry", entry),
    }
    return render(request, "register/entry.html", context)


def _languages(page: str, *args: Any, query: dict[str, str] | None = None) -> list[dict[str, str]]:
    """The same page in each language, under the language's own name."""
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "url": asked_for.address(page, *args, query=query, language_code=code),
        }
        for code, _name in settings.LANGUAGES
    ]
