//! Two logins in turn: a password changes, and nobody is locked out.

use crate::desk::{Desk, Output};
use crate::desks::as_role;
use crate::postgres::{Cluster, cluster};

/// One role on one database, which are called alike.
struct Role<'a> {
    cluster: &'a Cluster,
    desk: Desk,
    name: &'a str,
}

impl<'a> Role<'a> {
    fn new(cluster: &'a Cluster, name: &'a str) -> Self {
        cluster.sql("postgres", &format!("CREATE DATABASE {name}"));
        cluster.sql(name, "CREATE TABLE public.t (id int)");
        let desk = Desk::with_resources(cluster, &[name]);
        Self {
            cluster,
            desk,
            name,
        }
    }

    /// The plan, in `result.yaml`.
    fn plan(&self, keys: &str) -> Output {
        let name = self.name;
        let privileges = match keys.contains("privileges") {
            true => "",
            false => "privileges: [SELECT], ",
        };
        let item = format!(
            "items: [{{resource_name: {name}, type: managed, role: ro, scopes: [{name}], {privileges}{keys}}}]"
        );
        self.desk.write("plan.yaml", item);
        let args = ["plan", "-f", "plan.yaml", "-o", "result.yaml"];
        self.desk
            .run(&[&args[..], &["--detailed-exitcode"]].concat())
    }

    fn apply(&self) -> Output {
        self.desk.run(&["apply", "-f", "result.yaml"])
    }

    #[track_caller]
    fn provision(&self, keys: &str) {
        self.plan(keys).expect(2);
        self.apply().expect(0);
        // The law, on a real server.
        let again = keys.replace("rotate_password: true", "rotate_password: false");
        self.plan(&again).expect(0);
    }

    /// The login that is in use, and its password.
    #[track_caller]
    fn shown(&self) -> (String, String) {
        let args = [
            "credentials",
            "show",
            "ro",
            "--resource",
            self.name,
            "--json",
        ];
        let shown = self.desk.run(&args).expect(0).stdout;
        let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
        assert_eq!(shown["compared"], true, "{shown}");
        let text = |key: &str| shown[key].as_str().unwrap().to_owned();
        (text("role_name"), text("password"))
    }

    fn role_name(&self) -> String {
        let label = planner::desired::Prefix::default();
        let name = planner::desired::role_name(&label, &self.name.into(), "ro").unwrap();
        name.as_str().to_owned()
    }

    #[track_caller]
    fn works(&self, (login, password): &(String, String)) {
        let sql = "SELECT * FROM public.t";
        as_role(self.cluster, login, password, self.name, sql).unwrap();
    }

    #[track_caller]
    fn is_refused(&self, (login, password): &(String, String)) -> String {
        as_role(self.cluster, login, password, self.name, "SELECT 1").unwrap_err()
    }

    fn sql(&self, sql: &str) {
        self.cluster.sql("postgres", sql);
    }

    /// LOGIN, and whether there is a password.
    fn state(&self, login: &str) -> (bool, bool) {
        let rows = self.cluster.sql(
            "postgres",
            &format!(
                "SELECT rolcanlogin, rolpassword IS NOT NULL FROM pg_authid WHERE rolname = '{login}'"
            ),
        );
        let on = |at: usize| rows[0][at].as_deref() == Some("t");
        (on(0), on(1))
    }

    /// The server's clock goes on, as far as this login can tell.
    fn let_time_pass(&self, login: &str) {
        self.sql(&format!(
            "ALTER ROLE {login} VALID UNTIL '2020-01-01T00:00:00Z'"
        ));
    }
}

#[test]
fn a_rotation_leaves_the_password_before_working_for_its_time() {
    let role = Role::new(cluster(), "logins_turn");
    role.provision("logins: 2");
    let own = role.role_name();
    let first = role.shown();
    assert_eq!(first.0, format!("{own}_a"));
    role.works(&first);
    assert_eq!(role.state(&own), (false, false));
    let denied = |sql: &str| {
        let error = as_role(role.cluster, &first.0, &first.1, role.name, sql).unwrap_err();
        assert!(error.contains("permission denied"), "{error}");
    };
    denied("INSERT INTO public.t VALUES (1)");
    if role.cluster.version >= 16 {
        denied(&format!("SET ROLE {own}"));
    }

    role.provision("logins: 2, rotate_password: true");
    let second = role.shown();
    assert_eq!(second.0, format!("{own}_b"));
    role.works(&first);
    role.works(&second);
    // What one can see through its login, the other can.
    let privileges = |login: &str| {
        let sql = format!(
            "SELECT has_table_privilege('{login}', 't', p), has_database_privilege('{login}', '{}', 'CONNECT'), pg_has_role('{login}', '{own}', 'USAGE')
             FROM unnest('{{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}}'::text[]) AS p",
            role.name
        );
        role.cluster.sql(role.name, &sql)
    };
    assert_eq!(privileges(&first.0), privileges(&second.0));

    // Somebody may not have changed over yet.
    role.plan("logins: 2, rotate_password: true")
        .expect(1)
        .prints("still works until");

    role.let_time_pass(&first.0);
    role.is_refused(&first);
    role.plan("logins: 2").expect(2);
    let sql = role.desk.read("result.yaml");
    assert!(sql.contains("Retired login"), "{sql}");
    role.apply().expect(0);
    role.plan("logins: 2").expect(0);
    assert_eq!(role.state(&first.0), (false, false));
    role.desk
        .run(&["credentials", "show", &first.0])
        .expect(1)
        .says("no password is stored");
    role.works(&second);

    // Back to the first, with another password.
    role.provision("logins: 2, rotate_password: true");
    let third = role.shown();
    assert_eq!(third.0, first.0);
    assert_ne!(third.1, first.1);
    role.works(&second);
    role.works(&third);
    role.is_refused(&first);
}

