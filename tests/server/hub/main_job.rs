//! The reference document's job over the API: inventory, admin accounts, plans, applies, the record.

use serde_json::{Value, json};

use super::{Client, Hub, states};
use crate::desk::Desk;
use crate::desks::as_role;
use crate::postgres::Cluster;
use crate::reference::{GOLDEN, RO, create_reference_databases, reference};

fn cluster() -> Cluster {
    let cluster = Cluster::start_private(&[]);
    create_reference_databases(&cluster);
    if cluster.version < 14 {
        cluster.sql("postgres", "CREATE ROLE read_all_data_stand_in");
    }
    cluster
}

/// The items of the reference document's plan.yaml.
fn items(cluster: &Cluster) -> Value {
    let mut text = reference("plan.yaml");
    if cluster.version < 14 {
        text = text.replace("pg_read_all_data", "read_all_data_stand_in");
    }
    let file: Value = serde_yaml::from_str(&text).unwrap();
    file["items"].clone()
}

fn job_is_done(hub: &Hub, cluster: &Cluster) {
    let admin = hub.admin();
    let bo = hub.user(&admin, "bo", "operator");
    let Cluster { .. } = cluster;
    let (host, port) = (&cluster.host, cluster.port);
    let csv = format!(
        "name,type,host,port\nanalytics,PostgreSQL,{host},{port}\nmarketplace,PostgreSQL,{host},{port}\n,PostgreSQL,{host},{port}\nodd,MySQL,{host},1\n"
    );
    // The cluster is on the hub's own machine: an operator may not have it looked at, an admin says yes.
    let import =
        |allow: bool, dry: bool| json!({ "csv": csv, "allow_near": allow, "dry_run": dry });
    let refused = bo
        .post("/api/v1/resources/import", &import(false, true))
        .expect(200);
    let near = refused.body["rows"][0]["message"].as_str().unwrap();
    assert!(near.contains("admin"), "{near}");
    bo.post("/api/v1/resources/import", &import(true, true))
        .expect(403);
    let stored = admin
        .post("/api/v1/resources/import", &import(true, false))
        .expect(200);
    let rows = stored.body["rows"].as_array().unwrap();
    let became: Vec<_> = rows
        .iter()
        .map(|row| row["status"].as_str().unwrap())
        .collect();
    assert_eq!(became, ["new", "new", "invalid", "invalid"]);
    assert_eq!(stored.body["stored"], 2);
    let listed = bo.get("/api/v1/resources").expect(200).body;
    assert_eq!(listed["counts"]["manage"], 2);
    let manage = bo
        .get("/api/v1/resources?setup=manage&q=MARKET")
        .expect(200)
        .body;
    assert_eq!(manage["resources"][0]["name"], "marketplace");

    let account = |resource: &str, password: &str| {
        json!({
            "resource": resource, "user": cluster.user, "password": password,
        })
    };
    let (right, wrong) = (cluster.password.as_str(), "wrong");
    let accounts = [
        account("analytics", right),
        account("marketplace", wrong),
        account("x", right),
    ];
    let set = bo
        .post("/api/v1/accounts", &json!({ "accounts": accounts }))
        .expect(200)
        .body;
    let set = set["outcomes"].as_array().unwrap();
    let became: Vec<_> = set
        .iter()
        .map(|one| one["status"].as_str().unwrap())
        .collect();
    assert_eq!(became, ["stored", "failed", "failed"]);
    let one = json!({ "user": cluster.user, "password": right });
    bo.send(
        "PUT",
        "/api/v1/resources/marketplace/account",
        Some(&one),
        &[],
    )
    .expect(200);
    let seen = bo.get("/api/v1/resources/analytics").expect(200);
    assert_eq!(seen.body["account"]["user"], cluster.user);
    assert!(!seen.text.contains(right));

    let mut items = items(cluster);
    let odd = json!({ "resource_name": "analytics", "role": "x", "scopes": ["nowhere"], "privileges": ["SELECT"] });
    items.as_array_mut().unwrap().push(odd);
    items
        .as_array_mut()
        .unwrap()
        .push(json!({ "role": "y", "colour": "red" }));
    let body = json!({ "items": items });
    let key = [("idempotency-key", "k1")];
    let job = bo
        .send("POST", "/api/v1/plans", Some(&body), &key)
        .expect(202);
    let same = bo
        .send("POST", "/api/v1/plans", Some(&body), &key)
        .expect(202);
    assert_eq!(job.body["id"], same.body["id"]);
    let planned = bo.finished(&job);
    let expected = [
        "out-of-sync",
        "out-of-sync",
        "out-of-sync",
        "failed",
        "failed",
    ];
    assert_eq!(states(&planned), expected, "{planned:#?}");
    assert_eq!(planned[0]["result"]["checksum"], GOLDEN);
    assert_eq!(planned[0]["result"]["role_name"], RO);
    let why = planned[3]["message"].as_str().unwrap();
    assert!(
        why.contains("nowhere") && !why.contains("rolewright "),
        "{why}"
    );
    let sid = |item: &Value| item["sid"].as_str().unwrap().to_owned();
    let session = bo
        .get(&format!("/api/v1/sessions/{}", sid(&planned[0])))
        .expect(200)
        .body;
    assert_eq!(
        (&session["proved"], &session["session"]["by"]),
        (&json!(true), &json!("bo"))
    );
    assert!(session["document"].as_str().unwrap().contains(GOLDEN));
    let document = bo
        .get(&format!("/api/v1/sessions/{}/document", sid(&planned[0])))
        .expect(200);
    assert_eq!(document.header("content-type"), Some("application/yaml"));

    let mut plans: Vec<_> = planned[..3]
        .iter()
        .map(|item| json!({ "sid": sid(item) }))
        .collect();
    plans.push(json!({ "sid": "00000000-0000-4000-8000-000000000000" }));
    // A stand-in carries nothing.
    let destructive = u8::from(cluster.version >= 14);
    if destructive > 0 {
        let unconfirmed = bo.post("/api/v1/applies", &json!({ "plans": plans }));
        assert_eq!(unconfirmed.expect(409).code(), "unconfirmed");
    }
    let confirmed = json!({ "plans": plans, "destructive": destructive });
    let applied = bo.finished(&bo.post("/api/v1/applies", &confirmed).expect(202));
    assert_eq!(
        states(&applied),
        ["success", "success", "success", "failed"],
        "{applied:#?}"
    );
    assert_eq!(applied[0]["result"]["password_stored"], true);
    password_is_shown(&bo, cluster, &sid(&applied[0]), &sid(&planned[0]));
    // Applied once is applied.
    let again = json!({ "plans": [plans[0]] });
    let again = bo.finished(&bo.post("/api/v1/applies", &again).expect(202));
    assert_eq!(states(&again), ["skipped"], "{again:#?}");
    let listed = bo.get("/api/v1/resources").expect(200).body;
    assert_eq!(listed["counts"]["configured"], 2);
    assert_eq!(listed["resources"][0]["setup"], "configured");
    let more = bo.post("/api/v1/plans", &body).expect(202);
    assert_eq!(states(&bo.finished(&more))[..3], ["in-sync"; 3]);
    let applies = bo
        .get("/api/v1/sessions?kind=apply&status=success&by=bo&limit=2")
        .expect(200)
        .body;
    assert_eq!(applies["sessions"].as_array().unwrap().len(), 2);
    let next = applies["next"].as_str().unwrap().replace(' ', "%20");
    let rest = format!("/api/v1/sessions?kind=apply&status=success&by=bo&limit=2&cursor={next}");
    assert_eq!(
        bo.get(&rest).expect(200).body["sessions"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let health = json!({ "resources": ["analytics", "nothing"] });
    let looked = bo.finished(&bo.post("/api/v1/health", &health).expect(202));
    assert_eq!(states(&looked), ["success", "failed"]);
}

/// It works, and whoever asked is on record; a plan has none.
fn password_is_shown(bo: &Client, cluster: &Cluster, apply: &str, plan: &str) {
    let of = |sid: &str| bo.post(&format!("/api/v1/sessions/{sid}/password"), &json!({}));
    let shown = of(apply).expect(200);
    assert_eq!(shown.header("cache-control"), Some("private, no-store"));
    assert_eq!(shown.body["role_name"], RO);
    assert_eq!(shown.body["not_compared"], Value::Null);
    let password = shown.body["password"].as_str().unwrap();
    let count = "SELECT count(*) FROM public.events";
    as_role(cluster, RO, password, "analytics", count).unwrap();
    let record = bo.get("/api/v1/sessions?kind=reveal").expect(200).body;
    let record = &record["sessions"][0];
    assert_eq!(
        (&record["sid"], &record["by"]),
        (&shown.body["sid"], &json!("bo"))
    );
    assert!(!record.to_string().contains(password));
    assert_eq!(of(plan).expect(400).code(), "bad-request");
}

#[test]
fn from_an_empty_hub_to_every_role_applied() {
    let cluster = cluster();
    let hub = Hub::start();
    job_is_done(&hub, &cluster);
    // The command line has the same store, and the password works.
    let password = hub.desk.password(RO);
    as_role(
        &cluster,
        RO,
        &password,
        "analytics",
        "SELECT count(*) FROM public.events",
    )
    .unwrap();
    let listed = hub.desk.run(&["sessions", "verify"]).expect(0);
    drop(listed);
}

#[test]
fn the_same_with_the_store_in_postgresql() {
    let cluster = cluster();
    cluster.sql("postgres", "CREATE DATABASE hub");
    let (user, host, port) = (cluster.user, &cluster.host, cluster.port);
    let password = &cluster.password;
    let url = format!("postgres://{user}:{password}@{host}:{port}/hub?sslmode=disable");
    let hub = Hub::start_with(Desk::new(), vec![("ROLEWRIGHT_STORE", url.clone())]);
    job_is_done(&hub, &cluster);
    assert!(!hub.desk.home().join("rolewright.db").exists());
    let mut verify = hub.desk.command(&["sessions", "verify"]);
    verify.env("ROLEWRIGHT_STORE", &url);
    crate::desk::run(verify, "").expect(0);
    // On a command line everybody of this machine could read the password.
    let refused = hub
        .desk
        .run(&["sessions", "list", "--store", &url])
        .expect(64);
    assert!(!refused.all().contains(password));
}

#[test]
fn four_eyes_see_a_plan_before_it_is_applied() {
    let cluster = cluster();
    let hub = Hub::start();
    let admin = hub.admin();
    let (bo, ana) = (
        hub.user(&admin, "bo", "approver"),
        hub.user(&admin, "ana", "approver"),
    );
    let resource = json!({ "name": "analytics", "host": cluster.host, "port": cluster.port });
    let body = json!({ "resources": [resource], "allow_near": true });
    admin.post("/api/v1/resources", &body).expect(200);
    let account = json!({ "user": cluster.user, "password": cluster.password });
    bo.send(
        "PUT",
        "/api/v1/resources/analytics/account",
        Some(&account),
        &[],
    )
    .expect(200);
    let all = json!({ "plans": "everything" });
    admin
        .send("PUT", "/api/v1/policies/approval", Some(&all), &[])
        .expect(200);
    let items = json!([{ "resource_name": "analytics", "type": "managed", "role": "ro",
        "scopes": ["analytics.public"], "privileges": ["SELECT"] }]);
    let plan = || {
        let job = bo
            .post("/api/v1/plans", &json!({ "items": items }))
            .expect(202);
        bo.finished(&job)[0]["sid"].as_str().unwrap().to_owned()
    };
    let apply = |sid: &str| {
        let body = json!({ "plans": [{ "sid": sid }] });
        let items = bo.finished(&bo.post("/api/v1/applies", &body).expect(202));
        let text = |key: &str| items[0][key].as_str().unwrap().to_owned();
        (text("state"), text("message"))
    };
    let say = |who: &Client, sid: &str, verdict: &str| {
        let path = format!("/api/v1/plans/{sid}/approvals");
        who.post(&path, &json!({ "verdict": verdict, "note": "read" }))
    };
    let first = plan();
    let (state, why) = apply(&first);
    assert!(
        state == "failed" && why.contains("somebody other than bo"),
        "{state}: {why}"
    );
    assert_eq!(
        say(&bo, &first, "approved").expect(403).code(),
        "not-allowed"
    );
    say(&ana, &first, "refused").expect(201);
    let (state, why) = apply(&first);
    assert!(
        state == "failed" && why.contains("ana refused"),
        "{state}: {why}"
    );
    say(&ana, &first, "approved").expect(201);
    let asked = bo
        .get(&format!("/api/v1/plans/{first}/approvals"))
        .expect(200)
        .body;
    assert_eq!(asked["needed"], false);
    // It is about that plan alone.
    let second = plan();
    let (state, _) = apply(&second);
    assert_eq!(state, "failed");
    let (state, why) = apply(&first);
    assert_eq!(state, "success", "{why}");
}
