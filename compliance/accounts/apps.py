"""The accounts of the desk."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "compliance.accounts"
    label = "accounts"

    def ready(self) -> None:
        from compliance.accounts import limits, proof, security_log  # noqa: F401  (connect their receivers)
