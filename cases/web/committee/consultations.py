"""What the Chair is asked under paragraph 23 c), also before a matter is brought; and the answer."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases import access, matter_file
from cases.access import Act, Audience
from cases.services import consultations as service
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.readable import Readable
from compliance import clock


class ConsultationAnswerForm(Readable, forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Write your answer.")},
        help_text=gettext_lazy("It goes to the Secretariat and stays on record. The Party does not see it."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Audience.COMMITTEE)
def consultation(request: HttpRequest, consultation: int) -> HttpResponse:
    """One consultation: what is asked, and the answer or the form for it."""
    actor, at = actor_of(request), clock.now()
    found = get_object_or_404(matter_file.consultation_of(actor=actor, pk=consultation))
    form = ConsultationAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.answer(
                actor=actor, consultation=found, text=form.cleaned_data["text"], answered_on=None, at=at
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your answer is with the Secretariat."))
            return redirect("committee:consultation", consultation=found.pk)
    context = {
        "consultation": found,
        "form": form,
        "may_answer": found.answered_on is None
        and access.may(actor=actor, act=Act.ANSWER_CONSULTATION, stage=found.matter.stage),
    }
    return render(request, "committee/consultation.html", context)
