# The two commands that matter: `make demo` and `make test`. Everything happens in .venv and var/, nothing elsewhere.
.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test bench check fix messages lock clean
PY := .venv/bin/python
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .base $(CATALOGUES) ## install, load the invented country, serve on http://localhost:8000 (PORT=8123 moves it)
	@exec $(PY) -m config.demo

demo-reset: .base $(CATALOGUES) ## the same from the beginning: what was done in the demonstration is forgotten
	@exec $(PY) -m config.demo reset

test: .test $(CATALOGUES) check ## install what tests need and run everything, journeys in a browser included
	@bin/chromium >/dev/null
	@MACNSS_CHROMIUM="$$(bin/chromium)" $(PY) -m config.with_database --tests $(PY) -m pytest -n 2 --dist loadfile

bench: .test $(CATALOGUES) ## each figure of speed as a ratio, measured now on this machine
	@MACNSS_CHROMIUM="$$(bin/chromium)" $(PY) -m config.with_database --tests $(PY) -m bench

check: .test ## lint, types, import contracts
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .
	@.venv/bin/djlint --check macnss sandbox && .venv/bin/djlint --lint macnss sandbox
	@.venv/bin/lint-imports --no-cache
	@$(PY) -m config.with_database --tests $(PY) -m mypy
	@$(PY) -m mypy --config-file sandbox/mypy.ini

fix: .test ## put code and templates in form
	@$(PY) -m ruff check --fix . ; $(PY) -m ruff format . ; .venv/bin/djlint --quiet --reformat macnss sandbox

messages: .base ## collect the sentences to translate into locale/, then compile the catalogues
	@$(PY) -m config.messages collect
	@$(PY) -m config.messages compile

lock: ## pin the dependencies anew (needs uv)
	@bin/lock

clean: ## forget the environment, the data and the caches
	@rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: .base .test
.base:
	@bin/install base
.test:
	@bin/install test

%.mo: %.po | .base
	@$(PY) -m config.messages compile
