# Shared by every script here: source it, do not run it.
# shellcheck shell=bash
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# shellcheck disable=SC2034
POSTGRES_MAJORS=(13 14 15 16 17 18)

# Progress goes to stderr: stdout belongs to what a script is asked for.
say() { printf '%s\n' "$*" >&2; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" -eq 0 ]; }

# A heading with the time since the script began.
section() { printf '\n==> %s  [%dm%02ds]\n' "$*" $((SECONDS / 60)) $((SECONDS % 60)) >&2; }

can_apt() { is_root && have apt-get; }

# The package lists, fetched once per script run: without them a fresh machine finds nothing.
apt_update() {
    if [ -n "${APT_UPDATED:-}" ]; then return; fi
    apt-get update -q >/dev/null 2>&1 || say "apt-get update failed, going on with the lists at hand"
    export APT_UPDATED=1
}

# apt_install PACKAGE...
apt_install() {
    if ! can_apt; then
        die "missing packages: $*
  install them, on Debian or Ubuntu:  sudo apt-get update && sudo apt-get install -y $*"
    fi
    apt_update
    local log
    log="$(mktemp)"
    say "installing $*"
    if ! DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "$@" >>"$log" 2>&1 </dev/null; then
        tail -n 15 "$log" >&2
        die "apt-get could not install: $* (full log: $log)"
    fi
    rm -f "$log"
}

need_node() {
    if have node && have npm; then return; fi
    apt_install nodejs npm
}

at_least() { # wanted found: versions
    [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

need_rust() {
    local wanted found
    wanted="$(sed -nE 's/^rust-version = "([0-9.]+)"/\1/p' "$ROOT/Cargo.toml")"
    if ! have cargo || ! have rustc; then
        # Debian's own rustc is often too old; the one it keeps for browsers is not.
        if can_apt; then
            apt_update
            found="$(apt-cache policy rustc-web | sed -nE 's/^ *Candidate: ([0-9.]+).*/\1/p')"
            if [ -n "$found" ] && at_least "$wanted" "$found"; then apt_install rustc-web cargo-web; fi
        fi
        have cargo && have rustc || die "no Rust toolchain
  install it from https://rustup.rs, then run this again"
    fi
    found="$(rustc --version | cut -d' ' -f2 | cut -d- -f1 | cut -d+ -f1)"
    at_least "$wanted" "$found" ||
        die "Rust $found is too old, $wanted or newer is needed:  rustup update stable"
}

# ring and SQLite, which we link, are C.
need_c_compiler() {
    have cc || have gcc || have clang || apt_install gcc libc6-dev
}

# run_task TASK ARGUMENTS...: what decides something is Rust, scripts/tasks.
run_task() {
    need_rust
    need_c_compiler
    exec cargo run --quiet --manifest-path "$ROOT/Cargo.toml" -p rolewright-tasks -- "$@"
}

# Only the programs: the package must not start a system-wide server of its own.
install_postgres() {
    apt_install postgresql-common
    sed -i -E 's/^#?create_main_cluster *=.*/create_main_cluster = false/' \
        /etc/postgresql-common/createcluster.conf
    apt_install postgresql
}

# A PostgreSQL server refuses to run as root; this is who runs it instead.
server_user() {
    if id -u postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi
}

# Runs a command as the user that will run PostgreSQL.
as_server_user() {
    local user
    if ! is_root; then
        "$@"
        return
    fi
    user="$(server_user)"
    if have setpriv; then
        setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups "$@"
    elif have runuser; then
        runuser -u "$user" -- "$@"
    else
        su "$user" -s /bin/sh -c "$(printf '%q ' "$@")"
    fi
}

# The folder for downloads (maybe yet to be made). Root may have the repository where
# the server's user cannot enter (/root): then a system-wide cache takes its place.
cache_dir() {
    local dir="${ROLEWRIGHT_CACHE:-$ROOT/.cache}" there
    case "$dir" in /*) ;; *) dir="$PWD/$dir" ;; esac
    there="$dir"
    while [ ! -e "$there" ]; do there="$(dirname "$there")"; done
    if ! (cd / && as_server_user test -x "$there") 2>/dev/null; then
        [ -z "${ROLEWRIGHT_CACHE:-}" ] ||
            die "user $(server_user), who runs PostgreSQL, cannot enter ROLEWRIGHT_CACHE=$dir: choose another folder or chmod its parents"
        dir=/var/cache/rolewright
    fi
    echo "$dir"
}

# The major version a bindir's server has, nothing if there is none.
postgres_major() {
    "$1/postgres" --version 2>/dev/null | sed -nE 's/^postgres \(PostgreSQL\) ([0-9]+).*/\1/p'
}

# Bindirs of the PostgreSQL servers installed on this machine, one a line.
installed_postgres() {
    local bin
    {
        ! have postgres || dirname "$(readlink -f "$(command -v postgres)")"
        ! have pg_config || pg_config --bindir
        for bin in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do echo "$bin"; done
    } | sort -u | while read -r bin; do
        [ ! -x "$bin/initdb" ] || [ ! -x "$bin/postgres" ] || echo "$bin"
    done
}

# The newest installed server from 13 on, else the newest downloaded one.
newest_postgres() {
    local bin major best='' best_major=12
    for bin in $(installed_postgres); do
        major="$(postgres_major "$bin")"
        if [ "${major:-0}" -gt "$best_major" ]; then best="$bin" best_major="$major"; fi
    done
    if [ -z "$best" ]; then
        for major in "${POSTGRES_MAJORS[@]}"; do
            bin="$(cache_dir)/postgres/$major/bin"
            if [ -x "$bin/postgres" ]; then best="$bin"; fi
        done
    fi
    [ -n "$best" ] && echo "$best"
}
