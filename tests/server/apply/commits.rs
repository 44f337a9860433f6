//! A COMMIT that is refused or never answered, a BEGIN that fails: what the record says of each
//! statement afterwards.

use proxy::{Fault, Moment, Proxy, Request, Verdict};

use super::*;

/// Refuses to commit what was granted: the check is made at the end of the transaction.
const NO_COMMIT: &str = "
    CREATE TABLE public.seen (tag text);
    CREATE FUNCTION public.see() RETURNS event_trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO public.seen VALUES (tg_tag); END $$;
    CREATE FUNCTION public.no_commit() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no commit here'; END $$;
    CREATE CONSTRAINT TRIGGER no_commit AFTER INSERT ON public.seen
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.no_commit();
    CREATE EVENT TRIGGER see ON ddl_command_end WHEN TAG IN ('GRANT')
        EXECUTE FUNCTION public.see();";

/// What the record says became of the statements in a database, or of those outside (``).
async fn results(desk: &Desk, sid: &str, database: &str) -> Vec<String> {
    let record = desk.bench.store.sessions().get(sid).await.unwrap();
    let document = planner::SessionDocument::from_yaml(&record.document.unwrap()).unwrap();
    let steps = document.steps.into_iter();
    let here = steps.filter(|step| {
        let name = step.database.as_ref().map_or("", |name| name.as_str());
        name == database
    });
    let mut results: Vec<_> = here.map(|step| step.result.unwrap_or_default()).collect();
    assert!(!results.is_empty(), "nothing to do in `{database}`");
    results.dedup();
    results
}

#[tokio::test]
async fn what_a_refused_commit_took_back_is_not_called_ok() {
    let cluster = cluster();
    let databases = ["refused_one", "refused_two", "refused_three"];
    create(cluster, &databases);
    cluster.sql("refused_two", NO_COMMIT);
    let desk = desk(cluster, "refused").await;
    let plan = desk.plan("ro", &databases, &["SELECT"]).await;
    let applied = desk.apply(&plan).await;
    assert_eq!(applied.status, Status::Failed, "{}", applied.message);
    for part in [
        "database \"refused_two\" refused: ",
        "no commit here",
        "applied in database \"refused_one\", database \"refused_three\"; not in database \"refused_two\"",
    ] {
        assert!(applied.message.contains(part), "{}", applied.message);
    }
    for (database, result) in [
        ("refused_one", "ok"),
        ("refused_two", "rolled back"),
        ("refused_three", "ok"),
        ("", "ok"),
    ] {
        let results = results(&desk, &applied.sid, database).await;
        assert_eq!(results, [result], "in `{database}`");
    }
}

/// It has a runtime of its own, and none can begin inside another.
pub(super) async fn proxy_to(cluster: &'static Cluster) -> Proxy {
    let begun = tokio::task::spawn_blocking(|| Proxy::to(&cluster.host, cluster.port));
    begun.await.unwrap().unwrap()
}

/// A desk that reaches the cluster through a proxy.
pub(super) async fn desk_behind(cluster: &Cluster, proxy: &Proxy, resource: &str) -> Desk {
    let desk = desk(cluster, resource).await;
    let (host, port) = ("127.0.0.1".to_owned(), proxy.port);
    let entry = NewResource {
        name: resource.to_owned(),
        kind: "PostgreSQL".to_owned(),
        host: host.clone(),
        port,
    };
    let store = &desk.bench.store;
    store.inventory().upsert_many(&[entry]).await.unwrap();
    let account = Account {
        user: cluster.user.to_owned(),
        password: Secret::new(cluster.password.clone()).into(),
        tested: TestedAt { host, port },
    };
    store.credentials().set(resource, &account).await.unwrap();
    desk
}

