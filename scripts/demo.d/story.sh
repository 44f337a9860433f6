# The main job, told in stages. Sourced by scripts/demo.
# shellcheck shell=bash

RO=hoopdev_analytics_ro_6075a443
RW=hoopdev_analytics_rw_2c764c3a
EXTERNAL=hoopdev_marketplace_ro_dc311713
# The SHA-256 of the SQL in the reference document.
GOLDEN=c6da4a8cc008b923114f8a0adcfa201b527b8e05536f4befd2373fe962647e71

rolewright() { "$BINARY" "$@"; }

tell_story() {
    write_inputs
    import_inventory
    store_credentials
    check_health
    make_plan
    check_golden
    apply_plan
    plan_again
    drift_and_plan
    refuse_the_old_plan
    plan_exactly_the_drift
    apply_the_drift_plan
    log_in_as_each_role
    look_at_the_record
}

write_inputs() {
    printf 'name,type,host,port\nanalytics,PostgreSQL,%s,%s\nmarketplace,PostgreSQL,%s,%s\n' \
        "$HOST" "$PORT" "$HOST" "$PORT" >inventory.csv
    if [ "${VERSION%%.*}" -ge 14 ]; then
        cat "$ROOT/tests/reference/plan.yaml" >plan.yaml
        return
    fi
    say "PostgreSQL 13 has no pg_read_all_data: the demo's plan.yaml names a role of its own instead"
    sed 's/pg_read_all_data/demo_read_all_data/' "$ROOT/tests/reference/plan.yaml" >plan.yaml
    ask 'CREATE ROLE demo_read_all_data' >/dev/null
    local name
    for name in "${DATABASES[@]}"; do
        ask -d "$name" 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO demo_read_all_data' >/dev/null
    done
}

import_inventory() {
    stage "The inventory comes from a CSV file: two resources, here on the same throwaway cluster"
    run cat inventory.csv
    run rolewright resources import -f inventory.csv
    expect_code 0 "imported"
    expect_says "2 new" "both rows are new"
}

store_credentials() {
    stage "The admin account of each: it must work before it is stored, and its password is in no command line"
    local name
    for name in analytics marketplace; do
        run_with_input admin-password rolewright credentials set "$name" --user "$ADMIN" --password-stdin
        expect_code 0 "logged in, then stored"
    done
}

check_health() {
    stage "Can the resource be reached, and may the account provision?"
    run rolewright resources health analytics
    expect_code 0 "healthy"
    expect_says "status: ok" "status: ok"
}

make_plan() {
    stage "The plan: three roles are desired, none exists, nothing is changed yet"
    run cat plan.yaml
    run rolewright plan -f plan.yaml -o result.yaml
    expect_code 0 "planned"
    expect_says "3 out of sync, 0 in sync, 0 failed" "all three have something to do"
    expect_equal "$(ask "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'hoopdev%'")" 0 \
        "the cluster has none of these roles: planning changed nothing"
}

check_golden() {
    stage "Read the SQL: byte for byte that of the reference document, with no password in it"
    run_into ro.sql rolewright plan analytics --role ro --scopes analytics.public,legacy,app \
        --privileges SELECT --sql
    run cat ro.sql
    prompt "sha256sum ro.sql"
    quietly hash_of ro.sql
    expect_says "$GOLDEN" "the checksum is the one that the reference document prints"
    expect_equal "$(sed -nE 's/^ *sql_plan_checksum: //p' result.yaml | head -n 1)" "$GOLDEN" \
        "result.yaml carries the same one"
}

apply_plan() {
    stage "Apply runs exactly what was reviewed, and commits only what it has read back as desired"
    run rolewright apply -f result.yaml
    expect_code 0 "applied"
    expect_says "3 applied, 0 skipped, 0 stale, 0 failed" "all three roles are there"
}

plan_again() {
    stage "Plan again: in sync, nothing to do"
    run rolewright plan -f plan.yaml --detailed-exitcode
    expect_code 0 "in sync (2 would be: changes pending)"
    expect_says "0 out of sync, 3 in sync, 0 failed" "all three are in sync"
}

drift_and_plan() {
    stage "Somebody grants by hand what nobody asked for: the plan takes it back"
    run psql -U "$ADMIN" -d app -c "GRANT INSERT ON customers TO $RO"
    expect_code 0 "$RO can write now"
    run rolewright plan -f plan.yaml -o old.yaml --detailed-exitcode
    expect_code 2 "changes pending"
    expect_says "1 out of sync, 2 in sync, 0 failed" "one role has drifted, the others have not"
}

refuse_the_old_plan() {
    stage "Before that plan is applied somebody changes the role again: the old plan is refused, and says why"
    run psql -U "$ADMIN" -c "ALTER ROLE $RO BYPASSRLS"
    expect_code 0 "$RO ignores row level security now"
    run rolewright apply -f old.yaml
    expect_code 3 "stale"
    expect_says "BYPASSRLS" "the message names what changed"
    expect_equal "$(drift_of_ro)" "t t" "nothing was changed: both changes by hand are still there"
}

