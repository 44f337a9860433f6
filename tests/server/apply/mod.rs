//! The apply protocol on a real server, below the command line: all or nothing, proved before the
//! commit, races retried, one apply at a time.

mod as_whom;
mod commits;
mod interrupted;
mod overtaken;
mod readings;
mod turns;
mod vanished;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::postgres::{Cluster, cluster};
use ::cluster::apply::Fate;
use ::cluster::connect::Limits;
use ops::{
    ApplyEntry, ApplyRequest, ApplyStep, Event, Extent, Listener, PlanEntry, Status, Workbench,
};
use planner::desired::{Item, Prefix};
use secret::Secret;
use store::home::Home;
use store::{Account, NewResource, Store, TestedAt};

struct Desk {
    bench: Workbench,
    resource: String,
    folder: tempfile::TempDir,
}

fn cluster_interrupt() -> ::cluster::apply::Interrupt {
    ::cluster::apply::Interrupt::new().1
}

fn quiet() -> Listener {
    Arc::new(|_| {})
}

/// A store of its own; `resource` also keeps role and database names of side-by-side tests apart.
async fn desk(cluster: &Cluster, resource: &str) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path().join("home")).unwrap();
    let store = Store::open_with(&home, None).await.unwrap();
    let entry = NewResource {
        name: resource.to_owned(),
        kind: "PostgreSQL".to_owned(),
        host: cluster.host.clone(),
        port: cluster.port,
    };
    store.inventory().upsert_many(&[entry]).await.unwrap();
    let account = Account {
        user: cluster.user.to_owned(),
        password: Secret::new(cluster.password.clone()).into(),
        tested: TestedAt {
            host: cluster.host.clone(),
            port: cluster.port,
        },
    };
    store.credentials().set(resource, &account).await.unwrap();
    let bench = Workbench {
        store,
        environment: Arc::new(|_| None),
        limits: Limits::default(),
        prefix: Prefix::default(),
        connections: 4,
        role_lock: Duration::from_secs(60),
        interrupt: cluster_interrupt(),
        plan_ttl: Duration::from_secs(3600),
        maintenance: None,
        os_user: "tester".to_owned(),
        account: None,
        password_commands: Default::default(),
        shared: None,
    };
    Desk {
        bench,
        resource: resource.to_owned(),
        folder,
    }
}

impl Desk {
    async fn plan(&self, label: &str, scopes: &[&str], privileges: &[&str]) -> PlanEntry {
        let item = Item {
            resource_name: self.resource.as_str().into(),
            role: label.to_owned(),
            scopes: Some(scopes.iter().map(|s| s.parse().unwrap()).collect()),
            privileges: Some(privileges.iter().map(|p| p.parse().unwrap()).collect()),
            ..Item::default()
        };
        let config = item.resolve(&Prefix::default()).unwrap();
        self.bench
            .plan(&[config], Extent::Document, &quiet())
            .await
            .unwrap()
            .remove(0)
    }

    async fn apply(&self, plan: &PlanEntry) -> ApplyEntry {
        self.apply_with(plan, &quiet()).await
    }

    async fn apply_with(&self, plan: &PlanEntry, listener: &Listener) -> ApplyEntry {
        let request = ApplyRequest {
            resource: self.resource.clone(),
            document: plan.document.clone().unwrap(),
            facts: None,
            login_test: true,
            adopt: false,
        };
        // Spawned, as a server does it: nothing in the protocol may be bound to a thread.
        let (bench, listener) = (self.bench.clone(), Arc::clone(listener));
        let applied = tokio::spawn(async move { bench.apply(request, &listener).await });
        applied.await.unwrap().unwrap()
    }

    /// What is there, of these databases and this role: tests side by side change the rest.
    async fn snapshot(&self, databases: &[&str], role: &str) -> planner::Catalog {
        let mut catalog = self
            .bench
            .snapshot(&self.resource, &[], &quiet())
            .await
            .unwrap();
        catalog.taken_at = None;
        catalog
            .databases
            .retain(|name, _| databases.contains(&name.as_str()));
        catalog.roles.retain(|name, _| name.as_str() == role);
        catalog.memberships.retain(|m| m.member.as_str() == role);
        catalog.warnings.clear();
        catalog
    }
}

fn create(cluster: &Cluster, databases: &[&str]) {
    for database in databases {
        cluster.sql("postgres", &format!("CREATE DATABASE {database}"));
        cluster.sql(
            database,
            "CREATE TABLE public.t (id int); CREATE VIEW public.v AS SELECT 1 AS one",
        );
    }
}

