//! Plans that are not applied: stale, edited, another resource's, used, expired, overtaken.

use super::{plan_reference, plan_ro, snapshot, start};
use crate::desk::Desk;
use crate::reference::RO;

#[test]
fn a_changed_cluster_refuses_the_plan_and_names_the_change() {
    let (cluster, desk) = start();
    plan_reference(&cluster, &desk);
    desk.run(&["apply", "-f", "result.yaml"]).expect(0);
    // A privilege goes, so that there is something to plan; then each change makes that plan stale.
    for (change, named, back) in [
        (
            "CREATE TABLE public.fresh (id int)".to_owned(),
            "public.fresh",
            "DROP TABLE public.fresh".to_owned(),
        ),
        (
            format!("GRANT UPDATE ON public.a TO {RO}"),
            "app.public.a",
            format!("REVOKE UPDATE ON public.a FROM {RO}"),
        ),
        (
            format!("ALTER ROLE {RO} CREATEDB"),
            "gained CREATEDB",
            format!("ALTER ROLE {RO} NOCREATEDB"),
        ),
    ] {
        cluster.sql("app", &format!("REVOKE SELECT ON public.d FROM {RO}"));
        desk.run(&plan_ro(&["-o", "stale.yaml"])).expect(0);
        cluster.sql("app", &change);
        let before = snapshot(&desk, "before.json");
        desk.run(&["apply", "-f", "stale.yaml"])
            .expect(3)
            .prints(named);
        assert_eq!(before, snapshot(&desk, "after.json"), "nothing changed");
        cluster.sql("app", &back);
    }
    desk.run(&plan_ro(&["-o", "stale.yaml"])).expect(0);
    for database in ["app", "legacy", "analytics"] {
        cluster.sql(database, &format!("DROP OWNED BY {RO}"));
    }
    cluster.sql("postgres", &format!("DROP ROLE {RO}"));
    let before = snapshot(&desk, "before.json");
    desk.run(&["apply", "-f", "stale.yaml"])
        .expect(3)
        .prints(RO)
        .prints("was dropped");
    assert_eq!(before, snapshot(&desk, "after.json"), "nothing changed");
}

#[test]
fn edited_foreign_used_and_expired_plans_are_refused() {
    let (cluster, desk) = start();
    let before = snapshot(&desk, "before.json");
    desk.run(&plan_ro(&["-o", "result.yaml"])).expect(0);
    let result = desk.read("result.yaml");
    for (from, to) in [
        ("GRANT SELECT ON ALL TABLES", "GRANT ALL ON ALL TABLES"),
        ("rotate_password: false", "rotate_password: true"),
        ("- SELECT", "- DELETE"),
        ("reason: ", "reason: harmless, "),
    ] {
        assert!(result.contains(from));
        desk.write("edited.yaml", result.replace(from, to));
        desk.run(&["apply", "-f", "edited.yaml"])
            .expect(4)
            .prints("edited");
        // Also where the store has never seen the plan.
        let elsewhere = Desk::with_resources(&cluster, &["analytics"]);
        elsewhere.write("edited.yaml", result.replace(from, to));
        elsewhere
            .run(&["apply", "-f", "edited.yaml"])
            .expect(4)
            .prints("edited");
    }
    // Called in sync, it would be passed over in silence.
    desk.write(
        "edited.yaml",
        result.replace("status: out-of-sync\n", "status: in-sync\n"),
    );
    desk.run(&["apply", "-f", "edited.yaml"])
        .expect(4)
        .says("was edited");

    let file: serde_yaml::Value = serde_yaml::from_str(&result).unwrap();
    let sid = file["results"][0]["sid"].as_str().unwrap();
    desk.run(&["apply", "marketplace", "--sid", sid])
        .expect(4)
        .prints("analytics")
        .prints("marketplace");

    desk.run(&plan_ro(&["--plan-ttl", "1s", "-o", "expired.yaml"]))
        .expect(0);
    std::thread::sleep(std::time::Duration::from_millis(2100));
    desk.run(&["apply", "-f", "expired.yaml"])
        .expect(3)
        .prints("expired");
    assert_eq!(before, snapshot(&desk, "after.json"), "nothing changed");

    desk.run(&["apply", "analytics", "--sid", sid]).expect(0);
    let applied = snapshot(&desk, "applied.json");
    // What is done is done: it is no error, and nothing is run.
    desk.run(&["apply", "analytics", "--sid", sid])
        .expect(0)
        .prints("skipped")
        .prints("was applied");
    assert_eq!(applied, snapshot(&desk, "after.json"), "nothing changed");
}

#[test]
fn a_rotation_is_overtaken_by_a_newer_password() {
    let (_cluster, desk) = start();
    desk.run(&plan_ro(&["-o", "first.yaml"])).expect(0);
    desk.run(&["apply", "-f", "first.yaml"]).expect(0);
    let first = desk.password(RO);
    desk.run(&plan_ro(&["--rotate-password", "-o", "one.yaml"]))
        .expect(0);
    desk.run(&plan_ro(&["--rotate-password", "-o", "two.yaml"]))
        .expect(0);
    desk.run(&["apply", "-f", "two.yaml"]).expect(0);
    let second = desk.password(RO);
    assert_ne!(first, second);
    desk.run(&["apply", "-f", "one.yaml"])
        .expect(3)
        .prints("new password");
    assert_eq!(desk.password(RO), second);
}
