.DEFAULT_GOAL := help
.PHONY: help demo build test test-matrix lint bench setup

help: ## What there is (this list)
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | \
		while IFS="$$(printf '\t')" read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

demo: ## Try it: a throwaway PostgreSQL, a plan, its SQL, apply, and the proof
	@scripts/demo

build: ## The release binary, target/release/rolewright
	cargo build --release --bin rolewright

test: ## All checks: lint, the wasm32 build, every test
	@scripts/test

test-matrix: ## The PostgreSQL tests on versions 13 to 18, or VERSIONS="13 16"
	@scripts/test-matrix $(VERSIONS)

lint: ## Format and clippy, warnings are errors
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

bench: ## Time planning and applying on large catalogs
	@scripts/bench

setup: ## Install what build and tests need (Debian and Ubuntu as root; else says what)
	@scripts/setup
