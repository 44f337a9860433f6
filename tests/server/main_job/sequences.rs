//! Sequences on a real server, tried as the role: a serial table takes inserts after an apply, an
//! identity table needs nothing, and what somebody else gave, or made later, is seen.

use crate::desk::Desk;
use crate::desks::as_role;
use crate::postgres::Cluster;
use crate::reference::{RO, RW};

const TABLES: &str = "
    CREATE TABLE public.orders (id serial PRIMARY KEY, what text);
    CREATE TABLE public.events (id int GENERATED ALWAYS AS IDENTITY, what text);
    CREATE SCHEMA ids;
    CREATE SEQUENCE ids.numbers;
    CREATE TABLE public.bills (number int DEFAULT nextval('ids.numbers'), what text);
    CREATE SEQUENCE public.stray;
    CREATE SEQUENCE ids.tickets;
    CREATE DOMAIN public.ticket AS int DEFAULT nextval('ids.tickets');
    CREATE TABLE public.tickets (number public.ticket, what text);
    CREATE TABLE public.generated (what text,
        o int GENERATED ALWAYS AS ('public.stray'::regclass::oid::int) STORED);
";

fn start() -> (Cluster, Desk) {
    let cluster = Cluster::start_private(&[]);
    cluster.sql("postgres", "CREATE DATABASE shop");
    cluster.sql("shop", TABLES);
    let desk = Desk::with_resources(&cluster, &["analytics"]);
    (cluster, desk)
}

fn plan<'a>(role: &'a str, privileges: &'a str, extra: &[&'a str]) -> Vec<&'a str> {
    let flags = ["--role", role, "--scopes", "shop.public"];
    let privileges = ["--privileges", privileges];
    [&["plan", "analytics"], &flags[..], &privileges, extra].concat()
}

fn apply(desk: &Desk, role: &str, privileges: &str) {
    desk.run(&plan(role, privileges, &["-o", "result.yaml"]))
        .expect(0);
    desk.run(&["apply", "-f", "result.yaml"]).expect(0);
}

fn in_sync(desk: &Desk, role: &str, privileges: &str) {
    desk.run(&plan(role, privileges, &["--detailed-exitcode"]))
        .expect(0);
}

#[track_caller]
fn denied(result: Result<(), String>) {
    let message = result.unwrap_err();
    assert!(message.contains("permission denied"), "{message}");
}

#[test]
fn inserts_into_a_serial_table_work_after_an_apply() {
    let (cluster, desk) = start();
    apply(&desk, "rw", "SELECT,INSERT");
    let password = desk.password(RW);
    let rw = |sql: &str| as_role(&cluster, RW, &password, "shop", sql);
    for table in ["orders", "events", "bills", "tickets", "generated"] {
        rw(&format!("INSERT INTO public.{table} (what) VALUES ('one')")).unwrap();
    }
    denied(rw("SELECT nextval('public.stray')"));
    denied(rw("SELECT setval('public.orders_id_seq', 1)"));
    denied(rw("SELECT nextval('public.events_id_seq')"));
    in_sync(&desk, "rw", "SELECT,INSERT");

    // What came later is drift until it is planned.
    cluster.sql("shop", "CREATE TABLE public.later (id serial, what text)");
    desk.run(&plan("rw", "SELECT,INSERT", &["--sql"]))
        .expect(0)
        .prints("GRANT USAGE ON SEQUENCE \"public\".\"later_id_seq\"");
    denied(rw("INSERT INTO public.later (what) VALUES ('one')"));
    apply(&desk, "rw", "SELECT,INSERT");
    rw("INSERT INTO public.later (what) VALUES ('one')").unwrap();

    // Without INSERT no sequence is left.
    apply(&desk, "rw", "SELECT");
    denied(rw("SELECT nextval('public.later_id_seq')"));
    denied(rw("SELECT nextval('public.orders_id_seq')"));
    in_sync(&desk, "rw", "SELECT");
}

#[test]
fn usage_and_what_is_asked_on_sequences_alone() {
    let (cluster, desk) = start();
    apply(&desk, "ro", "USAGE,SELECT ON SEQUENCES");
    let password = desk.password(RO);
    let ro = |sql: &str| as_role(&cluster, RO, &password, "shop", sql);
    ro("SELECT nextval('public.stray')").unwrap();
    ro("SELECT last_value FROM public.stray").unwrap();
    denied(ro("SELECT setval('public.stray', 1)"));
    denied(ro("SELECT * FROM public.orders"));
    denied(ro("SELECT nextval('ids.numbers')"));
    in_sync(&desk, "ro", "USAGE,SELECT ON SEQUENCES");
    apply(&desk, "ro", "ALL ON SEQUENCES");
    ro("SELECT setval('public.stray', 1)").unwrap();
    in_sync(&desk, "ro", "ALL ON SEQUENCES");
}

#[test]
fn another_grantors_usage_is_kept_where_it_is_desired_and_else_revoked_as_that_one() {
    let (cluster, desk) = start();
    apply(&desk, "rw", "INSERT");
    cluster.sql(
        "shop",
        &format!(
            "CREATE ROLE deputy;
             GRANT USAGE ON SCHEMA public TO deputy;
             GRANT USAGE ON SEQUENCE public.orders_id_seq, public.stray TO deputy WITH GRANT OPTION;
             REVOKE USAGE ON SEQUENCE public.orders_id_seq FROM {RW};
             SET ROLE deputy;
             GRANT USAGE ON SEQUENCE public.orders_id_seq, public.stray TO {RW}"
        ),
    );
    let sql = desk.run(&plan("rw", "INSERT", &["--sql"])).expect(0).stdout;
    let revoke = format!(
        "SET LOCAL ROLE \"deputy\";\nREVOKE USAGE ON SEQUENCE \"public\".\"stray\" FROM \"{RW}\";"
    );
    assert!(sql.contains(&revoke), "{sql}");
    assert!(!sql.contains("orders_id_seq"), "{sql}");
    apply(&desk, "rw", "INSERT");
    let password = desk.password(RW);
    let rw = |sql: &str| as_role(&cluster, RW, &password, "shop", sql);
    rw("INSERT INTO public.orders (what) VALUES ('one')").unwrap();
    denied(rw("SELECT nextval('public.stray')"));
    in_sync(&desk, "rw", "INSERT");
}

#[test]
fn an_insert_that_everybody_may_is_told_of_its_sequence() {
    let (cluster, desk) = start();
    cluster.sql("shop", "GRANT INSERT ON public.orders TO PUBLIC");
    desk.run(&plan("ro", "SELECT", &[]))
        .expect(0)
        .prints("sequence-usage")
        .prints("calls sequence shop.public.orders_id_seq");
    apply(&desk, "ro", "SELECT");
    let password = desk.password(RO);
    let insert = "INSERT INTO public.orders (what) VALUES ('one')";
    denied(as_role(&cluster, RO, &password, "shop", insert));
}
