//! Passwords that are made go to a command: what it gets, what is kept, and what comes of it when it
//! fails.

use crate::desk::{Desk, Output};
use crate::desks::as_role;
use crate::postgres::{Cluster, cluster};

/// A resource of this name with a database of this name, and the role's name.
fn start(name: &str) -> (&'static Cluster, Desk, String) {
    let c = cluster();
    c.sql("postgres", &format!("CREATE DATABASE {name}"));
    c.sql(name, "CREATE TABLE public.t (id int)");
    let desk = Desk::with_resources(c, &[name]);
    let label = planner::desired::role_name(&Default::default(), &name.into(), "ro").unwrap();
    (c, desk, label.as_str().to_owned())
}

fn plan(desk: &Desk, name: &str, more: &[&str]) {
    let plan = ["plan", name, "--role", "ro", "--scopes", name];
    let rest = ["--privileges", "SELECT", "-o", "result.yaml"];
    desk.run(&[&plan[..], &rest, more].concat()).expect(0);
}

fn apply(desk: &Desk) -> Output {
    desk.run(&["apply", "-f", "result.yaml"])
}

fn set(desk: &Desk, name: &str, command: &[&str]) {
    let set = ["resources", "hand-over", name, "--"];
    desk.run(&[&set[..], command].concat())
        .expect(0)
        .prints("are handed over to `");
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn show(desk: &Desk, role: &str) -> Output {
    desk.run(&["credentials", "show", role])
}

#[test]
fn a_new_password_goes_to_the_command_and_is_forgotten() {
    let (c, desk, role) = start("ho_right");
    let script = desk.script(
        "take.sh",
        "cat > got; echo \"$ROLEWRIGHT_RESOURCE $ROLEWRIGHT_ROLE $1\" > told",
    );
    set(&desk, "ho_right", &[&script, "secret/ro"]);
    plan(&desk, "ho_right", &[]);
    let applied = apply(&desk).expect(0).prints("handed over to `");
    assert!(!applied.all().contains("was stored"), "{}", applied.all());
    let got = json(&desk.read("got"));
    let password = got["password"].as_str().unwrap().to_owned();
    let expected = serde_json::json!({
        "format": "rolewright/password/1",
        "resource": "ho_right",
        "role": "ro",
        "host": c.host,
        "port": c.port,
        "databases": ["ho_right"],
        "user": role,
        "password": password,
    });
    assert_eq!(got, expected);
    assert_eq!(desk.read("told"), format!("ho_right {role} secret/ro\n"));
    as_role(c, &role, &password, "ho_right", "SELECT * FROM public.t").unwrap();
    let shown = show(&desk, &role).expect(1);
    for part in [
        "not kept here",
        "take.sh secret/ro",
        "it is what the server holds",
    ] {
        assert!(shown.stderr.contains(part), "{}", shown.stderr);
    }
    assert!(!shown.all().contains(&password));
    desk.run(&["credentials", "hand-over", &role])
        .expect(1)
        .says("was handed over to");

    // It is compared still: nothing to do, and a rotation by others is noticed.
    desk.run(&[
        "plan",
        "ho_right",
        "--role",
        "ro",
        "--scopes",
        "ho_right",
        "--privileges",
        "SELECT",
        "--detailed-exitcode",
    ])
    .expect(0);
    c.sql(
        "postgres",
        &format!("ALTER ROLE \"{role}\" PASSWORD 'theirs'"),
    );
    show(&desk, &role).expect(1).says("is known to work");

    // Rotation: the new one goes there too.
    plan(&desk, "ho_right", &["--rotate-password"]);
    apply(&desk).expect(0).prints("handed over to `");
    let rotated = json(&desk.read("got"))["password"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_ne!(rotated, password);
    as_role(c, &role, &rotated, "ho_right", "SELECT 1").unwrap();
    show(&desk, &role)
        .expect(1)
        .says("it is what the server holds");
    assert_eq!(desk.calls(), 2);
    desk.run(&["sessions", "verify"]).expect(0);
}

#[test]
fn one_that_is_not_taken_stays_and_is_handed_over_later() {
    let (c, desk, role) = start("ho_fails");
    let fails = desk.script("fail.sh", "cat >&2; exit 7");
    set(&desk, "ho_fails", &[&fails]);
    plan(&desk, "ho_fails", &[]);
    let applied = desk
        .run(&["apply", "-f", "result.yaml", "--json"])
        .expect(1);
    let body = json(&applied.stdout);
    let result = &body["results"][0];
    assert_eq!(result["status"], "success");
    assert_eq!(result["password_stored"], true);
    assert_eq!(result["password_handed_over"], false);
    let message = result["message"].as_str().unwrap();
    for part in ["verified in sync", "stays in the store", "exit status 7"] {
        assert!(message.contains(part), "{message}");
    }
    assert!(
        applied.stderr.contains("credentials hand-over"),
        "{}",
        applied.stderr
    );
    let password = desk.password(&role);
    assert!(
        !applied.all().contains(&password),
        "the command repeated it"
    );
    as_role(c, &role, &password, "ho_fails", "SELECT 1").unwrap();
    let sid = result["sid"].as_str().unwrap();
    desk.run(&["sessions", "show", sid])
        .expect(0)
        .prints("stays in the store");

    let late = ["credentials", "hand-over", "ro", "--resource", "ho_fails"];
    desk.run(&late).expect(1).says("exit status 7");
    let hangs = desk.script("hang.sh", "sleep 60");
    set(&desk, "ho_fails", &[&hangs]);
    desk.run(&[&late[..], &["--command-timeout", "1s"]].concat())
        .expect(1)
        .says("was killed");
    assert_eq!(desk.password(&role), password);
    let takes = desk.script("take.sh", "cat > got");
    set(&desk, "ho_fails", &[&takes]);
    desk.run(&late).expect(0).says("was handed over to `");
    let got = json(&desk.read("got"));
    assert_eq!(got["password"], password.as_str());
    assert_eq!(
        (&got["role"], &got["databases"][0]),
        (&"ro".into(), &"ho_fails".into())
    );
    show(&desk, &role)
        .expect(1)
        .says("it is what the server holds");
    desk.run(&["sessions", "list", "--json"])
        .expect(0)
        .prints("handed over to");
    desk.run(&["sessions", "verify"]).expect(0);
    let store = std::fs::read(desk.home().join("rolewright.db")).unwrap();
    assert!(
        !store
            .windows(password.len())
            .any(|at| at == password.as_bytes())
    );
}

#[test]
fn one_command_may_be_for_all_and_a_resource_may_keep_its_own() {
    let (_, desk, role) = start("ho_all");
    let all = desk.script("all.sh", "cat > got");
    desk.run(&["resources", "hand-over", "--all", "--", &all])
        .expect(0)
        .prints("every resource");
    desk.run(&["resources", "hand-over", "ho_all"])
        .expect(0)
        .prints("(as for every resource)");
    desk.run(&["resources", "hand-over", "ho_all", "--keep"])
        .expect(0)
        .prints("stay in the store");
    plan(&desk, "ho_all", &[]);
    apply(&desk).expect(0).says("a new password was stored");
    assert_eq!(desk.calls(), 0);
    desk.run(&["credentials", "hand-over", &role])
        .expect(1)
        .says("no command is set");
    desk.run(&["resources", "hand-over", "ho_all", "--forget"])
        .expect(0);
    desk.run(&["credentials", "hand-over", &role]).expect(0);
    assert_eq!(json(&desk.read("got"))["user"], role.as_str());
    for unclear in [&["--keep"][..], &["--", "true"], &["ho_all", "--all"], &[]] {
        desk.run(&[&["resources", "hand-over"], unclear].concat())
            .expect(64);
    }
    desk.run(&["resources", "hand-over", "nowhere", "--keep"])
        .expect(1);

    // With a new key everything opens as before.
    desk.run(&["key", "rotate"]).expect(0);
    show(&desk, &role)
        .expect(1)
        .says("it is what the server holds");
}

/// The command has it, and the apply is killed before it hears so: the next one to look at the role
/// hands it over again.
#[test]
fn what_an_apply_that_died_made_is_handed_over_by_the_next_command() {
    for logins in ["1", "2"] {
        let name = format!("ho_died_{logins}");
        let (c, desk, role) = start(&name);
        let kills = desk.script("kill.sh", "cat > lost; kill -KILL $PPID");
        set(&desk, &name, &[&kills]);
        plan(&desk, &name, &["--logins", logins]);
        assert_eq!(apply(&desk).code, -1, "it was killed");
        let lost = json(&desk.read("lost"));
        let login = match logins {
            "1" => role.clone(),
            _ => format!("{role}_a"),
        };
        assert_eq!(lost["user"], login.as_str());

        let takes = desk.script("take.sh", "cat > got");
        set(&desk, &name, &[&takes]);
        plan(&desk, &name, &["--logins", logins, "--detailed-exitcode"]);
        assert_eq!(json(&desk.read("got")), lost);
        let password = lost["password"].as_str().unwrap();
        as_role(c, &login, password, &name, "SELECT * FROM public.t").unwrap();
        show(&desk, &login)
            .expect(1)
            .says("take.sh")
            .says("it is what the server holds");
        let list = ["sessions", "list", "--kind", "apply", "--json"];
        let list = json(&desk.run(&list).expect(0).stdout);
        let last = &list["sessions"][0];
        assert_eq!(last["status"], "success", "{last}");
        let message = last["message"].as_str().unwrap();
        assert!(message.contains("was handed over to `"), "{message}");
        desk.run(&["sessions", "verify"]).expect(0);
        let store = std::fs::read(desk.home().join("rolewright.db")).unwrap();
        let mut windows = store.windows(password.len());
        assert!(!windows.any(|at| at == password.as_bytes()));
    }
}

#[test]
fn of_two_logins_the_one_that_is_taken_into_use_is_handed_over() {
    let (c, desk, role) = start("ho_logins");
    let takes = desk.script("take.sh", "cat > got; echo $ROLEWRIGHT_ROLE > told");
    set(&desk, "ho_logins", &[&takes]);
    let mut passwords = Vec::new();
    for (login, more) in [("a", &[][..]), ("b", &["--rotate-password"])] {
        let login = format!("{role}_{login}");
        plan(&desk, "ho_logins", &[&["--logins", "2"], more].concat());
        apply(&desk).expect(0).prints("handed over to `");
        let got = json(&desk.read("got"));
        assert_eq!(
            (&got["role"], &got["user"]),
            (&"ro".into(), &login.as_str().into())
        );
        assert_eq!(desk.read("told"), format!("{login}\n"));
        desk.run(&["credentials", "show", "ro", "--resource", "ho_logins"])
            .expect(1)
            .says(&format!("{login:?}"))
            .says("it is what the server holds");
        passwords.push((login, got["password"].as_str().unwrap().to_owned()));
    }
    // Whoever has not changed over goes on with the one before.
    for (login, password) in &passwords {
        as_role(c, login, password, "ho_logins", "SELECT * FROM public.t").unwrap();
    }
    assert_eq!(desk.calls(), 2);
    desk.run(&["credentials", "hand-over", "ro", "--resource", "ho_logins"])
        .expect(1)
        .says("was handed over to");
}

/// CREATEROLE may not read what the server holds: nothing is claimed then.
#[test]
fn where_the_verifier_may_not_be_read_nothing_is_claimed() {
    let (c, desk, role) = start("ho_blind");
    c.sql("postgres", "CREATE ROLE ho_blind LOGIN CREATEROLE PASSWORD 'p'; ALTER DATABASE ho_blind OWNER TO ho_blind");
    c.sql(
        "ho_blind",
        "ALTER TABLE public.t OWNER TO ho_blind; ALTER SCHEMA public OWNER TO ho_blind",
    );
    desk.set_account("ho_blind", "ho_blind", "p").expect(0);
    let takes = desk.script("take.sh", "cat > got");
    set(&desk, "ho_blind", &[&takes]);
    plan(&desk, "ho_blind", &[]);
    apply(&desk).expect(0).prints("handed over to `");
    show(&desk, &role)
        .expect(1)
        .says("was handed over to `")
        .says("could not be compared");
    plan(&desk, "ho_blind", &["--rotate-password"]);
    apply(&desk).expect(0).prints("handed over to `");
    let password = json(&desk.read("got"))["password"]
        .as_str()
        .unwrap()
        .to_owned();
    as_role(c, &role, &password, "ho_blind", "SELECT 1").unwrap();
}
