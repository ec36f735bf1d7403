# Two commands do everything on a machine with Python 3.11 or newer, pip and make:
#   make demo    the whole road on a simulated collection
#   make test    the suite
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DEMO := .demo

.PHONY: help demo test check bench fuzz schemas docs starters clean
.DEFAULT_GOAL := help

help: ## Show these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

demo: $(INSTALLED) ## Set up, then make a demonstration archive in .demo
	rm -rf $(DEMO)
	$(BIN)/archive demo $(DEMO)

test: $(INSTALLED) ## Set up, then run the suite
	OMP_NUM_THREADS=1 $(BIN)/pytest -n auto --dist loadgroup -m "not benchmark and not long"

check: $(INSTALLED) ## Lint, format and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: $(INSTALLED) ## Run the benchmarks and the long tests, one at a time
	$(BIN)/pytest -n 0 -s -m "benchmark or long"

fuzz: $(INSTALLED) ## Damage 20,000 files for every reader and read them; writes docs/fuzz.md
	$(BIN)/python -m tests.fuzz --write docs/fuzz.md

schemas: $(INSTALLED) ## Write the JSON Schemas again from the code
	$(BIN)/python -m pigment_archive.workflows.schemas schemas

docs: $(INSTALLED) ## Write the generated parts of docs/formats.md again from the code
	$(BIN)/python -m tests.formats_page

starters: $(INSTALLED) ## Train the models that ship with the package again, from the open sets
	$(BIN)/python -m tests.starters

clean: ## Remove everything these targets made
	rm -rf $(VENV) $(DEMO) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find pigment_archive tests -name __pycache__ -prune -exec rm -rf {} +

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -c constraints.txt -e '.[dev]'
	touch $@
