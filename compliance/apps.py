"""Binds the Celery application and the site's own checks when Django is ready."""

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "compliance"

    def ready(self) -> None:
        from compliance import celery, checks, deploy_checks, logs, telemetry  # noqa: F401  (some only register)

        logs.configure()
        telemetry.begin()
