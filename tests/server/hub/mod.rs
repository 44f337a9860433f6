//! The hub, through the real binary and over HTTP.

mod access;
mod jobs;
mod login;
mod main_job;

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::desk::Desk;

/// A hub with a desk of its own.
pub struct Hub {
    pub desk: Desk,
    child: Child,
    pub base: String,
    /// What stands behind the `#` of the link that it printed.
    pub link: Option<String>,
    env: Vec<(&'static str, String)>,
}

/// Somebody with a browser; or a program with a token.
pub struct Client {
    agent: ureq::Agent,
    base: String,
    pub cookie: Option<String>,
    pub csrf: Option<String>,
    pub token: Option<String>,
}

/// What the hub answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub text: String,
    headers: Vec<(String, String)>,
}

pub const PASSWORD: &str = "a password of the tests";

impl Hub {
    pub fn start() -> Self {
        Self::start_with(Desk::new(), Vec::new())
    }

    pub fn start_with(desk: Desk, env: Vec<(&'static str, String)>) -> Self {
        let (child, base, link) = spawn(&desk, &env);
        Self {
            desk,
            child,
            base,
            link,
            env,
        }
    }

    /// Ends it as a power cut would, and starts it again.
    pub fn kill_and_start_again(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let (child, base, link) = spawn(&self.desk, &self.env);
        (self.child, self.base, self.link) = (child, base, link);
    }

    /// Asks it to end, and waits.
    pub fn stop(&mut self) -> i32 {
        let pid = i32::try_from(self.child.id()).unwrap();
        let mut kill = std::process::Command::new("kill");
        assert!(
            kill.args(["-TERM", &pid.to_string()])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap().code().unwrap_or(-1)
    }

    pub fn client(&self) -> Client {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        Client {
            agent: config.into(),
            base: self.base.clone(),
            cookie: None,
            csrf: None,
            token: None,
        }
    }

    /// The first admin, logged in.
    pub fn admin(&self) -> Client {
        let mut admin = self.client();
        let link = self.link.as_deref().unwrap();
        admin.redeem(link);
        admin
    }

    /// Somebody of this access, logged in.
    pub fn user(&self, admin: &Client, name: &str, access: &str) -> Client {
        let body = json!({ "name": name, "access": access });
        let made = admin.post("/api/v1/users", &body).expect(201);
        let mut user = self.client();
        user.redeem(made.body["link"].as_str().unwrap());
        user
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(desk: &Desk, env: &[(&'static str, String)]) -> (Child, String, Option<String>) {
    let mut command = desk.command(&["serve", "--json", "--listen", "127.0.0.1:0"]);
    let log = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(desk.path("hub.log"))
        .unwrap();
    command.envs(env.iter().map(|(name, value)| (*name, value)));
    command.stdout(Stdio::piped()).stderr(log);
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    let mut document = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let said: Value = loop {
        line.clear();
        let read = stdout.read_line(&mut line).unwrap();
        assert!(read > 0, "the hub ended: {}", desk.read("hub.log"));
        document.push_str(&line);
        if let Ok(said) = serde_json::from_str(&document) {
            break said;
        }
    };
    let base = said["address"].as_str().unwrap().to_owned();
    let link = said["admin_link"].as_str();
    let link = link.map(|link| link.split_once('#').unwrap().1.to_owned());
    (child, base, link)
}

impl Client {
    pub fn redeem(&mut self, link: &str) {
        let body = json!({ "link": link, "password": PASSWORD });
        let answer = self.post("/api/v1/links/redeem", &body).expect(200);
        self.logged_in(&answer);
    }

    pub fn log_in(&mut self, name: &str, password: &str) -> Answer {
        let body = json!({ "name": name, "password": password });
        let answer = self.post("/api/v1/login", &body);
        if answer.status == 200 {
            self.logged_in(&answer);
        }
        answer
    }

    fn logged_in(&mut self, answer: &Answer) {
        let cookie = answer.header("set-cookie").unwrap();
        self.cookie = Some(cookie.split(';').next().unwrap().to_owned());
        self.csrf = Some(answer.body["csrf_token"].as_str().unwrap().to_owned());
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, &[])
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, Some(body), &[])
    }

    pub fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let csrf_given = headers.iter().any(|(name, _)| *name == "x-csrf-token");
        if let Some(csrf) = self.csrf.as_ref().filter(|_| !csrf_given) {
            request = request.header("x-csrf-token", csrf);
        }
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        let request = request.header("content-type", "application/json");
        let mut answer = self.agent.run(request.body(body).unwrap()).unwrap();
        let headers = answer.headers().iter();
        let headers = headers
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        let text = answer.body_mut().read_to_string().unwrap();
        Answer {
            status: answer.status().as_u16(),
            body: serde_json::from_str(&text).unwrap_or_default(),
            text,
            headers,
        }
    }

    /// Waits for a job to end. Its items.
    #[track_caller]
    pub fn finished(&self, job: &Answer) -> Vec<Value> {
        let id = job.body["id"].as_str().unwrap();
        self.finished_of(id)
    }

    #[track_caller]
    pub fn finished_of(&self, id: &str) -> Vec<Value> {
        let end = Instant::now() + Duration::from_secs(120);
        loop {
            let job = self.get(&format!("/api/v1/jobs/{id}")).expect(200).body;
            if job["finished_at"].is_string() {
                break;
            }
            assert!(Instant::now() < end, "the job did not end: {job:#}");
            std::thread::sleep(Duration::from_millis(50));
        }
        let items = self.get(&format!("/api/v1/jobs/{id}/items?limit=1000"));
        items.expect(200).body["items"].as_array().unwrap().clone()
    }
}

impl Answer {
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(one, _)| one == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The code of the problem.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}

/// The states of items, in their order.
pub fn states(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .map(|item| item["state"].as_str().unwrap())
        .collect()
}
