"""Property tests of the rules are not timed: a busy machine is no counter-example."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("rules", parent=settings(), deadline=None)
settings.load_profile("rules")
