# psql for the demo: the machine's, else one in a container. Sourced by scripts/demo.
# shellcheck shell=bash

PSQL='' PSQL_IN=''

choose_psql() {
    local bin
    PSQL_IN=host
    for bin in "$(command -v psql)" "$BINDIR/psql" $(installed_postgres | sed 's|$|/psql|'); do
        if [ -x "$bin" ]; then
            PSQL="$bin"
            return
        fi
    done
    if [ "$KIND" = container ]; then
        PSQL_IN=server_container
    elif can_apt; then
        apt_install postgresql-client
        PSQL="$(command -v psql)"
    elif docker_answers; then
        PSQL_IN=image
    else
        die "the demo logs in with psql, and there is none. One of these will do:
    sudo apt-get install -y postgresql-client        Debian, Ubuntu
    sudo dnf install -y postgresql                   Fedora, RHEL
    brew install libpq                               macOS; then put its bin folder into PATH"
    fi
}

# For the next psql; the password itself is in no command line and no environment.
remember_password() { # user password
    local escaped="${2//\\/\\\\}"
    printf '*:*:*:%s:%s\n' "${1//:/\\:}" "${escaped//:/\\:}" >>"$WORK/pgpass"
}

# VERBOSITY adds the SQLSTATE, which is the same in every language.
PSQLRC_TEXT='\set QUIET on
\set VERBOSITY verbose
\pset pager off
\pset footer off
\set QUIET off'

# What `psql` in the commands shown means.
psql() {
    case "$PSQL_IN" in
        host)
            printf '%s\n' "$PSQLRC_TEXT" >"$WORK/psqlrc"
            PGHOST="$HOST" PGPORT="$PORT" PGDATABASE="$MAINTENANCE" PGPASSFILE="$WORK/pgpass" \
                PSQLRC="$WORK/psqlrc" PGCONNECT_TIMEOUT=10 LC_ALL=C "$PSQL" "$@" </dev/null
            ;;
        server_container)
            psql_in_docker exec -i -e PGHOST=127.0.0.1 -e PGPORT=5432 -- "$CONTAINER" "$@"
            ;;
        image)
            psql_in_docker run --rm -i --network host --entrypoint sh -e PGHOST="$HOST" -e PGPORT="$PORT" \
                -e PGSSLMODE -- "$IMAGE" "$@"
            ;;
    esac
}

psql_in_docker() { # docker-arguments... -- container-or-image psql-arguments...
    local docker_args=() target=()
    while [ "$1" != -- ]; do
        docker_args+=("$1")
        shift
    done
    target=("$2")
    shift 2
    # An image has `sh` as its entrypoint here.
    if [ "${docker_args[0]}" = exec ]; then target+=(sh); fi
    # shellcheck disable=SC2016
    docker "${docker_args[@]}" -e PGDATABASE="$MAINTENANCE" -e PGCONNECT_TIMEOUT=10 \
        -e PSQLRC_TEXT="$PSQLRC_TEXT" "${target[@]}" -c '
            umask 077
            PGPASSFILE=$(mktemp) PSQLRC=$(mktemp)
            export PGPASSFILE PSQLRC
            cat >"$PGPASSFILE"
            printf "%s\n" "$PSQLRC_TEXT" >"$PSQLRC"
            psql "$@" </dev/null
            code=$?
            rm -f "$PGPASSFILE" "$PSQLRC"
            exit $code' psql "$@" <"$WORK/pgpass"
}

# ask [-d DATABASE] SQL: as the admin, values only.
ask() {
    local database="$MAINTENANCE"
    if [ "$1" = -d ]; then
        database="$2"
        shift 2
    fi
    psql -X -q -A -t -U "$ADMIN" -d "$database" -c "$1"
}
