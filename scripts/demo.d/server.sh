# The demo's PostgreSQL: a given URL, server programs, or a container. Sourced by scripts/demo.
# shellcheck shell=bash

KIND='' BINDIR='' IMAGE="${DEMO_IMAGE:-postgres:16}" CONTAINER="rolewright-demo-$$"
ADMIN=postgres PASSWORD='' HOST=127.0.0.1 PORT='' MAINTENANCE=postgres VERSION=''
# What remove_server has to undo, set before it is done.
SERVER_JOB='' CONTAINER_ASKED='' OURS=''

DATABASES=(analytics app legacy)

docker_answers() { have docker && docker info >/dev/null 2>&1; }

choose_server() {
    if [ -n "$URL" ]; then
        KIND=url
        read_url
        return
    fi
    KIND=programs
    case "${DEMO_PG:-}" in
        docker)
            docker_answers || die "DEMO_PG=docker, and no Docker engine answers"
            KIND=container
            ;;
        '')
            BINDIR="$(newest_postgres)" && return
            if docker_answers; then
                KIND=container
            elif can_apt; then
                install_postgres
                BINDIR="$(newest_postgres)" || die "apt-get brought no PostgreSQL 13 or newer: install one"
            else
                no_server
            fi
            ;;
        *)
            BINDIR="$(postgres_bindir "$DEMO_PG")" ||
                case " ${POSTGRES_MAJORS[*]} " in
                    *" $DEMO_PG "*) die "no PostgreSQL $DEMO_PG here; download it:  scripts/postgres-versions $DEMO_PG" ;;
                    *) die "DEMO_PG is one of ${POSTGRES_MAJORS[*]}, or docker" ;;
                esac
            ;;
    esac
}

no_server() {
    die "the demo needs PostgreSQL 13 or newer, and there are no server programs and no Docker engine
  on this machine. One of these will do:
    sudo apt-get install -y postgresql               Debian, Ubuntu
    sudo dnf install -y postgresql-server            Fedora, RHEL
    brew install postgresql@17                       macOS; then put its bin folder into PATH
    scripts/postgres-versions 17                     a download, no root needed; needs npm
    start Docker                                     the image $IMAGE is used
    DEMO_URL=postgres://user:password@host:port/     a test server of yours, as a superuser"
}

# Percent-encoding undone.
decoded() {
    local text="${1//\\/\\\\}"
    printf '%b' "${text//%/\\x}"
}

read_url() {
    local rest="$URL" query='' pair login=''
    case "$rest" in
        postgres://* | postgresql://*) rest="${rest#*://}" ;;
        *) die "DEMO_URL has to look like postgres://user:password@host:port/" ;;
    esac
    case "$rest" in *\?*) query="${rest#*\?}" rest="${rest%%\?*}" ;; esac
    case "$rest" in *@*) login="${rest%@*}" rest="${rest##*@}" ;; esac
    case "$rest" in
        */*)
            if [ -n "${rest#*/}" ]; then MAINTENANCE="$(decoded "${rest#*/}")"; fi
            rest="${rest%%/*}"
            ;;
    esac
    PORT=5432 HOST="$rest"
    case "$rest" in
        \[*\]:*) HOST="${rest%:*}" PORT="${rest##*:}" ;;
        \[*\]) ;;
        *:*) HOST="${rest%%:*}" PORT="${rest##*:}" ;;
    esac
    HOST="${HOST#\[}" HOST="${HOST%\]}"
    PASSWORD="$URL_PASSWORD"
    case "$login" in *:*) PASSWORD="$(decoded "${login#*:}")" login="${login%%:*}" ;; esac
    ADMIN="$(decoded "$login")"
    [ -n "$HOST" ] && [ -n "$ADMIN" ] && [ -n "$PASSWORD" ] ||
        die "DEMO_URL needs a user, a password (or PGPASSWORD) and a host: postgres://user:password@host:port/"
    if [ "$MAINTENANCE" != postgres ]; then export ROLEWRIGHT_MAINTENANCE_DB="$MAINTENANCE"; fi
    while [ -n "$query" ]; do
        pair="${query%%&*}"
        case "$query" in *\&*) query="${query#*&}" ;; *) query='' ;; esac
        case "$pair" in
            sslmode=*) PGSSLMODE="$(decoded "${pair#*=}")" && export PGSSLMODE ;;
            sslrootcert=*) PGSSLROOTCERT="$(decoded "${pair#*=}")" && export PGSSLROOTCERT ;;
            *) die "DEMO_URL: of the options only sslmode and sslrootcert can be used, not $pair" ;;
        esac
    done
    URL=''
}

