//! Stores that earlier versions wrote: `stores/0003.sql` is one of migration 3, with a role that was
//! applied and an apply that was killed. Nothing in it is lost, and what decides is sealed from then on.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use secret::Secret;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Executor};
use store::{How, PasswordFrom, RolePlace, Standing, StoreError, UseState};

use crate::desk::{Desk, tests_file};
use crate::homes::an_apply;
use crate::kept::with_store;

const APPLIED: &str = "4851b886-21f0-4ef6-b29d-56d127c90cbb";
const KILLED: &str = "6e35df4f-abae-4dbe-a452-171f9025028f";

/// Runs SQL on the file, as somebody with an editor would.
fn edit(desk: &Desk, sql: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let options = SqliteConnectOptions::new()
            .filename(desk.path("home/rolewright.db"))
            .create_if_missing(true);
        let mut file = SqliteConnection::connect_with(&options).await.unwrap();
        file.execute(sqlx::AssertSqlSafe(sql.to_owned()))
            .await
            .unwrap();
        file.close().await.unwrap();
    });
}

fn old_store() -> Desk {
    let desk = Desk::new();
    fs::create_dir(desk.home()).unwrap();
    fs::set_permissions(desk.home(), PermissionsExt::from_mode(0o700)).unwrap();
    let key = desk.path("home/key");
    fs::copy(tests_file("cli/stores/0003.key"), &key).unwrap();
    fs::set_permissions(&key, PermissionsExt::from_mode(0o600)).unwrap();
    edit(
        &desk,
        &fs::read_to_string(tests_file("cli/stores/0003.sql")).unwrap(),
    );
    desk
}

fn place(role: &str) -> RolePlace {
    RolePlace {
        resource: "analytics".to_owned(),
        system_identifier: "7712399387115267118".to_owned(),
        role: role.to_owned(),
    }
}

#[test]
fn a_store_of_before_is_read_whole_and_sealed_once() {
    let desk = old_store();
    desk.run(&["sessions", "verify"])
        .expect(0)
        .says("3 sealed sessions: as recorded");
    with_store(&desk, async |store| {
        let account = store.credentials().get("analytics").await.unwrap().unwrap();
        let stored = Secret::new("fixture-admin-password".to_owned());
        assert!(
            matches!(account.password, PasswordFrom::Stored(p) if p.expose() == stored.expose())
        );
        for role in [
            "hoopdev_analytics_ro_6075a443",
            "hoopdev_analytics_rw_2c764c3a",
        ] {
            let made = store.made_roles().get(&place(role)).await.unwrap();
            assert_eq!(made.unwrap().how, How::Created);
            let secrets = store.role_secrets();
            let secret = secrets.current("analytics", role).await.unwrap().unwrap();
            assert_eq!(secret.password().unwrap().expose().len(), 32);
        }
        store.sessions().insert(&an_apply("s1")).await.unwrap();
        let apply = Standing::unlocked("s1");
        for (plan, expected) in [(APPLIED, UseState::Applied), (KILLED, UseState::Applying)] {
            let used = store.plan_uses().get(plan).await.unwrap().unwrap();
            assert_eq!(used.state, expected);
            let again = store.plan_uses().claim(plan, "analytics", &apply).await;
            let error = again.unwrap_err();
            assert!(matches!(error, StoreError::PlanUsed { .. }), "{error}");
        }
    });
    // From now on an edit is found, whoever opens the store, and with a new key as well.
    edit(&desk, "UPDATE plan_uses SET state = 'released', mac = NULL");
    edit(
        &desk,
        "UPDATE made_roles SET role_name = 'boss' WHERE role_name LIKE '%_ro_%'",
    );
    for _ in 0..2 {
        desk.run(&["sessions", "verify"])
            .expect(1)
            .prints(&format!(
                "the use of plan {APPLIED}: not what this store wrote"
            ))
            .prints("a role is ours (analytics 7712399387115267118 boss)");
        desk.run(&["key", "rotate"]).expect(0);
    }
    with_store(&desk, async |store| {
        let apply = Standing::unlocked("s1");
        let again = store.plan_uses().claim(APPLIED, "analytics", &apply).await;
        let error = again.unwrap_err();
        assert!(matches!(error, StoreError::RowEdited { .. }), "{error}");
        let error = store.made_roles().get(&place("boss")).await.unwrap_err();
        assert!(error.to_string().contains("\"boss\""), "{error}");
        let place = place("hoopdev_analytics_rw_2c764c3a");
        let kept = store.made_roles().get(&place).await.unwrap();
        assert!(kept.is_some());
    });
}
