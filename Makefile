# Everything a person runs on a fresh machine: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
APT := $(if $(filter 0,$(shell id -u)),,sudo) apt-get

# The tests of one file stay together: they share a database, a browser, and coded samples.
SPREAD := -n auto --dist loadfile
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help demo test bench bench-gazetteer bench-linking bench-store bench-serve fault setup assets debian lint format types unit browser accuracy accuracy-sample speed lock docs clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

demo: $(VENV)/run assets  ## code the sample reports: the record in the terminal, as pages in demo/, and in the workbench
	@mkdir -p demo
	$(BIN)/python samples/as_feed.py > demo/samples.jsonl
	$(BIN)/dateline code demo/samples.jsonl $(wildcard samples/*.jsonl samples/*.html) --format html -o demo/pages
	$(BIN)/dateline code samples/congo-camp-raid.txt --published 2023-06-14 --format text
	@rm -f demo/incidents.db*
	$(BIN)/dateline add samples/one-strike-seven-reports.jsonl --store demo/incidents.db
	$(BIN)/dateline incidents --store demo/incidents.db
	$(BIN)/dateline incident "$$($(BIN)/dateline incidents --harm killed --order oldest --format jsonl --store demo/incidents.db 2>/dev/null | head -1 | cut -d'"' -f4)" --store demo/incidents.db
	@rm -f demo/province.db*
	$(BIN)/dateline add samples/one-province-ten-days.jsonl --store demo/province.db
	$(BIN)/dateline situation --store demo/province.db --place "South Sudan" --on 2025-03-10
	@rm -f demo/workbench.db*
	$(BIN)/dateline add samples/one-province-ten-days.jsonl samples/one-strike-seven-reports.jsonl samples/haiti-philippines-feed.jsonl demo/samples.jsonl --store demo/workbench.db
	@echo
	@echo "The same record as pages, one a report: open demo/pages/index.html in a browser."
	$(BIN)/python samples/show_workbench.py demo/workbench.db

test: lint types unit browser  ## everything that CI checks

setup: $(VENV)/dev assets  ## the environment for work on Dateline, in .venv

$(VENV)/run: requirements/run.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m dateline.ontology.gazetteer.build
	@touch $@

$(VENV)/dev: $(VENV)/run requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m dateline.ontology.boundaries.build
	@touch $@

# FollowTheMoney's own reader needs PyICU, which is built from source: where that fails, its tests say so and are left out.
$(VENV)/ftm: $(VENV)/dev requirements/ftm.txt | debian
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/ftm.txt || \
	  echo "FollowTheMoney could not be installed: its check of the entities is left out"
	@touch $@

# What the tests use of Debian: a browser for the pages, PostgreSQL with PostGIS for the store, text recognition for scanned pages,
# Pango for PDF, OpenSSH for signatures, what PyICU is built from, and Java for Spark.
DEBIAN := chromium fonts-dejavu-core fonts-noto-core postgresql postgresql-contrib tesseract-ocr \
  libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 openssh-client libicu-dev pkg-config g++ openjdk-17-jre-headless
debian:
	@dpkg-query -W -f='$${Status}\n' $(DEBIAN) 2>/dev/null | grep -c "ok installed" | grep -qx $(words $(DEBIAN)) && \
	  ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 || ($(APT) update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(APT) install -y -qq --no-install-recommends $(DEBIAN) postgresql-postgis >/dev/null)

# What the pages of the workbench use from npm; at once where it is up to date. The map is finer with Debian's lists of packages.
assets: $(VENV)/run
	$(BIN)/python -m dateline.serve.assets

lint: $(VENV)/dev  ## formatting, lint, and the ontology's own linter
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m dateline.ontology.lint

format: $(VENV)/dev  ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: $(VENV)/dev  ## strict type check
	$(BIN)/mypy

unit: $(VENV)/ftm assets  ## every test but those in a browser
	$(BIN)/pytest $(SPREAD) --ignore tests/browser

browser: $(VENV)/dev debian assets  ## the pages in a real browser, with axe-core
	$(BIN)/pytest $(SPREAD) tests/browser

accuracy: $(VENV)/dev  ## every figure of the benchmark in ../shared, against the committed baseline
	$(BIN)/python -m benchmarks.accuracy $(ARGS)

accuracy-sample: $(VENV)/dev
	$(BIN)/python -m benchmarks.accuracy --sample

bench: $(VENV)/dev assets  ## speed, memory, scaling, linking, store and workbench in one table, against baselines
	$(BIN)/python -m benchmarks $(ARGS)

bench-gazetteer: $(VENV)/dev  ## the gazetteer: opening, looking up, memory, spellings
	$(BIN)/python -m benchmarks.gazetteer $(ARGS)

bench-linking: $(VENV)/dev  ## linking on made reports whose truth is known, hand-written pairs, copies, and size
	$(BIN)/python -m benchmarks.linking $(ARGS)

bench-store: $(VENV)/dev debian  ## answers of the store at a million claims, on both databases
	$(BIN)/python -m benchmarks.store $(ARGS)

bench-serve: $(VENV)/dev debian assets  ## every page of the workbench under load, on 100,000 incidents and a million claims
	$(BIN)/python -m benchmarks.serve $(ARGS)

fault: $(VENV)/dev debian  ## kill the store's writers and the workbench at random moments, many times, on both databases
	$(BIN)/python -m tests.faults.kills --kills 200 $(ARGS)
	$(BIN)/python -m tests.faults.review_kills --kills 100 $(ARGS)

speed: $(VENV)/dev  ## words a second, and the ratio to a bare parse
	$(BIN)/python -m benchmarks.speed $(ARGS)

lock: $(VENV)/dev  ## pin all dependencies anew
	$(BIN)/pip install --quiet uv
	$(LOCK) --extra serve --extra web --extra geo -o requirements/run.txt pyproject.toml
	$(LOCK) -c requirements/run.txt --extra dev -o requirements/dev.txt pyproject.toml
	$(LOCK) -c requirements/dev.txt --extra ftm -o requirements/ftm.txt pyproject.toml

docs: $(VENV)/dev  ## write the generated pages of the reference
	$(BIN)/python -m docs.generate

clean:  ## remove what was built
	rm -rf $(VENV) demo dist .mypy_cache .ruff_cache .pytest_cache
