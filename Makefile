# Every command of the project, for people and for .ci/run alike; `make` alone lists them.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.SUFFIXES:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-installed
DEV := $(VENV)/.dev-installed
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadscope

.PHONY: help
help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | while IFS='	' read -r target purpose; do \
		printf '  make %-14s %s\n' "$$target" "$$purpose"; \
	done

.PHONY: demo
demo: $(RUN) ## Carry the 35 Kommunen of the demo half way through the programme, and open the portal
	$(BIN)/etappe up --demo

.PHONY: test
test: $(DEV) ## Run the whole test suite
	$(PYTEST)

.PHONY: check
check: format-check lint imports types test docs ## Run everything that a change has to pass

.PHONY: format
format: $(DEV) ## Lay out the code and sort its imports
	$(BIN)/ruff check --quiet --select I --fix .
	$(BIN)/ruff format .

.PHONY: format-check
format-check: $(DEV) ## Look for code that `make format` would change
	$(BIN)/ruff format --check .

.PHONY: lint
lint: $(DEV) ## Look for mistakes with ruff
	$(BIN)/ruff check .

.PHONY: imports
imports: $(DEV) ## Look for imports that point the wrong way
	$(BIN)/lint-imports

.PHONY: types
types: $(DEV) ## Check the types with mypy and with pyright's engine, both strict
	$(BIN)/mypy
	$(BIN)/basedpyright

.PHONY: docs
docs: $(DEV) ## Build the docs into docs/_build/html; a warning is an error
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build/html

.PHONY: picture
picture: $(RUN) ## Take the picture of the demo for the README anew
	$(BIN)/python docs/pictures.py

.PHONY: pictures
pictures: $(DEV) ## Take the pictures of the portal for the docs anew, with Debian's Chromium
	$(BIN)/python docs/portal_pictures.py

.PHONY: openapi
openapi: $(DEV) ## Write the document of the API anew, as it lies in the docs
	$(BIN)/python -m etappe_portal.api.document > docs/api/openapi.json

.PHONY: bench
bench: $(DEV) ## Measure etappe against the bare database (ETAPPE_BENCH_QUICK=1: fewer rounds)
	$(BIN)/python -m benchmarks

.PHONY: constraints
constraints: ## Pin the newest versions that pyproject.toml allows
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && \
	$(PYTHON) -m venv "$$dir/venv" && \
	"$$dir/venv/bin/pip" install --quiet --disable-pip-version-check -e ".[dev]" && \
	{ echo '# Made by `make constraints`: all that pip install -e ".[dev]" brings into an empty environment.'; \
	  "$$dir/venv/bin/pip" freeze --exclude-editable; } > "$$dir/constraints.txt" && \
	cp "$$dir/constraints.txt" constraints.txt

.PHONY: clean
clean: ## Remove the environment, the built docs and all caches
	rm -rf $(VENV) docs/_build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "etappe needs Python 3.11 or newer, '$(PYTHON)' is not; name one: make PYTHON=/path/to/python3.11" >&2; \
		exit 1; \
	}
	$(PYTHON) -m venv $(VENV)

$(RUN): pyproject.toml constraints.txt | $(BIN)/pip
	@echo 'Setting up $(VENV); the first time this takes about a minute.'
	$(INSTALL) -e ".[flows]"
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(BIN)/pip
	@echo 'Setting up $(VENV) with the tools of developers; the first time this takes about two minutes.'
	$(INSTALL) -e ".[dev]"
	@touch $(RUN) $@
