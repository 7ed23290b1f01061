# make site   set up everything and build this repository's own portal into site/
# make test   set up everything, a browser included, and run every check
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: site test test-full lint bench clean browser

site: $(VENV)/.site
	$(BIN)/gongkai build

test: lint browser
	$(BIN)/pytest -n 2 -m "not slow"

test-full: lint browser
	$(BIN)/pytest -n 2

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

browser: $(VENV)/.test
	sh tests/install_browser.sh $(BIN)/playwright

bench: $(VENV)/.test
	$(BIN)/python -m tests.bench

clean:
	rm -rf $(VENV) site .gongkai

$(VENV)/.site: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.test: $(VENV)/.site
	$(BIN)/pip install --quiet --disable-pip-version-check --group test --group lint
	touch $@