#[tokio::test]
async fn an_apply_is_proved_recorded_and_its_password_logs_in() {
    let cluster = cluster();
    create(cluster, &["ok_one", "ok_two"]);
    let desk = desk(cluster, "ok").await;
    let plan = desk
        .plan("ro", &["ok_one", "ok_two.public"], &["SELECT"])
        .await;
    assert_eq!(plan.status, Status::OutOfSync, "{}", plan.message);
    let applied = desk.apply(&plan).await;
    assert_eq!(applied.status, Status::Success, "{}", applied.message);
    assert!(
        applied.message.contains("verified in sync"),
        "{}",
        applied.message
    );
    assert!(
        applied.message.contains("can log in to ok_one"),
        "{}",
        applied.message
    );
    let record = desk.bench.store.sessions().get(&applied.sid).await.unwrap();
    assert_eq!(record.status, "success");
    let document = record.document.unwrap();
    let password = desk
        .bench
        .store
        .role_secrets()
        .current("ok", &plan.role_name)
        .await
        .unwrap()
        .unwrap();
    assert!(
        !document.contains(password.password().unwrap().expose())
            && !document.contains("SCRAM-SHA-256$")
    );
    assert_eq!(
        document.matches("result: ok").count(),
        plan.document.unwrap().steps.len()
    );
    let again = desk
        .plan("ro", &["ok_one", "ok_two.public"], &["SELECT"])
        .await;
    assert_eq!(again.status, Status::InSync);
    assert_eq!(desk.apply(&again).await.status, Status::Skipped);
}

/// Refuses every GRANT in one database, so that the other's transaction has to be rolled back too.
const NO_GRANT: &str = "
    CREATE FUNCTION public.no_grant() RETURNS event_trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no grants here'; END $$;
    CREATE EVENT TRIGGER no_grant ON ddl_command_start WHEN TAG IN ('GRANT')
        EXECUTE FUNCTION public.no_grant();";

#[tokio::test]
async fn a_failure_in_one_database_leaves_nothing_anywhere() {
    let cluster = cluster();
    create(cluster, &["half_one", "half_two"]);
    cluster.sql("half_two", NO_GRANT);
    let desk = desk(cluster, "half").await;
    let plan = desk
        .plan("ro", &["half_one", "half_two"], &["SELECT"])
        .await;
    let databases = ["half_one", "half_two"];
    let before = desk.snapshot(&databases, &plan.role_name).await;
    let fates = Arc::new(std::sync::Mutex::new(BTreeMap::new()));
    let sink = Arc::clone(&fates);
    let listener: Listener = Arc::new(move |event| {
        if let Event::PlanStep { number, fate, .. } = event {
            sink.lock().unwrap().insert(number, fate);
        }
    });
    let failed = desk.apply_with(&plan, &listener).await;
    // The record says what the stream said.
    for (number, step) in failed
        .document
        .iter()
        .flat_map(|d| d.steps.iter().enumerate())
    {
        let fate = fates.lock().unwrap().get(&number).cloned();
        assert_eq!(step.result, Some(fate.unwrap_or_default().to_string()));
    }
    assert!(
        fates
            .lock()
            .unwrap()
            .values()
            .any(|f| *f == Fate::RolledBack)
    );
    assert_eq!(failed.status, Status::Failed);
    for part in ["half_two", "no grants here", "nothing was changed"] {
        assert!(failed.message.contains(part), "{}", failed.message);
    }
    assert_eq!(
        before,
        desk.snapshot(&databases, &plan.role_name).await,
        "the created role is gone again"
    );
    let secrets = desk.bench.store.role_secrets();
    assert!(
        secrets
            .current("half", &plan.role_name)
            .await
            .unwrap()
            .is_none()
    );
    let record = desk.bench.store.sessions().get(&failed.sid).await.unwrap();
    let document = record.document.unwrap();
    assert!(
        document.contains("rolled back") && document.contains("not run"),
        "{document}"
    );
    // The plan was not used up: once the obstacle is gone, it applies.
    cluster.sql(
        "half_two",
        "DROP EVENT TRIGGER no_grant; DROP FUNCTION public.no_grant()",
    );
    let applied = desk.apply(&plan).await;
    assert_eq!(applied.status, Status::Success, "{}", applied.message);
}

