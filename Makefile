# Everything needs only python3, make and git; tools/setup.py brings the rest.
PYTHON ?= python3

.PHONY: help setup run test test-all check bench bench-calendar bench-incentives bench-market messages lock

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

setup: ## install what changed, prepare database, city pack and demonstration data
	@$(PYTHON) tools/setup.py

run: setup ## set up, then run the web server and the job worker (stop with Ctrl-C)
	@test -e .env || export SIMPUL_DEMO=$${SIMPUL_DEMO:-1}; exec .venv/bin/simpul run

test: ## set up for tests, then run every check and every test
	@begun=$$(date +%s); $(PYTHON) tools/setup.py --tests && \
	SIMPUL_TEST_BEGUN=$$begun .venv/bin/python tools/test.py

test-all: ## the same, looking further: all walks in both languages, axe at every way a page is made, new examples
	@$(PYTHON) tools/setup.py --tests
	@SIMPUL_TEST_ALL=1 .venv/bin/python tools/test.py

check: ## the checks without the tests
	@$(PYTHON) tools/setup.py --tests
	@.venv/bin/python tools/test.py --checks

bench: ## measure with 50,000 applications loaded
	@$(PYTHON) tools/setup.py --tests
	@.venv/bin/python -m bench

bench-calendar: ## measure the calendar with 1,000,000 bookings, beside PostGIS where installed
	@$(PYTHON) tools/setup.py --tests
	@.venv/bin/python -m bench.calendar

bench-incentives: ## measure a cost report of 500,000 lines beside a plain aggregation
	@$(PYTHON) tools/setup.py --tests
	@.venv/bin/python -m bench.incentives
	@.venv/bin/python -m bench.lab

bench-market: ## measure timetables of meetings beside the best published
	@$(PYTHON) tools/setup.py --tests
	@.venv/bin/python -m bench.market

messages: ## bring the translation catalogues up to date with the texts
	@.venv/bin/python tools/messages.py extract

LOCK = .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --python-version 3.11
lock: setup ## lock the dependencies again
	@$(LOCK) -o requirements/base.lock requirements/base.in
	@$(LOCK) -c requirements/base.lock -o requirements/dev.lock requirements/dev.in
	@$(LOCK) -o requirements/node.lock requirements/node.in
	@$(LOCK) -o requirements/uv.lock requirements/uv.in
