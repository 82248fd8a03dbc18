"""Bootstrap's own files, served from the package that carries them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import distribution
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

FILES = (
    "bootstrap/css/bootstrap.min.css",
    "bootstrap/css/bootstrap.min.css.map",
    "bootstrap/js/bootstrap.bundle.min.js",
    "bootstrap/js/bootstrap.bundle.min.js.map",
)


class BootstrapFinder(BaseFinder):
    """Finds the files of Bootstrap that the pages use, with their source maps, and no other.

    The package has no Django app of its own and carries every variant; only
    what is served is collected.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=str(distribution("bootstrap-wrapper").locate_file("")))

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = self.storage.path(path) if path in FILES else ""
        return [found] if find_all and found else found or []

    def list(self, ignore_patterns: Any) -> Iterator[Any]:
        for path in FILES:
            yield path, self.storage
