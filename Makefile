# Two commands matter: `make run` and `make test`. `make help` lists the others and what can be set.

PYTHON  := python3
REPORTS := $(or $(ASSISTANT_REPORTS),corpus/reports)
STORE   := $(or $(ASSISTANT_STORE),.store)
HOST    := $(or $(ASSISTANT_HOST),127.0.0.1)
PORT    := $(or $(ASSISTANT_PORT),7860)
TESTS   :=
NEEDED  := run,test

VENV := .venv
PY   := $(VENV)/bin/python
PIP  := $(PY) -m pip install --quiet --quiet --disable-pip-version-check

.PHONY: help run build test lint bench clean venv venv-dev system-packages
.DEFAULT_GOAL := help

# Flags and variables reach the program by one way: the environment that assistant/settings.py reads.
run build: export ASSISTANT_REPORTS := $(REPORTS)
run build: export ASSISTANT_STORE := $(STORE)
run: export ASSISTANT_HOST := $(HOST)
run: export ASSISTANT_PORT := $(PORT)

help: ## What can be done here
	@echo "make run                     install, read the reports, open http://$(HOST):$(PORT)"
	@echo "make run REPORTS=/a/folder   the same over your own reports (also STORE=, HOST=, PORT=)"
	@echo "make test                    unit, golden and browser tests (TESTS=tests/test_x.py for some)"
	@echo "make build                   only read the reports into the store"
	@echo "make lint                    ruff, and mypy in its strict mode"
	@echo "make bench                   every figure of the README, measured here, as a table"
	@echo "make clean                   remove the environment, the store and the caches"

run: venv ## Install, read the reports, start the window
	@$(MAKE) --no-print-directory system-packages NEEDED=run
	@$(PY) -m assistant build
	@exec $(PY) app.py

build: venv ## Only read the reports into the store
	@$(PY) -m assistant build

test: venv-dev ## Unit, golden and browser tests
	@$(MAKE) --no-print-directory system-packages NEEDED=run,test
	@$(PY) -m pytest $(TESTS)

lint: venv-dev ## ruff and mypy
	@$(PY) -m ruff check .
	@$(PY) -m mypy

bench: venv-dev ## Every figure of the README
	@$(PY) tests/bench.py

clean: ## Remove what the other commands made
	rm -rf $(VENV) .store .mypy_cache .pytest_cache .ruff_cache .screenshots
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The copies beside the environment tell whether the pins changed since; a broken install leaves none.
venv:
	@{ [ -x $(PY) ] && cmp -s requirements.txt $(VENV)/requirements.txt; } || { set -e; \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name it with PYTHON=/path/to/python3.11." >&2; exit 2; }; \
	echo "Installing the libraries of requirements.txt into $(VENV) (some minutes the first time) ..." >&2; \
	$(PYTHON) -m venv $(VENV) \
	  || { echo "The Python venv module is missing; on Debian: apt-get install python3-venv." >&2; exit 2; }; \
	$(PIP) -r requirements.txt; \
	cp requirements.txt $(VENV)/requirements.txt; }

venv-dev: venv
	@cmp -s requirements-dev.txt $(VENV)/requirements-dev.txt || { set -e; \
	echo "Installing the tools of requirements-dev.txt ..." >&2; \
	$(PIP) -r requirements-dev.txt -c requirements.txt; \
	cp requirements-dev.txt $(VENV)/requirements-dev.txt; }

# Installed where that needs no password; else one sentence, and the run goes on: what needs them says so itself.
system-packages:
	@missing=; \
	for name in $$(awk '/^[^#]/ && index(",$(NEEDED),", "," $$2 ",") { print $$1 }' system-packages.txt); do \
	  dpkg-query -W -f='$${Status}' "$$name" 2>/dev/null | grep -q '^install ok installed' || missing="$$missing $$name"; \
	done; \
	[ -n "$$missing" ] || exit 0; \
	root=no; \
	if [ "$$(id -u)" = 0 ]; then root=; elif sudo -n true 2>/dev/null; then root='sudo -n'; fi; \
	if [ "$$root" != no ] && command -v apt-get >/dev/null; then \
	  echo "Installing the system packages$$missing ..." >&2; \
	  if $$root apt-get update -qq >&2 \
	    && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >&2; \
	  then exit 0; fi; \
	fi; \
	echo "These system packages could not be installed here, so what needs them is skipped and says so:$$missing." >&2
