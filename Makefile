# Needs Python 3.11 or newer, make and coreutils; everything else comes through the lock file.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
ASSETS := $(wildcard governance_app/assets/*.* governance_app/assets/*/*.scss)
RULES := tests/test_house_rules.py
ARGS ?=
QUIETLY := --quiet --no-compile --disable-pip-version-check
INSTALL := $(BIN)/python -m pip install $(QUIETLY) --no-deps --require-hashes
COMPILE := .build/lock/bin/uv pip compile --quiet --universal --generate-hashes pyproject.toml \
	--custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help setup run test check lock bench bench-quick pictures

help: ## Say what each target does
	@$(PYTHON) -c "$$HELP" < Makefile

setup: .venv/.built ## Install what is pinned, and build the style sheet and typefaces

run: setup ## Serve on http://127.0.0.1:8000, with example data on the first run
	@exec $(BIN)/governance run

# Four at once on two cores, because browsers, servers and databases keep each other waiting.
test: .venv/.installed-dev .venv/.built ## Run the tests (ARGS="-k freeze" for some of them)
	@$(BIN)/python -m pytest -n 4 --ignore $(RULES) $(ARGS)

check: .venv/.installed-dev .venv/.built ## Lint, format, types, import contracts and house rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -n 2 $(RULES)

lock: ## Pin every dependency anew, with hashes
	@$(PYTHON) -m venv .build/lock
	@.build/lock/bin/pip install -q uv
	@$(COMPILE) --upgrade --group build --output-file requirements.lock
	@$(COMPILE) --group build --group dev --constraints requirements.lock --output-file requirements-dev.lock

bench: .venv/.installed-dev .venv/.built ## Measure pages, packs, reading as at and submitting, each against its bar
	@$(BIN)/python -m benchmarks

bench-quick: .venv/.installed-dev .venv/.built ## The same on small sizes, in under a minute
	@$(BIN)/python -m benchmarks --quick

pictures: .venv/.installed-dev ## Take the README's pictures from the service that make run serves
	@$(BIN)/python docs/take_pictures.py

.venv/.installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Installing what requirements.lock pins; the first time takes about a minute."
	@began=$$(date +%s) && $(PYTHON) -m venv .venv && \
		$(PYTHON) -c "$$PIP_ALONE" < requirements.lock > .venv/pip.lock && \
		$(INSTALL) -r .venv/pip.lock && $(INSTALL) -r requirements.lock && \
		touch $@ && echo "install  $$(($$(date +%s) - began)) s"

.venv/.installed-dev: requirements-dev.lock .venv/.installed
	@began=$$(date +%s) && $(INSTALL) -r requirements-dev.lock && \
		touch $@ && echo "tools    $$(($$(date +%s) - began)) s"

.venv/.built: .venv/.installed pyproject.toml $(ASSETS)
	@began=$$(date +%s) && $(BIN)/python -m pip install $(QUIETLY) --no-build-isolation --no-deps -e . && \
		touch $@ && echo "build    $$(($$(date +%s) - began)) s"

# The pip that Python 3.11 brings takes half as long again as the one in the lock, which therefore comes first.
define HELP
import re, sys
for name, meaning in re.findall(r"^([a-z-]+):.*## (.*)", sys.stdin.read(), re.M):
    print(f"make {name:11} {meaning}")
endef
export HELP

define PIP_ALONE
import re, sys
print(re.search(r"^pip==.*?(?=^\S(?<!#))", sys.stdin.read(), re.M | re.S).group())
endef
export PIP_ALONE
