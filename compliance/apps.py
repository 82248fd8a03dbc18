"""Binds the Celery application and the site's own checks when Django is ready."""

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "compliance"

    def ready(self) -> None:
        from compliance import celery, checks, deploy_checks  # noqa: F401  (imported for what they register)
