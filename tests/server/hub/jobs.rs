//! Jobs outlive the browser that asked for them, the connection that watched, and the hub itself.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Client, Hub, states};
use crate::postgres::Cluster;

const RESOURCES: usize = 4;
const ROLES: usize = 6;

/// A hub with resources that are one cluster, and one that nobody answers for.
fn prepared(cluster: &Cluster) -> (Hub, Client) {
    cluster.sql("postgres", "CREATE DATABASE app");
    cluster.sql("app", "CREATE TABLE t (x int)");
    let hub = Hub::start();
    let admin = hub.admin();
    let names: Vec<_> = (0..RESOURCES).map(|number| format!("r{number}")).collect();
    let place = |name: &str| json!({ "name": name, "host": cluster.host, "port": cluster.port });
    let resources: Vec<_> = names.iter().map(|name| place(name)).collect();
    let body = json!({ "resources": resources, "allow_near": true });
    admin.post("/api/v1/resources", &body).expect(200);
    let down = json!([{ "name": "down", "host": "127.0.0.1", "port": 1 }]);
    let body = json!({ "resources": down, "allow_near": true });
    admin.post("/api/v1/resources", &body).expect(200);
    let account = |name: &String| json!({ "resource": name, "user": cluster.user, "password": cluster.password });
    let accounts: Vec<_> = names.iter().map(account).collect();
    let set = admin
        .post("/api/v1/accounts", &json!({ "accounts": accounts }))
        .expect(200)
        .body;
    let set = set["outcomes"].as_array().unwrap();
    assert!(set.iter().all(|one| one["status"] == "stored"), "{set:#?}");
    (hub, admin)
}

fn items() -> Vec<Value> {
    let item = |resource: &str, label: &str| {
        json!({
            "resource_name": resource, "type": "managed", "role": label,
            "scopes": ["app"], "privileges": ["SELECT"],
        })
    };
    let mut items = Vec::new();
    for resource in 0..RESOURCES {
        for role in 0..ROLES {
            items.push(item(&format!("r{resource}"), &format!("l{role}")));
        }
    }
    items.push(item("down", "ro"));
    items
}

fn planned(client: &Client) -> Vec<Value> {
    let job = client
        .post("/api/v1/plans", &json!({ "items": items() }))
        .expect(202);
    let planned = client.finished(&job);
    assert_eq!(states(&planned)[RESOURCES * ROLES], "failed");
    let why = planned[RESOURCES * ROLES]["message"].as_str().unwrap();
    assert!(why.contains("down"), "{why}");
    let sound = &planned[..RESOURCES * ROLES];
    assert!(
        states(sound).iter().all(|state| *state == "out-of-sync"),
        "{planned:#?}"
    );
    sound
        .iter()
        .map(|item| json!({ "sid": item["sid"] }))
        .collect()
}

