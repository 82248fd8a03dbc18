# Two commands on a fresh machine: `make demo` and `make test`. `make help` lists the rest.

PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/bash

.PHONY: help demo up test check format messages lock clean

help:
	@echo "make demo    set everything up and run the desk on this machine (Ctrl-C ends it)"
	@echo "make test    set everything up, check the code and run every test"
	@echo "make up      start the desk of docker-compose.yml, once .env is filled in (needs Docker)"
	@echo "make check   the quality gate alone"
	@echo "make format  write the code as the gate wants it"
	@echo "make messages  gather the strings of the pages for translation (needs gettext)"
	@echo "make lock    resolve the dependencies anew (needs uv)"
	@echo "make clean   remove the demonstration's data; the next demo starts afresh"

demo: .venv/runtime
	@exec $(BIN)/python manage.py demo

up:
	@test -f .env || { echo "Copy .env.example to .env and fill it in first."; exit 1; }
	@sh deploy/secrets.sh
	docker compose up --build --detach

test: .venv/dev check
	$(BIN)/python -m pytest -n 2 --dist loadgroup
	DATABASE_URL=sqlite:///$(CURDIR)/var/tests.sqlite3 $(BIN)/python -m pytest -q -n 2 tests/notifications \
		$(addprefix tests/cases/test_,backup.py life_of_a_request.py sweep.py sweep_agrees_with_rules.py services.py)

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: .venv/dev
	$(BIN)/python manage.py makemessages -l fr -l es --no-wrap --no-location -i .venv -i tests -i var
	for po in locale/*/LC_MESSAGES/django.po; do msgattrib --no-obsolete --no-wrap -o $$po $$po; done

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf var

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "This needs Python 3.11 or later; name one with: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv \
		|| { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }

.venv/runtime: .venv/bin/python requirements.lock
	@echo "Installing what the desk needs, once ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/dev: .venv/bin/python requirements-dev.lock
	@echo "Installing what the desk and its tests need, once ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch .venv/runtime $@
