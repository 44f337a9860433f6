//! An apply that lost the role's lock and does not know it: what it writes is refused, and it reads
//! what the other found out, or finds out itself.

use store::{Outcome, Standing};
use tokio::runtime::Runtime;

use super::*;

/// What another process does at a step of an apply: it says that it has the lock.
type Deed = fn(&Runtime, &Store, &str, &str, &str);

/// Calls the deed once, when the apply comes to this step.
fn at(desk: &Desk, role: &str, when: ApplyStep, deed: Deed) -> Listener {
    let home = Home::at(desk.folder.path().join("home")).unwrap();
    let (resource, role) = (desk.resource.clone(), role.to_owned());
    let done = std::sync::Once::new();
    Arc::new(move |event| {
        let Event::Began { sid, step, .. } = event else {
            return;
        };
        if step != when {
            return;
        }
        let other = || {
            // One for all that is done with the store: its connections come back on it.
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            let store = runtime.block_on(Store::open_with(&home, None)).unwrap();
            deed(&runtime, &store, &resource, &role, &sid);
            runtime.block_on(store.close());
        };
        done.call_once(|| std::thread::scope(|scope| scope.spawn(other).join().unwrap()));
    })
}

fn says(runtime: &Runtime, store: &Store, resource: &str, role: &str, _: &str) {
    let held = runtime.block_on(store.hold(resource, role, "another"));
    held.unwrap();
}

fn says_and_settles(runtime: &Runtime, store: &Store, resource: &str, role: &str, sid: &str) {
    runtime.block_on(async {
        let hold = store.hold(resource, role, "another").await.unwrap();
        let outcome = Outcome {
            status: "success",
            message: "all of it is there",
            ..Outcome::default()
        };
        let standing = Standing::locked(&hold, sid);
        let done = store.sessions().finish(&standing, outcome).await;
        done.unwrap();
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_found_out_is_read() {
    let cluster = cluster();
    create(cluster, &["overtaken"]);
    let desk = desk(cluster, "overtaken").await;
    let plan = desk.plan("ro", &["overtaken"], &["SELECT"]).await;
    let listener = at(
        &desk,
        &plan.role_name,
        ApplyStep::LoginTest,
        says_and_settles,
    );
    let applied = desk.apply_with(&plan, &listener).await;
    assert_eq!(applied.status, Status::Success, "{}", applied.message);
    let ends = "another process found out: all of it is there";
    assert!(applied.message.ends_with(ends), "{}", applied.message);
    let record = desk.bench.store.sessions().get(&applied.sid).await.unwrap();
    assert_eq!(record.message, "all of it is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_found_out_it_finds_out_itself() {
    let cluster = cluster();
    create(cluster, &["unlocked"]);
    let desk = desk(cluster, "unlocked").await;
    for (label, step, status, message) in [
        (
            "a",
            ApplyStep::Verify,
            Status::Failed,
            "another has taken it",
        ),
        (
            "b",
            ApplyStep::CreateRole,
            Status::Failed,
            "nothing was changed",
        ),
        (
            "c",
            ApplyStep::Begin,
            Status::Success,
            "all of it is applied",
        ),
        (
            "d",
            ApplyStep::ConfirmPassword,
            Status::Success,
            "all of it is applied",
        ),
        (
            "e",
            ApplyStep::Record,
            Status::Success,
            "all of it is applied",
        ),
    ] {
        let plan = desk.plan(label, &["unlocked"], &["SELECT"]).await;
        let listener = at(&desk, &plan.role_name, step, says);
        let applied = desk.apply_with(&plan, &listener).await;
        assert_eq!(applied.status, status, "{step:?}: {}", applied.message);
        let said = &applied.message;
        assert!(said.contains(message), "{step:?}: {said}");
        // The record says the same, and the plan is used up, or free.
        let store = &desk.bench.store;
        let record = store.sessions().get(&applied.sid).await.unwrap();
        assert_eq!(record.message, *said, "{step:?}");
        let again = desk.apply(&plan).await;
        let expected = match status {
            Status::Failed => Status::Success,
            _ => Status::Skipped,
        };
        assert_eq!(again.status, expected, "{step:?}: {}", again.message);
        let verified = store.sessions().verify().await.unwrap();
        assert_eq!(verified.faults, [], "{step:?}");
        let current = store.role_secrets();
        let current = current.current(&desk.resource, &plan.role_name);
        let secret = current.await.unwrap().unwrap();
        assert_eq!(secret.state, store::SecretState::Confirmed, "{step:?}");
    }
}