start_server() {
    if [ "$KIND" != url ]; then PASSWORD="$(random_password)"; fi
    case "$KIND" in
        programs) start_programs ;;
        container) start_container ;;
    esac
    printf '%s\n' "$PASSWORD" >"$WORK/desk/admin-password"
    remember_password "$ADMIN" "$PASSWORD"
}

random_password() { LC_ALL=C tr -dc A-Za-z0-9 </dev/urandom 2>/dev/null | head -c 24 || true; }

start_programs() {
    local data="$WORK/pg/data" log="$WORK/pg/server.log" pwfile="$WORK/pg/password" attempt
    mkdir "$WORK/pg"
    printf '%s' "$PASSWORD" >"$pwfile"
    if is_root; then chown -R "$(server_user)" "$WORK/pg"; fi
    if ! (cd / && LC_ALL=C as_server_user "$BINDIR/initdb" --pgdata="$data" --username="$ADMIN" \
        --pwfile="$pwfile" --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync \
        >"$WORK/initdb.log" 2>&1); then
        cat "$WORK/initdb.log" >&2
        die "$BINDIR/initdb failed"
    fi
    rm -f "$pwfile"
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
        PORT=$((20000 + RANDOM % 40000))
        if port_taken; then continue; fi
        start_postmaster "$data" >"$log" 2>&1
        if wait_for_postmaster "$data"; then return; fi
        stop_postmaster
        # Somebody else may take the port between the look and the start.
        grep -q 'could not bind' "$log" || break
    done
    cat "$log" >&2
    die "the PostgreSQL in $BINDIR did not start (attempt $attempt)"
}

port_taken() { (: <"/dev/tcp/$HOST/$PORT") 2>/dev/null; }

# A process group of its own: Ctrl-C is for us, and we stop the whole group.
start_postmaster() { # data-folder
    SERVER_JOB=starting
    set -m
    (cd / && LC_ALL=C as_server_user "$BINDIR/postgres" -D "$1" -p "$PORT" -k "$WORK/pg" \
        -c listen_addresses="$HOST" -c max_connections=100 -c timezone=UTC \
        -c fsync=off -c full_page_writes=off) </dev/null &
    SERVER_JOB=$!
    set +m
}

server_runs() { kill -0 -- "-$SERVER_JOB" 2>/dev/null; }

# The file's eighth line is the server's own word on its state.
wait_for_postmaster() { # data-folder
    local _
    for _ in $(seq 600); do
        if [ "$(sed -n '8s/ *$//p' "$1/postmaster.pid" 2>/dev/null)" = ready ]; then return 0; fi
        server_runs || return 1
        sleep 0.1
    done
    return 1
}

# Fast, then immediate shutdown, then none.
stop_postmaster() {
    local signal _
    [ -n "$SERVER_JOB" ] || return 0
    # Interrupted before the number was written down.
    if [ "$SERVER_JOB" = starting ]; then SERVER_JOB="${!:-}"; fi
    [ -n "$SERVER_JOB" ] || return 0
    for signal in INT QUIT KILL; do
        kill -s "$signal" -- "-$SERVER_JOB" 2>/dev/null || true
        for _ in $(seq 100); do
            if ! server_runs; then
                wait "$SERVER_JOB" 2>/dev/null || true
                SERVER_JOB=''
                return 0
            fi
            sleep 0.1
        done
    done
    say "the server did not stop: process group $SERVER_JOB"
    return 1
}

