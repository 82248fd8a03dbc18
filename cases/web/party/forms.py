"""What a Party fills in."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import AnswerDraft, Submission
from cases.services import answer_drafts
from cases.services.refusals import Refused
from cases.web.readable import Readable


class AnswerForm(Readable, forms.Form):
    """An answer online: any of its parts, together or alone.

    ``key`` is made when the page is first shown and comes back with it, so that
    the same page sent twice is one submission. ``seen`` is the version of the
    draft that the page shows, 0 where there is none.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    approximate_date = forms.DateField(
        label=gettext_lazy("Approximate date"),
        help_text=gettext_lazy(
            "The date by which you expect to provide the information (paragraph 23 a)). "
            "A later answer can give another date; this one stays in the record."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    justification = forms.CharField(
        label=gettext_lazy("Justification for not having responded"),
        help_text=gettext_lazy("Why the information cannot be provided yet (paragraph 23 b))."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    information = forms.ChoiceField(
        label=gettext_lazy("Information given with this answer"),
        choices=Submission.Information.choices,
        initial=Submission.Information.NONE,
        required=False,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("The information, in words"),
        help_text=gettext_lazy("Answer the questions in the order in which they were asked."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["approximate_date"].widget.attrs["min"] = today.isoformat()

    @classmethod
    def blank(cls, *, today: date) -> AnswerForm:
        """A form shown for the first time, with a key of its own."""
        return cls(initial={"key": uuid.uuid4(), "seen": 0}, today=today)

    @classmethod
    def of_draft(cls, draft: AnswerDraft, *, today: date) -> AnswerForm:
        """What was typed so far, to go on with."""
        typed = {name: getattr(draft, name) for name in answer_drafts.NAMES}
        return cls(initial={"key": draft.key, "seen": draft.version, **typed}, today=today)

    def clean_approximate_date(self) -> date | None:
        """The guard is the record's own; here it stands beside its field."""
        given: date | None = self.cleaned_data["approximate_date"]
        if given and given < self.today:
            raise forms.ValidationError(_("Give today's date or a later one (paragraph 23 a))."))
        return given

    def clean_information(self) -> str:
        return self.cleaned_data["information"] or Submission.Information.NONE.value

    def clean(self) -> dict[str, Any]:
        """Words and how much of the information they are come together, or not at all."""
        cleaned = super().clean() or {}
        nothing = cleaned.get("information") == Submission.Information.NONE
        if nothing and cleaned.get("text", "").strip():
            self.add_error(
                "information", _("You wrote information below: say whether it is part of it or all of it.")
            )
        if not nothing and "information" in cleaned and not cleaned.get("text", "").strip():
            self.add_error("text", _("Write the information that you give (paragraph 23 b))."))
        return cleaned

    def refuse(self, error: Refused) -> None:
        """The procedure's own words, beside the field that they are about."""
        shown = error.field in self.fields and not self.fields[error.field].widget.is_hidden
        self.add_error(error.field if shown else None, str(error))