#[test]
fn a_rotation_that_fails_leaves_the_login_in_use() {
    let role = Role::new(cluster(), "logins_fail");
    role.provision("logins: 2");
    let first = role.shown();
    role.cluster.sql(
        role.name,
        "CREATE FUNCTION public.no_grant() RETURNS event_trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'no grants here'; END $$;
         CREATE EVENT TRIGGER no_grant ON ddl_command_start WHEN TAG IN ('GRANT')
            EXECUTE FUNCTION public.no_grant()",
    );
    let keys = "privileges: [INSERT, SELECT], logins: 2, rotate_password: true";
    role.plan(keys).expect(2);
    role.apply().expect(1).prints("nothing was changed");
    role.works(&first);
    assert_eq!(role.shown(), first);
    let other = format!(
        "SELECT 1 FROM pg_roles WHERE rolname = '{}_b'",
        role.role_name()
    );
    assert!(role.cluster.sql("postgres", &other).is_empty());
    role.cluster.sql(role.name, "DROP EVENT TRIGGER no_grant");
    role.apply().expect(0);
    role.works(&first);
    assert_ne!(role.shown(), first);
    role.works(&role.shown());
}

#[test]
fn from_one_login_to_two_and_back_nobody_is_locked_out() {
    let role = Role::new(cluster(), "logins_switch");
    role.provision("logins: 1");
    let own = role.shown();
    assert_eq!(own.0, role.role_name());
    role.provision("logins: 2, retire_after: 7d");
    let first = role.shown();
    assert_eq!(first.0, format!("{}_a", own.0));
    role.works(&own);
    role.works(&first);
    role.let_time_pass(&own.0);
    role.provision("logins: 2");
    assert_eq!(role.state(&own.0), (false, false));
    role.is_refused(&own);
    role.works(&first);

    role.provision("logins: 1");
    let again = role.shown();
    assert_eq!(again.0, own.0);
    role.works(&again);
    role.works(&first);
    role.let_time_pass(&first.0);
    role.provision("logins: 1");
    assert_eq!(role.state(&first.0), (false, false));
    role.works(&again);
}

#[test]
fn a_plan_whose_time_is_over_is_refused() {
    let role = Role::new(cluster(), "logins_late");
    role.provision("logins: 2");
    let first = role.shown();
    role.plan("logins: 2, retire_after: 1s, rotate_password: true")
        .expect(2);
    std::thread::sleep(std::time::Duration::from_secs(2));
    role.apply().expect(3).prints("has passed by now");
    role.works(&first);
    assert_eq!(role.shown(), first);
}

#[test]
fn what_a_login_gained_is_planned_away() {
    let role = Role::new(cluster(), "logins_drift");
    role.provision("logins: 2");
    let first = role.shown();
    let own = role.role_name();
    role.sql(&format!(
        "ALTER ROLE {first} CREATEDB NOINHERIT; REVOKE {own} FROM {first};
         CREATE ROLE logins_staff; GRANT logins_staff TO {first};
         ALTER ROLE {own} LOGIN PASSWORD 'by hand'",
        first = first.0
    ));
    role.provision("logins: 2");
    role.works(&first);
    assert_eq!(role.state(&own), (false, false));
    let sql = format!(
        "SELECT rolcreatedb, rolinherit, pg_has_role(rolname, 'logins_staff', 'MEMBER')
         FROM pg_roles WHERE rolname = '{}'",
        first.0
    );
    let state: Vec<_> = role.cluster.sql("postgres", &sql)[0].clone();
    let state: Vec<_> = state.iter().map(|on| on.as_deref().unwrap()).collect();
    assert_eq!(state, ["f", "t", "f"]);
}

#[test]
fn a_login_that_somebody_else_made_is_not_taken_over() {
    let role = Role::new(cluster(), "logins_foreign");
    let login = format!("{}_a", role.role_name());
    role.sql(&format!("CREATE ROLE {login} LOGIN PASSWORD 'theirs'"));
    role.plan("logins: 2").expect(2);
    role.apply().expect(1).prints(&login);
    let theirs = (login, "theirs".to_owned());
    as_role(role.cluster, &theirs.0, &theirs.1, role.name, "SELECT 1").unwrap();
    let own = format!(
        "SELECT 1 FROM pg_roles WHERE rolname = '{}'",
        role.role_name()
    );
    assert!(role.cluster.sql("postgres", &own).is_empty());
}

#[test]
fn an_account_without_superuser_rotates_too() {
    let cluster = cluster();
    cluster.sql(
        "postgres",
        "CREATE ROLE logins_admin LOGIN CREATEROLE PASSWORD 'admin'",
    );
    cluster.sql(
        "postgres",
        "CREATE DATABASE logins_plain OWNER logins_admin",
    );
    cluster.sql(
        "logins_plain",
        "ALTER SCHEMA public OWNER TO logins_admin; CREATE TABLE public.t (id int);
         ALTER TABLE public.t OWNER TO logins_admin",
    );
    let role = Role {
        cluster,
        desk: Desk::with_resources(cluster, &["logins_plain"]),
        name: "logins_plain",
    };
    role.desk
        .set_account("logins_plain", "logins_admin", "admin")
        .expect(0);
    role.provision("logins: 2");
    let first = role.shown();
    role.works(&first);
    role.provision("logins: 2, rotate_password: true");
    let second = role.shown();
    role.works(&first);
    role.works(&second);
    assert_ne!(first.0, second.0);
    role.let_time_pass(&first.0);
    role.provision("logins: 2");
    role.provision("logins: 2, rotate_password: true");
    role.works(&second);
    role.works(&role.shown());
}
