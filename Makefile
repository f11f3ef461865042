SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
NODE_VENV := .venv-node
VENDOR := services/web/static/vendor

# Addresses and data of `make run`; override on the command line: make run API_PORT=9000
export API_PORT ?= 8000
export WEB_PORT ?= 8080
export DATA_DIR ?= var

# uv does not read pip's configuration: hand a mirror set with `pip config` on to it
ifndef UV_DEFAULT_INDEX
PIP_INDEX := $(shell $(PY) -m pip config get global.index-url 2>/dev/null)
ifneq ($(PIP_INDEX),)
export UV_DEFAULT_INDEX := $(PIP_INDEX)
endif
endif

# Packages are compiled when they are installed: whoever runs a service need not be able to write into its folder
export UV_COMPILE_BYTECODE := 1

# Tests start many processes: code is compiled once, even where the machine says that nothing is to be kept
test e2e bench: export PYTHONDONTWRITEBYTECODE =

# Tests: workers of pytest-xdist, and extra arguments such as ARGS="-k sign_in -x"
WORKERS ?= 2
ARGS ?=

.PHONY: help run test e2e lint bench migrate openapi promise lock assets format clean

help: ## 显示本帮助 / show this help
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo "  变量 / variables: API_PORT=$(API_PORT) WEB_PORT=$(WEB_PORT) DATA_DIR=$(DATA_DIR) DATABASE_URL=… (默认 SQLite / default SQLite)"

run: $(VENV)/.run $(VENDOR)/.built ## 启动接口与网页,附演示数据 / start API and web with demo data
	@exec $(BIN)/python -m services.launcher

test: $(VENV)/.dev $(VENDOR)/.built ## 单元、接口、网页、架构测试(SQLite 与 PostgreSQL)/ all tests but the browser ones
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal tests/unit tests/api tests/web tests/architecture $(ARGS)

e2e: $(VENV)/.dev $(VENDOR)/.built ## 浏览器测试,断电、断库、磁盘满 / browser tests; kills, outage, full disk
	$(BIN)/python -m pytest tests/e2e $(ARGS)
	$(BIN)/python -m pytest tests/faults $(ARGS)

