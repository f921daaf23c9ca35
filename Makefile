# streamerr: `make start` and `make test` set up what they need; `make clean` takes it away again.

PYTHON ?= python3.13 python3.12 python3.11 python3 python
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

# A lock is made from PyPI alone, whatever the settings of this machine add, and names no address.
COMPILE := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL -u PIP_INDEX_URL PIP_CONFIG_FILE=/dev/null \
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --no-config --generate-hashes --strip-extras \
	--allow-unsafe --no-emit-options --build-deps-for editable $(UPGRADE)

.PHONY: help start test setup browser postgres bench chaos cards pictures readme lock clean

help:
	@echo "make start   set up, build the knowledge base, run the bot: in Slack, or in a small Slack of its own"
	@echo "make test    set up, then lint, types and tests"
	@echo "make bench   quality and speed, measured"
	@echo "make chaos   kills, crashes, outages and all that, at length: is everything answered once?"
	@echo "make cards   write the approved cards in tests/cards anew"
	@echo "make pictures  draw the cards in docs/pictures anew, at the width of a phone"
	@echo "make readme  ask the examples in README.md again"
	@echo "make lock    write the lock files anew (make lock UPGRADE=--upgrade takes newer releases)"
	@echo "make clean   remove what the others made in this folder"

start: setup
	@$(BIN)/streamerr kb build
	@$(BIN)/streamerr start

test: $(VENV)/.dev browser postgres
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pytest -n auto

# Browser tests drive a real Chromium. Where this may install it, it does; elsewhere the tests say what is missing.
browser:
	@if command -v chromedriver >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing chromium and chromium-driver"; \
		apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium chromium-driver fonts-liberation >/dev/null; \
	else \
		echo "The browser tests need Chromium and its driver:" >&2; \
		echo "  Debian           sudo apt-get install chromium chromium-driver" >&2; \
		echo "  Fedora           sudo dnf install chromium chromedriver" >&2; \
		echo "  macOS            brew install --cask chromium chromedriver" >&2; \
		exit 1; \
	fi

# Tests of the workspace database run a PostgreSQL server of their own. Where this may install it, it does, without a
# cluster of the system's: Debian's package would make one and start it. Elsewhere the tests say what is missing.
NO_CLUSTER := /etc/postgresql-common/createcluster.d/streamerr.conf

postgres:
	@if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing postgresql"; \
		mkdir -p $(dir $(NO_CLUSTER)) && echo "create_main_cluster = false" >$(NO_CLUSTER); \
		apt-get update -qq && apt-get install -qq -y --no-install-recommends postgresql >/dev/null; \
		installed=$$?; rm -f $(NO_CLUSTER); exit $$installed; \
	else \
		echo "The database tests need PostgreSQL's server; nothing has to be started:" >&2; \
		echo "  Debian           sudo apt-get install postgresql" >&2; \
		echo "  Fedora           sudo dnf install postgresql-server" >&2; \
		echo "  macOS            brew install postgresql" >&2; \
		exit 1; \
	fi

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks.quality
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.hostile
	$(BIN)/python -m benchmarks.slack

chaos: $(VENV)/.dev postgres
	PROMISE_STEPS=24000 $(BIN)/pytest -n auto tests/promise
	$(BIN)/python -m tests.chaos --write README.md

cards: $(VENV)/.dev
	$(BIN)/python -m tests.approve

pictures: $(VENV)/.dev browser
	$(BIN)/python -m tests.pictures

readme: $(VENV)/.dev
	$(BIN)/python -m tests.readme

setup: $(VENV)/.app

$(BIN)/python:
	@for python in $(PYTHON); do \
		if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Setting up $(VENV) with $$($$python --version)"; \
			$$python -m venv --clear $(VENV) && exit 0; \
			exit 1; \
		fi; \
	done; \
	echo "streamerr needs Python 3.11 or newer with its venv module; none was found. Install it:" >&2; \
	echo "  Debian, Ubuntu   sudo apt install python3 python3-venv" >&2; \
	echo "  Fedora           sudo dnf install python3" >&2; \
	echo "  macOS            brew install python" >&2; \
	echo "Python somewhere else?  make $(or $(MAKECMDGOALS),start) PYTHON=/path/to/python3" >&2; \
	exit 1

$(VENV)/.app: $(BIN)/python requirements.lock pyproject.toml
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.app requirements-dev.lock
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

lock: $(VENV)/.dev
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@sed -i.old -e '/:\/\//d' requirements.lock requirements-dev.lock
	@rm -f requirements.lock.old requirements-dev.lock.old

clean:
	@echo "Removing $(VENV), caches and build leftovers from this folder."
	@echo "The knowledge base stays where 'streamerr version' says it is; it is derived and safe to delete."
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find bot kb tests benchmarks migrations -name __pycache__ -type d -prune -exec rm -rf {} +
