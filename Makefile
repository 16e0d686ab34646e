# Commands of the project; `make help` lists them. Needs make and a Python of at least 3.11, nothing else.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8000
# As many workers as cores; `make test PYTEST_ARGS=` runs in one.
PYTEST_ARGS ?= -n auto

VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py

# Wheels only: what would have to be compiled does not belong in the locks. No cache: HOME may not be writable.
PIP_INSTALL := $(BIN)/python -m pip --quiet --no-input --disable-pip-version-check --no-cache-dir \
	install --require-hashes --only-binary :all:
export PIP_ROOT_USER_ACTION := ignore
export PYTHONUTF8 := 1
unexport DJANGO_SETTINGS_MODULE

# One check: its name, then silence when it passes and everything it said when it does not.
define CHECK
@printf '%-34s' '$(1)'; if said=$$($(2) 2>&1); then echo 'đạt'; else echo 'KHÔNG ĐẠT'; printf '%s\n' "$$said"; exit 1; fi
endef

.PHONY: help setup demo test bench faults lock clean venv runtime development database

help: ## In danh sách lệnh
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

venv:
	@if ! $(BIN)/python -c 'import pip' 2>/dev/null; then \
		python=''; \
		for name in python3 python3.14 python3.13 python3.12 python3.11; do \
			if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$name; break; fi; \
		done; \
		if [ -z "$$python" ]; then echo 'Cần Python từ 3.11 trở lên (lệnh python3).' >&2; exit 1; fi; \
		rm -rf $(VENV); \
		if ! said=$$($$python -m venv $(VENV) 2>&1); then \
			printf '%s\n' "$$said" 'Không tạo được môi trường ảo: cài gói python3-venv của hệ điều hành.' >&2; \
			rm -rf $(VENV); exit 1; \
		fi; \
	fi

# A copy of the lock is put into the environment after it was installed, so an unchanged lock costs nothing.
runtime: venv
	@if ! cmp -s requirements.lock $(VENV)/requirements.lock; then \
		$(PIP_INSTALL) -r requirements.lock; cp requirements.lock $(VENV)/requirements.lock; \
	fi

development: runtime
	@if ! cmp -s requirements-dev.lock $(VENV)/requirements-dev.lock; then \
		$(PIP_INSTALL) -r requirements-dev.lock; cp requirements-dev.lock $(VENV)/requirements-dev.lock; \
	fi

database: runtime
	@$(MANAGE) migrate --verbosity 0

# The sample district is loaded once; later runs only tell its accounts. A copy with data of its own is refused.
setup: database ## Tạo môi trường, cơ sở dữ liệu và dữ liệu mẫu; không mở máy chủ
	@$(MANAGE) sample_data > /dev/null

demo: database ## Như setup, rồi in các tài khoản mẫu và mở máy chủ ở 127.0.0.1:PORT
	@$(MANAGE) sample_data
	@echo 'Địa chỉ: http://127.0.0.1:$(PORT)/   (nhấn Ctrl-C để dừng)'
	@exec $(BIN)/gunicorn --config python:cadre_rotation.serving cadre_rotation.wsgi --bind 127.0.0.1:$(PORT) \
		--worker-class gthread --workers 1 --threads 8 --no-control-socket --log-level warning

# What a desk's own settings say must not reach the checks, nor the checks a desk's own data.
test: export DATABASE_URL :=
test: export CADRE_DEBUG :=
test: export CADRE_SECRET_KEY :=
test: export CADRE_ALLOWED_HOSTS :=
test: export CADRE_SECRECY :=
test: export CADRE_DEMO_PASSWORD :=
test: export CADRE_DATA_DIR := $(CURDIR)/$(VENV)/test-data
test: development ## Chạy mọi kiểm tra, rồi kiểm thử trên SQLite và trên PostgreSQL
	$(call CHECK,ruff check,$(BIN)/ruff check)
	$(call CHECK,ruff format,$(BIN)/ruff format --check)
	$(call CHECK,djade,find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 --check {} +)
	$(call CHECK,djlint,$(BIN)/djlint --lint --quiet templates)
	$(call CHECK,lint-imports,$(BIN)/lint-imports)
	$(call CHECK,mypy,$(BIN)/mypy)
	$(call CHECK,bandit,$(BIN)/bandit --quiet --configfile pyproject.toml --recursive rotations cadre_rotation)
	$(call CHECK,manage.py makemigrations --check,$(MANAGE) makemigrations --check --dry-run)
	$(call CHECK,manage.py check --deploy,$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING)
	@echo 'Kiểm thử trên SQLite'
	@$(BIN)/pytest $(PYTEST_ARGS)
	@echo 'Kiểm thử trên PostgreSQL: mọi phép thử chạm cơ sở dữ liệu, trừ phần trình duyệt'
	@$(BIN)/python tests/postgresql.py -- $(BIN)/pytest --touching-database -m 'not browser' $(PYTEST_ARGS)

# The secret is as long as production asks for, and used nowhere else.
PRODUCTION = CADRE_DEBUG=0 CADRE_ALLOWED_HOSTS=can-bo.example \
	CADRE_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')

# Every measurement has a process and a copy of the database of its own; nothing of this desk is touched.
bench: development ## Đo tốc độ nhập tệp: cách có sẵn, cách của ta và mức sàn, trên PostgreSQL
	@$(BIN)/python tests/postgresql.py -- $(BIN)/python -m tests.bench

# Another length: make faults SECONDS=600; the same dice again: SEED=….
SECONDS ?= 120
faults: development ## Dùng chương trình trên PostgreSQL trong khi tiến trình bị giết ngẫu nhiên; không mất gì đã báo là ghi
	@env -u DATABASE_URL $(BIN)/python -m tests.faults --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

messages: ## Dịch lại lời của các thư viện sau khi sửa cadre_rotation/locale (cần msgfmt của gettext)
	@for words in django djangojs; do msgfmt -o cadre_rotation/locale/vi/LC_MESSAGES/$$words.mo \
		cadre_rotation/locale/vi/LC_MESSAGES/$$words.po; done

lock: ## Cập nhật hai tệp khóa phiên bản theo pyproject.toml (cần uv)
	@command -v uv > /dev/null || { echo 'Cần lệnh uv để cập nhật tệp khóa.' >&2; exit 1; }
	@uv pip compile --quiet --upgrade --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--python-version 3.11 pyproject.toml --output-file requirements.lock
	@uv pip compile --quiet --upgrade --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--python-version 3.11 --extra dev --constraints requirements.lock pyproject.toml \
		--output-file requirements-dev.lock

clean: ## Xóa môi trường ảo và tệp tạm; dữ liệu trong .data được giữ
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
