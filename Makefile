# Two commands are enough: `make run` serves, `make test` tests. Each makes what it needs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EVENTS ?= 100000

.PHONY: help run test lint format bench eval golden lock sbom audit clean

help:            ## this list
	@grep -E '^[a-z]+: .*##|^[a-z]+:  +##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 14

run: $(VENV)/run.stamp       ## serve on http://127.0.0.1:8000, with an SQLite file under var/
	$(BIN)/python -m service serve

test: lint                   ## lint, formatting and every test
	$(BIN)/python -m pytest

lint: $(VENV)/dev.stamp      ## ruff: the linter, then the formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/dev.stamp    ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/dev.stamp     ## speed, as ratios measured side by side (a quarter of an hour); EVENTS=1000000 for more
	$(BIN)/python -m bench --events $(EVENTS)

eval: $(VENV)/run.stamp      ## accuracy on labelled articles: make eval SETS=folder (with its run.py)
	@test -f "$(SETS)/run.py" || { echo 'say where the labelled articles are: make eval SETS=folder'; exit 2; }
	$(BIN)/python $(SETS)/run.py

golden: $(VENV)/dev.stamp    ## write the expected files of tests/golden anew; read the diff before you commit it
	$(BIN)/python -m tests.golden

lock: $(VENV)/dev.stamp      ## compile requirements*.in into requirements*.txt, with hashes
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header $(LOCK) requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header $(LOCK) requirements-dev.in -o requirements-dev.txt

sbom: $(VENV)/dev.stamp      ## write sbom.json: what runs in production, in CycloneDX
	$(BIN)/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible --validate -o sbom.json

audit: $(VENV)/dev.stamp     ## look for known holes in what runs in production; what cannot be looked up fails it, too
	$(BIN)/pip-audit --strict --require-hashes --disable-pip --progress-spinner off --requirement requirements.txt

clean:                       ## forget the virtual environment; the database under var/ stays
	rm -rf $(VENV)

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/dev.stamp: requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@ $(VENV)/run.stamp
