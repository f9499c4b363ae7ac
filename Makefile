# Two commands do all the set-up on a machine that has Python 3.11 or newer and make:
#   make demo      make test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED := $(wildcard ../shared)
export LEADERS_TEST_DATA ?= $(if $(SHARED),$(abspath $(SHARED)))
export DO_NOT_TRACK := 1
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test servers browser lint format readme screenshots bench lock clean

help:  ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 13

demo: $(VENV)/.installed  ## install, run the bundled niche end to end, print its shortlist
	@$(BIN)/leaders demo

test: $(VENV)/.tested  ## install what the tests need and run them all
	@tests/servers/bluesky/setup.sh without-apt || echo 'Tests on real servers will be SKIPPED: make servers'
	@tests/browser/setup.sh without-apt || echo 'Tests in a browser, of PDF or in LibreOffice will be SKIPPED: make browser'
	$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist loadgroup

servers:  ## install the real servers that some tests ask (650 MB in a cache folder)
	tests/servers/bluesky/setup.sh

browser:  ## install what tests open the report and the workbook with (Chromium, LibreOffice)
	tests/browser/setup.sh

lint: $(VENV)/.tested  ## ruff, mypy, import contracts, locks without addresses
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@if grep -n '://' requirements.lock requirements-test.lock requirements-bench.lock; then \
		echo 'A lock names an address; write it again with: make lock'; exit 1; fi

format: $(VENV)/.tested  ## let ruff mend and format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

readme: $(VENV)/.tested  ## make the tables of the README from the code
	$(BIN)/python tests/readme_tables.py

screenshots: $(VENV)/.tested  ## take the pictures of the README from the demo's report
	$(BIN)/python tests/screenshots.py

bench: $(VENV)/.benched  ## measure quality and speed beside the peers (minutes)
	$(BIN)/python -m bench

lock: $(VENV)/.installed  ## choose the versions again (needs the network)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 \
		pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 \
		-c requirements.lock pyproject.toml --group build --group test -o requirements-test.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 \
		-c requirements-test.lock pyproject.toml --group bench -o requirements-bench.lock

clean:  ## remove the environment and everything that was made
	rm -rf $(VENV) .prefect exports build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'leaders needs Python 3.11 or newer; name one: make PYTHON=python3.12'; exit 1; }
	$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo 'Python cannot make an environment; on Debian: apt install python3-venv'; exit 1; }

# Each lock constrains itself: pip 23 takes name[extra] for another package than name, and its newest.
$(VENV)/.installed: $(BIN)/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock -c requirements.lock
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-build-isolation --no-deps -e .
	$(BIN)/python -m leaders.graph.kernels.warm
	@touch $@

$(VENV)/.tested: $(VENV)/.installed requirements-test.lock
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-test.lock -c requirements-test.lock
	@touch $@

$(VENV)/.benched: $(VENV)/.tested requirements-bench.lock
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-bench.lock -c requirements-bench.lock
	@touch $@