start_container() {
    say "starting $IMAGE with Docker"
    CONTAINER_ASKED=yes
    (
        export POSTGRES_PASSWORD="$PASSWORD"
        docker run --detach --name "$CONTAINER" --publish "$HOST::5432" \
            --env POSTGRES_PASSWORD --env POSTGRES_INITDB_ARGS=--auth=scram-sha-256 \
            "$IMAGE" -c fsync=off >"$WORK/container.log"
    ) || die "Docker could not start $IMAGE"
    PORT="$(docker port "$CONTAINER" 5432/tcp | sed -nE 's/^.*:([0-9]+)$/\1/p' | head -n 1)"
    remember_password "$ADMIN" "$PASSWORD"
    # While the image sets itself up its server is not on the network yet.
    local _
    for _ in $(seq 120); do
        if ask 'SELECT 1' >/dev/null 2>&1; then return; fi
        [ -n "$(docker ps --quiet --filter "name=$CONTAINER")" ] || break
        sleep 0.5
    done
    docker logs "$CONTAINER" >&2 || true
    die "the PostgreSQL in $IMAGE did not start"
}

ROLE_LIST="'hoopdev_analytics_ro_6075a443', 'hoopdev_analytics_rw_2c764c3a',
    'hoopdev_marketplace_ro_dc311713', 'demo_read_all_data'"

# Checks what a server of somebody's needs to be, then creates the reference databases.
prepare_server() {
    local where there name
    VERSION="$(ask 'SHOW server_version')" || die "cannot log in to $HOST:$PORT as $ADMIN"
    VERSION="${VERSION%% *}"
    [ "${VERSION%%.*}" -ge 13 ] || die "this is PostgreSQL $VERSION; 13 or newer is needed"
    if [ "$KIND" = url ]; then
        [ "$(ask 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')" = t ] ||
            die "$ADMIN is no superuser there: the demo creates databases and hands out BYPASSRLS"
        there="$(ask "SELECT 'database ' || datname FROM pg_database WHERE datname IN ('analytics', 'app', 'legacy')
            UNION ALL SELECT 'role ' || rolname FROM pg_roles WHERE rolname IN ($ROLE_LIST)")"
        [ -z "$there" ] || die "nothing was touched, $HOST:$PORT has these already:
$(printf '%s' "$there" | sed 's/^/  /')"
    fi
    OURS=yes
    case "$KIND" in
        url) where="yours; what the demo creates there it drops again" ;;
        container) where="$IMAGE in a container" ;;
        *) where="$BINDIR, run by $(if is_root; then server_user; else id -un; fi)" ;;
    esac
    say "PostgreSQL $VERSION on $HOST:$PORT ($where)"
    for name in "${DATABASES[@]}"; do ask "CREATE DATABASE $name" >/dev/null; done
    ask -d analytics 'CREATE TABLE public.events AS
        SELECT n AS id, 0 AS seen FROM generate_series(1, 3) n' >/dev/null
    for name in customers invoices orders products; do
        ask -d app "CREATE TABLE public.$name AS
            SELECT n AS id, '$name ' || n AS name FROM generate_series(1, 3) n" >/dev/null
    done
    ask -d legacy "CREATE TABLE public.archive AS SELECT 1 AS id, 'old' AS name" >/dev/null
}

# Everything that was started or created, whatever state it is in.
remove_server() {
    local name failed=''
    if [ "$KIND" = url ] && [ -n "$OURS" ]; then
        for name in "${DATABASES[@]}"; do
            ask "DROP DATABASE IF EXISTS $name WITH (FORCE)" >/dev/null 2>>"$WORK/drop.log" || failed=yes
        done
        for name in ${ROLE_LIST//[\',]/ }; do
            ask "DROP ROLE IF EXISTS $name" >/dev/null 2>>"$WORK/drop.log" || failed=yes
        done
        if [ -n "$failed" ]; then
            cat "$WORK/drop.log" >&2
            say "not everything could be dropped on $HOST:$PORT: databases ${DATABASES[*]}, roles ${ROLE_LIST//[$'\n']/}"
            return 1
        fi
    fi
    if [ -n "$CONTAINER_ASKED" ]; then
        # Interrupted while it was made, it may appear a moment later.
        if [ -z "$PORT" ]; then sleep 1; fi
        docker rm --force --volumes "$CONTAINER" >/dev/null 2>&1
        if [ -n "$(docker ps --all --quiet --filter "name=$CONTAINER")" ]; then
            say "could not remove the container $CONTAINER"
            return 1
        fi
    fi
    stop_postmaster
}
