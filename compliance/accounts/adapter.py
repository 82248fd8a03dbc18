"""How sign-in differs from the library's: nobody opens an account for themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by invitation; there is no open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
