.DEFAULT_GOAL := help
.PHONY: help demo hub build web test test-web test-matrix test-faults lint bench bench-web setup

help: ## What there is (this list)
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | \
		while IFS="$$(printf '\t')" read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

demo: ## Try it: a throwaway PostgreSQL, a plan, its SQL, apply, and the proof
	@scripts/demo

hub: ## Try the hub: a throwaway PostgreSQL, a hub on it, and the link to its first admin
	@scripts/demo --hub $(ARGS)

build: ## The release binary, target/release/rolewright
	cargo build --release --bin rolewright

web: ## The playground as static files in web/dist, the planner in it as WebAssembly
	@scripts/web

test: ## All checks: lint, the web build, every test in node, browser, PostgreSQL
	@scripts/test

test-web: ## The web part's tests alone, or ARGS=parity for one of them
	@scripts/test-web $(ARGS)

test-matrix: ## The PostgreSQL tests on versions 13 to 18, or VERSIONS="13 16"
	@scripts/test-matrix $(VERSIONS)

test-faults: ## A fault at every step of an apply, and docs/faults.md made anew
	cargo test -p rolewright --test faults -- --ignored --nocapture whole

lint: ## Format, clippy, TypeScript: warnings are errors
	@scripts/lint

bench: ## Time planning and applying on large catalogs
	@scripts/bench

bench-web: ## Time the playground: keystroke to plan, and WebAssembly against native
	@scripts/bench-web

setup: ## Install what build and tests need (Debian and Ubuntu as root; else says what)
	@scripts/setup