# Whether ro may INSERT into customers, and whether it bypasses row level security.
drift_of_ro() {
    ask -d app "SELECT has_table_privilege('$RO', 'customers', 'INSERT')::text::char || ' ' || rolbypassrls::text::char
        FROM pg_roles WHERE rolname = '$RO'"
}

plan_exactly_the_drift() {
    stage "A fresh plan holds exactly the two changes, no more"
    run rolewright plan -f plan.yaml -o fresh.yaml
    expect_code 0 "planned"
    run rolewright sessions show "$(sed -nE 's/^.*sid: //p' fresh.yaml | head -n 1)" --sql
    expect_code 0 "the SQL of that plan"
    expect_equal "$(grep -vE '^(--.*|\\connect .*|BEGIN;|COMMIT;|)$' "$WORK/printed")" \
        "ALTER ROLE \"$RO\" WITH NOBYPASSRLS;
REVOKE INSERT ON TABLE \"public\".\"customers\" FROM \"$RO\";" \
        "two statements, one for each change by hand"
}

apply_the_drift_plan() {
    stage "Apply it: the roles are as desired again"
    run rolewright apply -f fresh.yaml
    expect_code 0 "applied"
    expect_says "1 applied, 2 skipped, 0 stale, 0 failed" "one applied, those in sync skipped"
    expect_equal "$(drift_of_ro)" "f f" "both changes by hand are gone"
    run rolewright plan -f plan.yaml --detailed-exitcode
    expect_code 0 "in sync"
}

log_in_as_each_role() {
    stage "Log in as each role with the password that apply made: what it can and cannot do"
    if [ "$PSQL_IN" != host ]; then echo "(psql runs in a container here)"; fi
    log_in "$RO" "reads all three databases, writes nowhere"
    can "$RO" app 'SELECT count(*) FROM customers'
    can "$RO" legacy 'SELECT * FROM archive'
    cannot "$RO" app "INSERT INTO customers VALUES (4, 'customers 4')"
    cannot "$RO" analytics 'UPDATE events SET seen = 1'
    log_in "$RW" "reads and writes analytics, but deletes nothing and sees no other database's tables"
    can "$RW" analytics 'INSERT INTO events VALUES (4, 0)'
    can "$RW" analytics 'UPDATE events SET seen = 1 WHERE id = 4'
    cannot "$RW" analytics 'DELETE FROM events'
    cannot "$RW" app 'SELECT * FROM customers'
    log_in "$EXTERNAL" "inherits from a role that reads everything"
    can "$EXTERNAL" app 'SELECT count(*) FROM orders'
    can "$EXTERNAL" legacy 'SELECT * FROM archive'
    cannot "$EXTERNAL" legacy "INSERT INTO archive VALUES (2, 'new')"
}

# The password goes from one program to the other's file, not onto the screen.
log_in() { # role, what to expect
    local password
    printf '\n%s-- %s: %s%s\n' "$BOLD" "$1" "$2" "$PLAIN"
    prompt "rolewright credentials show $1 --quiet   # into psql's password file"
    password="$(rolewright credentials show "$1" --quiet)" || not_as_told "no password is stored for $1"
    [ -n "$password" ] || not_as_told "the password of $1 is empty"
    if [ "$KIND" != url ]; then
        remember_password "$1" "not-$password"
        if psql -X -U "$1" -d app -c 'SELECT 1' >"$WORK/printed" 2>&1; then
            not_as_told "$1 could log in with a wrong password"
        fi
        ok "a wrong password is refused"
        forget_last_password
    fi
    remember_password "$1" "$password"
}

forget_last_password() {
    sed '$d' "$WORK/pgpass" >"$WORK/pgpass.new"
    mv "$WORK/pgpass.new" "$WORK/pgpass"
}

try() { # role database sql
    as_typed psql -U "$1" -d "$2" -c "$3"
    prompt "$TYPED"
    quietly psql_short -U "$1" -d "$2" -c "$3"
}

# Without the place in PostgreSQL's source that VERBOSITY=verbose also prints.
psql_short() {
    local code=0
    psql "$@" >"$WORK/answer" 2>&1 || code=$?
    grep -v '^LOCATION: ' "$WORK/answer" || true
    return "$code"
}

can() { # role database sql
    try "$@"
    if [ "$CODE" -ne 0 ]; then not_as_told "this is allowed to $1"; fi
    ok "allowed, as planned"
}

cannot() { # role database sql
    try "$@"
    # 42501 is insufficient_privilege.
    if [ "$CODE" -eq 0 ] || ! grep -q 42501 "$WORK/printed"; then not_as_told "this is denied to $1"; fi
    ok "denied, as planned"
}

look_at_the_record() {
    stage "Every apply is on record, the refused one too"
    run rolewright sessions list --kind apply
    expect_code 0 "listed"
    expect_equal "$(grep -c ' success ' "$WORK/printed") $(grep -c ' stale ' "$WORK/printed")" "4 1" \
        "four applied, one refused"
}