/// Cuts the connection at a COMMIT in this database.
fn at_commit(proxy: &Proxy, database: &str, moment: Moment) {
    proxy.arm(Fault {
        at: Request {
            database: database.to_owned(),
            text: "COMMIT".to_owned(),
            nth: 0,
        },
        moment,
        act: Box::new(|_| Verdict::Cut),
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_unanswered_commit_did_is_found_out_for_each_statement() {
    let cluster = cluster();
    let proxy = proxy_to(cluster).await;
    let mut desks = Vec::new();
    for (resource, moment) in [("lost", Moment::AnswerLost), ("unsent", Moment::Before)] {
        let (one, two) = (format!("{resource}_one"), format!("{resource}_two"));
        create(cluster, &[&one, &two]);
        let desk = desk_behind(cluster, &proxy, resource).await;
        let plan = desk.plan("ro", &[&one, &two], &["SELECT"]).await;
        at_commit(&proxy, &two, moment);
        let applied = desk.apply(&plan).await;
        assert!(proxy.struck());
        desks.push((desk, applied, one, two));
    }
    let (desk, applied, one, two) = &desks[0];
    assert_eq!(applied.status, Status::Success, "{}", applied.message);
    let whole = "all of it is applied, and in sync";
    assert!(applied.message.contains(whole), "{}", applied.message);
    for database in [one, two, ""] {
        assert_eq!(results(desk, &applied.sid, database).await, ["ok"]);
    }
    let (desk, applied, one, two) = &desks[1];
    assert_eq!(applied.status, Status::Failed, "{}", applied.message);
    for (database, result) in [(one.as_str(), "ok"), (two, "rolled back"), ("", "ok")] {
        assert_eq!(results(desk, &applied.sid, database).await, [result]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_was_taken_back_is_not_called_created() {
    let cluster = cluster();
    let proxy = proxy_to(cluster).await;
    create(cluster, &["taken_back", "undone"]);
    cluster.sql("taken_back", NO_GRANT);
    let refused = desk_behind(cluster, &proxy, "taken_back").await;
    let plan = refused.plan("ro", &["taken_back"], &["SELECT"]).await;
    let applied = refused.apply(&plan).await;
    // The same found out by looking.
    let undone = desk_behind(cluster, &proxy, "undone").await;
    let plan = undone.plan("ro", &["undone"], &["SELECT"]).await;
    at_commit(&proxy, "undone", Moment::Before);
    let looked = undone.apply(&plan).await;
    assert!(proxy.struck());
    for (desk, applied) in [(&refused, applied), (&undone, looked)] {
        assert_eq!(applied.status, Status::Failed, "{}", applied.message);
        let before = "nothing was changed";
        assert!(applied.message.contains(before), "{}", applied.message);
        assert_eq!(results(desk, &applied.sid, "").await, ["rolled back"]);
    }
}

/// What is sent in one flight with a BEGIN that fails runs without a transaction, each for itself.
#[tokio::test(flavor = "multi_thread")]
async fn what_ran_without_its_transaction_is_found_out() {
    let cluster = cluster();
    let proxy = proxy_to(cluster).await;
    let databases = ["unbegun_one", "unbegun_two"];
    create(cluster, &databases);
    let desk = desk_behind(cluster, &proxy, "unbegun").await;
    let plan = desk.plan("ro", &databases, &["SELECT"]).await;
    // Once for its text.
    let first = desk.apply(&plan).await;
    assert_eq!(first.status, Status::Success, "{}", first.message);
    let of_flight = |r: &&Request| r.database == "unbegun_two" && r.text.contains("READ WRITE");
    let begin = proxy.recorded().iter().find(of_flight).unwrap().clone();
    cluster.sql("unbegun_one", "CREATE TABLE public.more (id int)");
    cluster.sql("unbegun_two", "CREATE TABLE public.more (id int)");
    let plan = desk.plan("ro", &databases, &["SELECT"]).await;
    proxy.heal();
    proxy.arm(Fault {
        at: begin,
        moment: Moment::Before,
        act: Box::new(|_| Verdict::Refuse),
    });
    let applied = desk.apply(&plan).await;
    assert!(proxy.struck());
    assert_eq!(applied.status, Status::Failed, "{}", applied.message);
    let there = "applied in database \"unbegun_two\"; not in database \"unbegun_one\"";
    assert!(applied.message.contains(there), "{}", applied.message);
    assert_eq!(
        results(&desk, &applied.sid, "unbegun_one").await,
        ["rolled back"]
    );
    assert_eq!(results(&desk, &applied.sid, "unbegun_two").await, ["ok"]);
    let again = desk.plan("ro", &databases, &["SELECT"]).await;
    assert_eq!(desk.apply(&again).await.status, Status::Success);
}
