# Every target installs dependencies first when package-lock.json is newer than what is installed.
# npm scripts run on the pinned Node.js that npm installs, whatever Node.js the host has.

SHELL := /bin/sh
.DEFAULT_GOAL := help
INSTALLED := node_modules/.package-lock.json
# The oldest Node.js whose npm can install the dependencies.
MINIMUM_NODE := 18

.PHONY: help demo test check build build-linux build-darwin build-windows build-all verify clean test-packages

help: ## Show this help
	@echo "Usage: make TARGET"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "One executable for any platform:  GOOS=linux GOARCH=arm64 make build"

demo: $(INSTALLED) ## Build the host executable and run a real pipeline with it
	@npm run --silent demo

test: $(INSTALLED) test-packages ## Run every check and test, the built executables included
	@npm run --silent check
	@env -u GOOS -u GOARCH npm run --silent build
	@CANNECTORS_TEST_EXECUTABLE=bin/cannectors npm run --silent test

check: $(INSTALLED) ## Types, lint, format and layer rules
	@npm run --silent check

build: $(INSTALLED) ## Build bin/cannectors for this host, or the file of another GOOS and GOARCH
	@npm run --silent build

build-linux: $(INSTALLED) ## Build bin/cannectors-linux-amd64
	@npm run --silent build:linux

build-darwin: $(INSTALLED) ## Build bin/cannectors-darwin-arm64
	@npm run --silent build:darwin

build-windows: $(INSTALLED) ## Build bin/cannectors-windows-amd64.exe
	@npm run --silent build:windows

build-all: $(INSTALLED) ## Build the executables of all six platforms
	@npm run --silent build:all

verify: $(INSTALLED) ## Check the structure, signatures and contents of the files in bin/
	@npm run --silent verify

clean: ## Remove everything that was built or installed
	rm -rf bin dist coverage .cache node_modules

$(INSTALLED): package-lock.json
	@command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || { \
	  echo "Node.js and npm are needed to install the dependencies: install Node.js $(MINIMUM_NODE) or newer, then run make again." >&2; exit 1; }
	@major=$$(node -p 'process.versions.node.split(".")[0]'); if [ "$$major" -lt $(MINIMUM_NODE) ]; then \
	  echo "Node.js $$(node --version) is too old even to install the dependencies: install Node.js $(MINIMUM_NODE) or newer, then run make again." >&2; exit 1; fi
	npm ci --no-audit --no-fund
	@test -e node_modules/.bin/node || { rm -f $@; \
	  echo "npm installed no Node.js for this platform; optionalDependencies in package.json lists those there are." >&2; exit 1; }
	@touch $@

# Programs that the tests run foreign executables with. Installed where that is allowed; the tests say loudly
# what they skip without them, and fail instead of skipping when CI is set.
test-packages:
	@sh build/install-test-packages.sh