#[test]
fn a_hub_that_is_killed_in_the_middle_goes_on_and_nothing_is_done_twice() {
    let cluster = Cluster::start_private(&[]);
    let (mut hub, admin) = prepared(&cluster);
    let plans = planned(&admin);
    let job = admin
        .post("/api/v1/applies", &json!({ "plans": plans }))
        .expect(202);
    let id = job.body["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/jobs/{id}");
    let many = |state: &str, job: &Value| job["states"][state].as_u64().unwrap_or(0);
    let end = Instant::now() + Duration::from_secs(60);
    while many("success", &admin.get(&path).expect(200).body) < 3 {
        assert!(Instant::now() < end, "{}", hub.desk.read("hub.log"));
        std::thread::sleep(Duration::from_millis(20));
    }
    hub.kill_and_start_again();
    // The login is in the store, too.
    let mut again = hub.client();
    (again.cookie, again.csrf) = (admin.cookie.clone(), admin.csrf.clone());
    let applied = again.finished_of(&id);
    // What was under way was found out about: done, or taken back; then it is done when it is asked for.
    let failed: Vec<_> = applied
        .iter()
        .filter(|item| item["state"] != "success")
        .collect();
    let undone = |item: &&Value| {
        let why = item["message"].as_str().unwrap_or_default();
        item["state"] == "failed" && why.contains("nothing was changed")
    };
    assert!(failed.iter().all(undone), "{failed:#?}");
    let retry = again
        .post(&format!("{path}/retry"), &json!({}))
        .expect(200)
        .body;
    assert_eq!(retry["items"], failed.len());
    let applied = again.finished_of(&id);
    let odd: Vec<_> = applied
        .iter()
        .filter(|item| item["state"] != "success")
        .collect();
    assert!(odd.is_empty(), "{odd:#?}");
    // Of each plan one apply succeeded, whatever was tried.
    let path = "/api/v1/sessions?kind=apply&status=success&limit=1000";
    let sessions = again.get(path).expect(200).body;
    let mut of_plan = BTreeMap::<String, usize>::new();
    for session in sessions["sessions"].as_array().unwrap() {
        *of_plan
            .entry(session["plan_sid"].as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    assert_eq!(of_plan.len(), RESOURCES * ROLES);
    assert!(of_plan.values().all(|many| *many == 1), "{of_plan:#?}");
    let made = "SELECT count(*)::text FROM pg_roles WHERE rolname LIKE 'hoopdev%'";
    assert_eq!(cluster.sql("postgres", made)[0][0].as_deref(), Some("24"));
    let replanned = again
        .post("/api/v1/plans", &json!({ "items": items() }))
        .expect(202);
    let replanned = again.finished(&replanned);
    assert!(
        states(&replanned)[..24]
            .iter()
            .all(|state| *state == "in-sync")
    );
    assert_eq!(hub.stop(), 0);
    hub.desk.run(&["sessions", "verify"]).expect(0);
}

#[test]
fn a_cancelled_job_ends_and_what_is_left_can_be_done_again() {
    let cluster = Cluster::start_private(&[]);
    let (hub, admin) = prepared(&cluster);
    let plans = planned(&admin);
    let job = admin
        .post("/api/v1/applies", &json!({ "plans": plans }))
        .expect(202);
    let id = job.body["id"].as_str().unwrap().to_owned();
    let cancelled = admin
        .post(&format!("/api/v1/jobs/{id}/cancel"), &json!({}))
        .expect(200);
    assert_eq!(cancelled.body["cancelled_by"], "admin");
    let items = admin.finished_of(&id);
    let left = states(&items)
        .iter()
        .filter(|state| **state != "success")
        .count();
    assert!(left > 0, "{items:#?}");
    let again = admin
        .post(&format!("/api/v1/jobs/{id}/retry"), &json!({}))
        .expect(200);
    assert_eq!(again.body["items"], left);
    let items = admin.finished_of(&id);
    assert!(
        states(&items).iter().all(|state| *state == "success"),
        "{items:#?}"
    );
    drop(hub);
}

#[test]
fn whoever_comes_back_hears_what_was_missed() {
    let cluster = Cluster::start_private(&[]);
    let (hub, admin) = prepared(&cluster);
    let job = admin
        .post("/api/v1/plans", &json!({ "items": items() }))
        .expect(202);
    let id = job.body["id"].as_str().unwrap().to_owned();
    admin.finished_of(&id);
    let listen = |after: u64| {
        let address = hub.base.strip_prefix("http://").unwrap();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let request = format!(
            "GET /api/v1/events?job={id} HTTP/1.1\r\nhost: {address}\r\ncookie: {}\r\nlast-event-id: {after}\r\n\r\n",
            admin.cookie.as_deref().unwrap()
        );
        std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let mut events = Vec::new();
        let mut number = 0;
        for line in BufReader::new(stream).lines() {
            let line = line.unwrap();
            if let Some(id) = line.strip_prefix("id: ") {
                number = id.parse::<u64>().unwrap();
            }
            if let Some(data) = line.strip_prefix("data: ") {
                let event: Value = serde_json::from_str(data).unwrap();
                let over = event["event"] == "finished";
                events.push((number, event));
                if over {
                    break;
                }
            }
        }
        events
    };
    let all = listen(0);
    assert_eq!(all[0].1["event"], "added");
    let ended = all
        .iter()
        .filter(|(_, event)| event["event"] == "item")
        .count();
    assert_eq!(ended, RESOURCES * ROLES + 1);
    let missed = listen(all[3].0);
    assert_eq!(missed[..], all[4..]);
}
