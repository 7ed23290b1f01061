# make site   set up everything and build this repository's own portal into site/
# make test   set up everything, a browser included, and run every check but the slow ones
# make test-full   the slow ones too, which take some minutes more
# make bench       measure; make clean removes what was set up
#
# Another Python: make site PYTHON=python3.12
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --quiet --disable-pip-version-check

# Settings of the caller's own shell that would reach into the environment made here.
unexport PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX

.PHONY: site test test-full slow lint bench clean browser

site: $(VENV)/.site
	$(BIN)/gongkai build

test: lint browser
	$(BIN)/pytest -n 2 -m "not slow"

test-full: test slow

slow: browser
	$(BIN)/pytest -n 2 -m slow

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

# pip learned to read dependency groups in 25.1.
$(VENV)/.site: pyproject.toml
	@sh tests/check_python.sh $(PYTHON)
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --upgrade "pip>=25.1"
	$(PIP) install --editable .
	@$(BIN)/python -m compileall -q generator
	@touch $@

$(VENV)/.test: $(VENV)/.site
	$(PIP) install --group test --group lint
	@touch $@
