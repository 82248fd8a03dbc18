"""Where the servers of the tests are found."""

from __future__ import annotations

from compliance.servers.ports import free_port, wait_until_listening

__all__ = ["URLS", "free_port", "wait_until_listening"]

URLS = {
    "DATABASE_URL": "postgres://desk@127.0.0.1:{port}/desk",
    "BROKER_URL": "redis://127.0.0.1:{port}/0",
}
