# The commands of the project; `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PY := .venv/bin/python
PORT ?= 8000
export PORT
# One test worker per core; browser tests share one page each.
WORKERS ?= 2

.PHONY: help setup setup-dev run test test-services check bench worker seed fmt lint types arch migrations contrast req cov pdf deps

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

.venv/.core: requirements.txt
	@test -x .venv/bin/python || python3 -m venv .venv
	@.venv/bin/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@.venv/bin/pip check --disable-pip-version-check >/dev/null
	@touch $@

.venv/.dev: requirements-dev.txt
	@test -x .venv/bin/python || python3 -m venv .venv
	@.venv/bin/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@.venv/bin/pip check --disable-pip-version-check >/dev/null
	@touch .venv/.core $@

system:
	@scripts/install-system run

system-dev:
	@scripts/install-system dev

setup: system ## system packages, virtual environment, pinned requirements
	@$(MAKE) --no-print-directory .venv/.core

setup-dev: system-dev ## the same with the development requirements and a browser
	@$(MAKE) --no-print-directory .venv/.dev

run: setup ## the whole product on this machine, with a demo school (PORT=8000)
	@scripts/run

test: setup-dev ## the whole suite, browser tests included
	@scripts/test

test-services: setup-dev ## the same suite on PostgreSQL and Redis, the axe matrix apart
	@scripts/test-services

check: setup-dev ## everything that must hold before a change lands
	@$(MAKE) --no-print-directory lint types arch migrations contrast
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory test-services
	@$(MAKE) --no-print-directory req

bench: setup-dev ## the benchmarks, one JSON line each (ARGS="pdf-fiche")
	@scripts/bench $(ARGS)

worker: setup ## a worker alone, beat included
	@.venv/bin/celery --quiet -A nrc_platform.celery worker --beat --concurrency 2 --loglevel WARNING

seed: setup ## the demo school, into an empty database only
	@$(PY) manage.py seed_demo

fmt: ## format Python and templates
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix --select I .

lint: ## style of Python and templates
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/djlint --quiet --lint templates

types: ## mypy, strict
	@.venv/bin/mypy

arch: ## import contracts
	@.venv/bin/lint-imports --no-cache

migrations: ## no migration is missing
	@NRC_VAR=$$(mktemp -d) $(PY) manage.py makemigrations --check --dry-run

contrast: ## contrast of the colour tokens
	@$(PY) scripts/check_contrast.py

req: setup-dev ## which requirements are proved, marked, or not yet covered
	@$(PY) -m tests.house.req_report

cov: setup-dev ## coverage of the suite without browsers
	@.venv/bin/pytest -q -m "not axe and not browser and not worker" --cov --cov-report term-missing:skip-covered

pdf: setup-dev ## one sample of each printed document under var/samples/
	@$(PY) manage.py sample_documents

deps: setup-dev ## compile the pinned requirements from pyproject.toml
	@.venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate -q -o requirements.txt
	@.venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate -q -c requirements.txt -o requirements-dev.txt