#[tokio::test]
async fn what_an_earlier_wave_committed_is_not_called_rolled_back() {
    let cluster = cluster();
    create(cluster, &["wave_one", "wave_two"]);
    let mut desk = desk(cluster, "wave").await;
    let plan = desk.plan("ro", &["wave_one"], &["SELECT"]).await;
    let applied = desk.apply(&plan).await;
    assert_eq!(applied.status, Status::Success, "{}", applied.message);
    // To do now: an attribute in the maintenance database, and a grant in each database.
    let role = &plan.role_name;
    cluster.sql("postgres", &format!("ALTER ROLE {role} CREATEDB"));
    cluster.sql("wave_one", &format!("REVOKE SELECT ON t FROM {role}"));
    cluster.sql("wave_two", NO_GRANT);
    desk.bench.connections = 1;
    let plan = desk
        .plan("ro", &["wave_one", "wave_two"], &["SELECT"])
        .await;
    let failed = desk.apply(&plan).await;
    assert_eq!(failed.status, Status::Failed);
    assert!(
        failed.message.contains(
            "applied in the role itself, database \"wave_one\"; not in database \"wave_two\""
        ),
        "{}",
        failed.message
    );
    for step in failed.document.unwrap().steps {
        let second = step.database.is_some_and(|d| d.as_str() == "wave_two");
        let is_done = step.result.as_deref() == Some("ok");
        assert_eq!(is_done, !second, "{}: {:?}", step.sql, step.result);
    }
}

#[tokio::test]
async fn what_the_statements_did_not_achieve_is_not_committed() {
    let cluster = cluster();
    create(cluster, &["proof"]);
    // Undoes each GRANT within the same transaction, behind the statement's back.
    cluster.sql(
        "proof",
        "
        CREATE FUNCTION public.undo() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
            UPDATE pg_catalog.pg_class SET relacl = NULL WHERE relname = 't' AND relacl IS NOT NULL;
        END $$;
        CREATE EVENT TRIGGER undo ON ddl_command_end WHEN TAG IN ('GRANT')
            EXECUTE FUNCTION public.undo();",
    );
    let desk = desk(cluster, "proof").await;
    let plan = desk.plan("ro", &["proof"], &["SELECT"]).await;
    let before = desk.snapshot(&["proof"], &plan.role_name).await;
    let failed = desk.apply(&plan).await;
    assert_eq!(failed.status, Status::Failed);
    assert!(
        failed.message.contains("did not lead to the desired state"),
        "{}",
        failed.message
    );
    assert_eq!(before, desk.snapshot(&["proof"], &plan.role_name).await);
}

#[tokio::test]
async fn a_lost_race_is_tried_again() {
    let cluster = cluster();
    create(cluster, &["race"]);
    let desk = desk(cluster, "race").await;
    let plan = desk.plan("ro", &["race"], &["SELECT"]).await;
    // Holds a change of the same table's ACL open, and commits it while the apply waits for it:
    // the apply then gets `tuple concurrently updated`.
    let client = cluster.connect("race").await;
    client
        .batch_execute("BEGIN; GRANT SELECT ON public.t TO pg_monitor")
        .await
        .unwrap();
    let release = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(700)).await;
        client.batch_execute("COMMIT").await.unwrap();
    });
    let applied = desk.apply(&plan).await;
    release.await.unwrap();
    assert_eq!(applied.status, Status::Success, "{}", applied.message);
}

#[tokio::test]
async fn steps_are_named_in_order() {
    let cluster = cluster();
    create(cluster, &["steps"]);
    let desk = desk(cluster, "steps").await;
    let plan = desk.plan("ro", &["steps"], &["SELECT"]).await;
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    let listener: Listener = Arc::new(move |event| {
        if let Event::Began { step, .. } = event {
            sink.lock().unwrap().push(step);
        }
    });
    assert_eq!(
        desk.apply_with(&plan, &listener).await.status,
        Status::Success
    );
    assert_eq!(
        *seen.lock().unwrap(),
        [
            ApplyStep::CheckPlan,
            ApplyStep::CompareWithStore,
            ApplyStep::Lock,
            ApplyStep::Claim,
            ApplyStep::Verify,
            ApplyStep::PersistPassword,
            ApplyStep::CreateRole,
            ApplyStep::Begin,
            ApplyStep::Run,
            ApplyStep::Prove,
            ApplyStep::Commit,
            ApplyStep::ConfirmPassword,
            ApplyStep::ProveInSync,
            ApplyStep::LoginTest,
            ApplyStep::Record,
        ]
    );
}