lint: $(VENV)/.dev $(VENDOR)/.built ## 静态检查 / static checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/shellcheck .ci/run
	$(BIN)/check-jsonschema -q --builtin-schema vendor.compose-spec deploy/compose.yaml
	$(BIN)/hadolint deploy/docker/*.Dockerfile
	$(PY) node_modules/htmx.org/dist/scripts/upgrade-check.py services/web/templates services/web/pages
	@$(DESCRIBE) | diff -q - docs/openapi.json >/dev/null || { \
	  echo "docs/openapi.json 不是最新的，请运行 make openapi / is not up to date, run make openapi" >&2; exit 1; }
	@! grep -nE 'https?://|--(extra-)?index-url' requirements/*.txt || { echo "requirements must name no host" >&2; exit 1; }
	@! grep -n '"resolved"' package-lock.json || { echo "package-lock.json must name no host" >&2; exit 1; }

format: $(VENV)/.dev ## 自动排版 / format the code
	$(BIN)/ruff check --fix-only -q .
	$(BIN)/ruff format -q .

bench: $(VENV)/.dev ## 性能比值 / performance ratios
	$(BIN)/python -m tests.bench $(ARGS)

migrate: $(VENV)/.run ## 升级数据库结构 / migrate the database
	$(BIN)/python -m services.api.cli migrate

# Describing the API needs no secret, so these open nothing
DESCRIBE := APP_ENV=demo DATABASE_URL= JWT_KEYS=d:describes-the-api-and-signs-nothing PERSONAL_DATA_KEY=describes-the-api-and-keeps-nothing \
  PERSONAL_DATA_HASH_KEY=describes-the-api-and-keeps-nothing $(BIN)/python -m services.api.cli openapi

openapi: $(VENV)/.dev ## 重新生成 docs/openapi.json / regenerate docs/openapi.json
	@$(DESCRIBE) docs/openapi.json && echo "docs/openapi.json"
	@$(BIN)/python -m services.api.cli guide docs/integrators && echo "docs/integrators"

promise: openapi ## 发布时:承诺现在的接口说明 / with a release: promise what the API is now
	@gzip -9 -n -c docs/openapi.json > docs/openapi-promised.json.gz && echo "docs/openapi-promised.json.gz"

assets: $(VENDOR)/.built ## 取得网页用的脚本与样式 / fetch the browser assets

lock: $(BIN)/uv ## 重新锁定依赖 / re-lock the requirements
	@cd requirements && for f in uv run dev node; do ../$(BIN)/uv pip compile $$f.in --universal --python-version 3.11 \
	  --generate-hashes --no-header --quiet --output-file $$f.txt >/dev/null || exit 1; done

clean: ## 删除构建产物,不动数据 / remove what was built, keep the data
	rm -rf $(VENV) $(NODE_VENV) node_modules $(VENDOR) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find services tests migrations -name __pycache__ -type d -prune -exec rm -rf {} +

NO_NETWORK := 依赖没有装上，多半是网络或软件源的问题，原因见上面。/ Dependencies could not be installed, see above: probably the network or the package mirror.

# --- what the targets stand on ------------------------------------------------------------------------------------

$(BIN)/uv: requirements/uv.txt
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "需要 Python 3.11 或更新版本,请先运行: apt-get install -y python3 / Python 3.11 or newer is needed" >&2; exit 1; }
	@$(PY) -c 'import ensurepip' 2>/dev/null || { \
	  echo "缺少 venv 组件,请先运行: apt-get install -y python3-venv / the venv module is missing: install python3-venv" >&2; exit 1; }
	@echo "准备 Python 环境 / preparing $(VENV)"
	@$(PY) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/uv.txt \
	  || { rm -rf $(VENV); echo "$(NO_NETWORK)" >&2; exit 1; }
	@touch $@

$(VENV)/.run: requirements/run.txt $(BIN)/uv
	@echo "安装运行依赖 / installing run-time dependencies"
	@$(BIN)/uv pip sync -q -p $(BIN)/python --require-hashes requirements/run.txt requirements/uv.txt \
	  || { echo "$(NO_NETWORK)" >&2; exit 1; }
	@rm -f $(VENV)/.dev; touch $@

$(VENV)/.dev: requirements/dev.txt $(BIN)/uv
	@echo "安装开发依赖 / installing development dependencies"
	@$(BIN)/uv pip sync -q -p $(BIN)/python --require-hashes requirements/dev.txt \
	  || { echo "$(NO_NETWORK)" >&2; exit 1; }
	@touch $@ $(VENV)/.run

# Templates name the icons that go into the sprite, so the build follows them
WEB_SOURCES := $(shell find services/web -name '*.html' -o -name '*.py' 2>/dev/null)

$(VENDOR)/.built: node_modules/.installed $(WEB_SOURCES)
	@$(PY) services/web/build_assets.py
	@touch $@

# Without npm, Node.js comes from a hash-locked Python package into a folder of its own
node_modules/.installed: package.json package-lock.json $(BIN)/uv
	@echo "取得网页资源 / fetching browser assets"
	@{ if command -v npm >/dev/null; then npm ci --ignore-scripts --no-fund --no-audit --no-progress --loglevel=error; else \
	  $(BIN)/uv venv -q --allow-existing -p $(BIN)/python $(NODE_VENV) && \
	  $(BIN)/uv pip sync -q -p $(NODE_VENV)/bin/python --require-hashes requirements/node.txt && \
	  PATH="$(CURDIR)/$(NODE_VENV)/bin:$$PATH" npm ci --ignore-scripts --no-fund --no-audit --no-progress --loglevel=error; fi; } \
	  || { echo "$(NO_NETWORK)" >&2; exit 1; }
	@touch $@
