//! Event triggers of a database's owner run in our transactions: as they would in anybody's.

use super::{our_roles, plan};
use crate::desk::Desk;
use crate::postgres::Cluster;

#[test]
fn they_run_as_their_owner_wrote_them_and_what_they_refuse_is_named() {
    let cluster = Cluster::start_private(&[]);
    cluster.sql("postgres", "CREATE DATABASE app");
    // Without a schema before the table's name: the account's search path has to be in force.
    cluster.sql(
        "app",
        "CREATE TABLE t (i int); CREATE TABLE public.granted (tag text);
         CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS $$
         BEGIN INSERT INTO granted VALUES (tg_tag); END $$;
         CREATE EVENT TRIGGER note ON ddl_command_end WHEN TAG IN ('GRANT') EXECUTE FUNCTION note()",
    );
    let desk = Desk::with_resources(&cluster, &["fleet"]);
    desk.run(&["health", "fleet", "--maintenance-db", "app"])
        .expect(0)
        .prints("note of postgres");
    desk.run(&["health", "fleet"])
        .expect(0)
        .prints("none in database postgres fires on GRANT or REVOKE");
    desk.run(&plan("fleet", "app")).expect(0);
    desk.run(&["apply", "-f", "result.yaml"]).expect(0);
    // GRANTs of what is not the database's own, as CONNECT is, fire none.
    let noted = cluster.sql("app", "SELECT count(*) FROM public.granted");
    assert_eq!(noted[0][0].as_deref(), Some("2"), "USAGE and SELECT");

    cluster.sql("postgres", "CREATE DATABASE closed");
    cluster.sql(
        "closed",
        "CREATE TABLE t (i int);
         CREATE FUNCTION no() RETURNS event_trigger LANGUAGE plpgsql AS $$
         BEGIN RAISE EXCEPTION 'ask the owner of closed'; END $$;
         CREATE EVENT TRIGGER no ON ddl_command_start WHEN TAG IN ('GRANT') EXECUTE FUNCTION no()",
    );
    let other: Vec<_> = plan("fleet", "app,closed")
        .into_iter()
        .map(|word| if word == "ro" { "other" } else { word })
        .collect();
    desk.run(&other).expect(0);
    let refused = desk.run(&["apply", "-f", "result.yaml"]).expect(1).all();
    assert!(refused.contains("ask the owner of closed"), "{refused}");
    assert!(refused.contains("database \"closed\""), "{refused}");
    assert_eq!(our_roles(&cluster).len(), 1, "{:?}", our_roles(&cluster));
}
