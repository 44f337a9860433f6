# The throwaway cluster and what is in it. Source it after lib.sh.
# shellcheck shell=bash

BENCH_USER=postgres
BENCH_PASSWORD=bench

free_port() {
    local port
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        port=$((20000 + RANDOM % 20000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    die "no free port"
}

# start_cluster BINDIR FOLDER: sets PGHOST, PGPORT, PGUSER and PGPASSWORD for psql and this script.
start_cluster() {
    local bindir="$1" folder="$2"
    install -m 0700 -d "$folder/pg"
    PGDATA_DIR="$folder/pg/data"
    printf '%s' "$BENCH_PASSWORD" >"$folder/pg/password"
    if is_root; then chown -R "$(server_user)" "$folder/pg"; fi
    chmod 0711 "$folder"
    (cd / && as_server_user "$bindir/initdb" --pgdata="$PGDATA_DIR" --username="$BENCH_USER" \
        --pwfile="$folder/pg/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync) \
        >"$folder/initdb.log" 2>&1 || die "initdb failed: $(tail -n 5 "$folder/initdb.log")"
    export PGHOST=127.0.0.1 PGUSER="$BENCH_USER" PGPASSWORD="$BENCH_PASSWORD"
    PGPORT="$(free_port)"
    export PGPORT
    # Room for all processes at once; no vacuum of its own accord while something is measured
    # (the script vacuums before). All else is as PostgreSQL comes, so commits are durable.
    cat >>"$PGDATA_DIR/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $PGPORT
unix_socket_directories = ''
max_connections = 200
autovacuum = off
timezone = 'UTC'
CONF
    (cd / && as_server_user "$bindir/pg_ctl" start -w -t 60 -D "$PGDATA_DIR" -l "$folder/pg/server.log") \
        >"$folder/start.log" 2>&1 ||
        die "the server did not start: $(tail -n 5 "$folder/pg/server.log" "$folder/start.log")"
}

stop_cluster() {
    if [ -n "${PGDATA_DIR:-}" ] && [ -e "$PGDATA_DIR/postmaster.pid" ]; then
        (cd / && as_server_user "$BINDIR/pg_ctl" stop -D "$PGDATA_DIR" -m immediate -t 30) >/dev/null 2>&1 || true
    fi
}

database_names() { # COUNT
    local n
    for ((n = 1; n <= $1; n++)); do printf 'app_%02d\n' "$n"; done
}

# build_databases COUNT SCHEMAS TABLES: one template, copied.
build_databases() {
    local name strategy=''
    sql postgres 'CREATE DATABASE bench_template'
    sql bench_template "
        DO \$\$
        BEGIN
            FOR s IN 1..$2 LOOP
                EXECUTE format('CREATE SCHEMA schema_%s', lpad(s::text, 2, '0'));
                FOR t IN 1..$3 LOOP
                    EXECUTE format('CREATE TABLE schema_%s.table_%s (id bigint PRIMARY KEY, '
                        'customer_id int, amount int, created_at timestamptz)',
                        lpad(s::text, 2, '0'), lpad(t::text, 2, '0'));
                END LOOP;
            END LOOP;
        END
        \$\$;
        DROP SCHEMA public" 'VACUUM ANALYZE'
    # Copying files, as before 15, is quicker than logging every page.
    if [ "$(sql postgres 'SHOW server_version_num')" -ge 150000 ]; then strategy='STRATEGY FILE_COPY'; fi
    for name in $(database_names "$1"); do
        sql postgres "CREATE DATABASE $name TEMPLATE bench_template $strategy"
    done
    sql postgres 'DROP DATABASE bench_template' 'CHECKPOINT'
}

# sql DATABASE STATEMENTS...
sql() {
    local database="$1" statement arguments=()
    shift
    for statement in "$@"; do arguments+=(-c "$statement"); done
    "$PSQL" -X -q -A -t -v ON_ERROR_STOP=1 -d "$database" "${arguments[@]}"
}

# Dead rows gone and statistics fresh, in every database: the state a server with autovacuum is in.
settle() {
    local name
    for name in postgres $(database_names "$DATABASES"); do
        sql "$name" 'VACUUM (ANALYZE) pg_catalog.pg_class' 'VACUUM (ANALYZE) pg_catalog.pg_namespace'
    done
    sql postgres 'VACUUM (ANALYZE) pg_catalog.pg_shdepend' 'VACUUM (ANALYZE) pg_catalog.pg_database' \
        'VACUUM (ANALYZE) pg_catalog.pg_authid' CHECKPOINT
}
