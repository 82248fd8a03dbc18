"""The containers' description reads and is closed; what runs in them is not tested here, for want of an engine."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.services import given

ROOT = Path(__file__).resolve().parents[2]
DESK = ("web", "worker", "beat", "migrate", "manage")
PARTS = {*DESK, "proxy", "database", "broker", "scanner", "mail"}
_EXACT = re.compile(r"[\w./-]+:v?\d+\.\d+(\.\d+)?(-[a-z-]+)?")
"""A tag that names one release, down to its last number where its makers have three."""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """docker-compose.yml as the program reads it, from a copy of .env.example alone."""
    folder = tmp_path_factory.mktemp("compose")
    shutil.copy(ROOT / "docker-compose.yml", folder)
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    shutil.copy(ROOT / ".env.example", folder / ".env")
    done = subprocess.run(
        [given.program("docker-compose"), "--profile", "tools", "--profile", "development", "config"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, dict[str, Any]] = yaml.safe_load(done.stdout)["services"]
    return found


def test_the_parts_are_these(parts: dict[str, dict[str, Any]]) -> None:
    assert set(parts) == PARTS
    profiles = {name: part["profiles"] for name, part in parts.items() if "profiles" in part}
    assert profiles == {"manage": ["tools"], "mail": ["development"]}


def test_every_part_is_closed(parts: dict[str, dict[str, Any]]) -> None:
    """No root, no capability, nothing writable but what is named, and no more of the machine than its share."""
    for name, part in parts.items():
        assert part["user"].split(":")[0] not in ("root", "0"), name
        assert part["cap_drop"] == ["ALL"], name
        assert part["security_opt"] == ["no-new-privileges:true"], name
        assert part.get("read_only") is (None if name == "scanner" else True), name
        assert {"cpus", "memory"} <= part["deploy"]["resources"]["limits"].keys(), name
        assert not part.get("privileges"), name
        assert "docker.sock" not in str(part.get("volumes")), name


def test_what_runs_for_long_is_looked_after(parts: dict[str, dict[str, Any]]) -> None:
    for name in PARTS - {"migrate", "manage"}:
        assert parts[name]["healthcheck"]["test"], name
        assert parts[name]["restart"] == "unless-stopped", name
    for name in ("web", "worker", "beat"):
        waits = parts[name]["depends_on"]
        assert waits["migrate"] == {"condition": "service_completed_successfully"}, name
        assert "container_name" not in parts[name], f"there can be several of {name}"
        assert "ports" not in parts[name], f"there can be several of {name}"


def test_nothing_is_reached_from_outside_but_the_proxy(parts: dict[str, dict[str, Any]]) -> None:
    published = {name for name, part in parts.items() if part.get("ports")}
    assert published == {"proxy", "mail"}
    assert str(parts["mail"]["ports"][0]).startswith("127.0.0.1:")
    for name in ("database", "broker"):
        assert set(parts[name]["networks"]) == {"inside"}, name
    networks = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["networks"]
    assert networks["inside"] == networks["front"] == {"internal": True}


def test_every_image_is_one_release(parts: dict[str, dict[str, Any]]) -> None:
    images = {name: part["image"] for name, part in parts.items() if "build" not in part}
    for folder in (ROOT, ROOT / "deploy" / "proxy"):
        [images[folder.name]] = re.findall(r"^FROM (\S+)", (folder / "Dockerfile").read_text(), re.MULTILINE)
    assert [name for name, image in images.items() if not _EXACT.fullmatch(image)] == []
    assert parts["database"]["image"].startswith("postgres:17."), "the client in the Dockerfile is of 17"
    assert "postgresql-client-17" in (ROOT / "Dockerfile").read_text()


def test_secrets_are_files_and_each_part_has_its_own_alone(parts: dict[str, dict[str, Any]]) -> None:
    given_to = {
        name: {secret["source"] for secret in part.get("secrets", [])} for name, part in parts.items()
    }
    serving = {"secret_key", "app_database_password", "broker_password", "email_password", "metrics_token"}
    owning = serving - {"app_database_password"} | {"owner_database_password"}
    assert given_to == {
        **dict.fromkeys(("web", "worker", "beat"), serving),
        **dict.fromkeys(("migrate", "manage"), owning),
        "database": {"postgres_password", "owner_database_password", "app_database_password"},
        "broker": {"broker_password"},
        "proxy": set(),
        "scanner": set(),
        "mail": set(),
    }
    for name, part in parts.items():
        for key, value in (part.get("environment") or {}).items():
            if re.search(r"PASSWORD|SECRET_KEY$|TOKEN", key):
                assert str(value).startswith("/run/secrets/"), f"{name}: {key}"
    for name in ("web", "worker", "beat"):
        assert str(parts[name]["environment"]["DATABASE_URL"]).startswith("postgres://desk_app@"), name
    for name in ("migrate", "manage"):
        assert str(parts[name]["environment"]["DATABASE_URL"]).startswith("postgres://desk_owner@"), name


def test_secrets_are_made_once_and_kept(tmp_path: Path, parts: dict[str, dict[str, Any]]) -> None:
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    made = []
    for _ in range(2):
        subprocess.run(["sh", "deploy/secrets.sh"], cwd=tmp_path, check=True, capture_output=True)
        made.append({path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()})
    assert made[0] == made[1]
    assert made[0].pop("email_password") == ""
    assert {len(value) for value in made[0].values()} == {64}
    assert len(set(made[0].values())) == len(made[0])
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    wanted = {secret["source"] for part in parts.values() for secret in part.get("secrets", [])}
    assert wanted == {*made[0], "email_password"}


def test_the_images_run_as_nobody_and_hold_no_secret() -> None:
    for folder in (ROOT, ROOT / "deploy" / "proxy"):
        lines = (folder / "Dockerfile").read_text().splitlines()
        [user] = [line.split()[1] for line in lines if line.startswith("USER ")]
        assert user.split(":")[0] not in ("root", "0")
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env", "secrets", "var", "backups"} <= set(ignored)


def test_every_setting_of_production_is_in_the_example() -> None:
    """A value that the settings require and the example does not name stops a newcomer."""
    settings = (ROOT / "compliance" / "settings.py").read_text()
    required = set(re.findall(r'_required\("([A-Z_]+)"', settings))
    example = (ROOT / ".env.example").read_text()
    assert required
    assert {name for name in required if f"\n{name}=" not in example} == set()


def test_every_setting_is_in_the_table(parts: dict[str, dict[str, Any]]) -> None:
    """And every setting of docker-compose.yml is one that the desk reads."""
    settings = (ROOT / "compliance" / "settings.py").read_text()
    read = set(re.findall(r'(?:env\.\w+|_required|_whole_number|_hours?|_scanner)\(\s*"([A-Z_]+)"', settings))
    read |= {"DATABASE_PASSWORD", "BROKER_PASSWORD", "EMAIL_PASSWORD"}
    gunicorn = (ROOT / "deploy" / "gunicorn.conf.py").read_text()
    read |= set(re.findall(r'environ\.get\("(WEB_\w+)"', gunicorn))
    table = (ROOT / "docs" / "operations.md").read_text().split("### Settings")[1].split("## Upgrade")[0]
    told = set(re.findall(r"`([A-Z_]+)`", table))
    assert len(read) > 25
    assert read - told == set(), "docs/operations.md, 'Settings'"
    passed = {name.removesuffix("_FILE") for name in parts["web"]["environment"]}
    assert passed - read == set(), "docker-compose.yml passes on what nothing reads"
