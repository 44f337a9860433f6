//! Crowds: applies at once, of one role and of many on the same schemas, while others grant, revoke,
//! make and drop tables there. None may fail, and none may hang. What became of them is printed:
//!
//! ```sh
//! cargo test -p rolewright --test server -- --ignored --nocapture crowds    # 50 and 60 s each
//! ```

use std::collections::BTreeMap;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::desk::{Desk, Output};
use crate::desks::as_role;
use crate::postgres::Cluster;

/// How many at once, and how long others disturb them.
#[derive(Clone, Copy)]
struct Size {
    many: usize,
    time: Duration,
}

/// For every run of the tests.
const QUICK: Size = Size {
    many: 8,
    time: Duration::from_secs(4),
};
/// What has to be shown.
const WHOLE: Size = Size {
    many: 50,
    time: Duration::from_secs(60),
};

/// No apply of these takes that long, however busy the machine is: it hangs.
const HANGS: Duration = Duration::from_secs(240);

const DATABASES: [&str; 3] = ["crowd_a", "crowd_b", "crowd_c"];
const TABLES: usize = 10;

/// A cluster of its own (others would find it full), and a desk.
struct Crowd {
    cluster: Cluster,
    desk: Desk,
    size: Size,
}

/// What became of applies: status, and how many; with the messages of those that are neither applied
/// nor skipped.
#[derive(Default)]
struct Outcomes {
    count: BTreeMap<String, usize>,
    odd: BTreeMap<String, usize>,
    slowest: Duration,
}

impl Outcomes {
    fn add(&mut self, output: &Output) {
        let json: serde_json::Value = serde_json::from_str(&output.stdout).unwrap_or_default();
        let results = json["results"].as_array().cloned().unwrap_or_default();
        if results.is_empty() {
            self.note("no answer", &output.stderr);
        }
        for result in results {
            let status = result["status"].as_str().unwrap_or("?");
            self.note(status, result["message"].as_str().unwrap_or("?"));
        }
    }

    fn note(&mut self, status: &str, message: &str) {
        *self.count.entry(status.to_owned()).or_default() += 1;
        if !["success", "skipped"].contains(&status) {
            *self.odd.entry(format!("{status}: {message}")).or_default() += 1;
        }
    }

    fn of(&self, status: &str) -> usize {
        self.count.get(status).copied().unwrap_or_default()
    }

    /// Prints a line, and makes sure that none of them failed or is without an end.
    #[track_caller]
    fn tell(&self, what: &str) {
        let counts: Vec<_> = self.count.iter().map(|(s, n)| format!("{n} {s}")).collect();
        let slowest = self.slowest.as_secs_f64();
        println!(
            "{what}: {}; the slowest took {slowest:.1} s",
            counts.join(", ")
        );
        for (message, times) in &self.odd {
            println!("  {times} × {message}");
        }
        for bad in ["failed", "no answer", "?"] {
            assert_eq!(self.of(bad), 0, "{what}: {:#?}", self.odd);
        }
    }
}

impl Crowd {
    fn gather(size: Size) -> Self {
        let cluster = Cluster::start_private(&[]);
        for database in DATABASES {
            cluster.sql("postgres", &format!("CREATE DATABASE {database}"));
            for n in 0..TABLES {
                cluster.sql(database, &format!("CREATE TABLE public.t{n} (id int)"));
            }
        }
        let desk = Desk::with_resources(&cluster, &["crowd"]);
        Self {
            cluster,
            desk,
            size,
        }
    }

    /// Starts a command; its product is JSON.
    fn start(&self, args: &[&str]) -> Child {
        let mut command = self.desk.command(args);
        command.arg("--json").arg("--quiet").stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    /// All these commands at once, each to its end.
    fn at_once(&self, commands: &[Vec<&str>]) -> Outcomes {
        let begin = Instant::now();
        let children: Vec<_> = commands.iter().map(|args| self.start(args)).collect();
        let mut outcomes = Outcomes::default();
        let readers: Vec<_> = children
            .into_iter()
            .map(|mut child| {
                std::thread::spawn(move || {
                    while child.try_wait().unwrap().is_none() {
                        if begin.elapsed() > HANGS {
                            child.kill().unwrap();
                            panic!("an apply hangs");
                        }
                        std::thread::sleep(Duration::from_millis(20));
                    }
                    let took = begin.elapsed();
                    (child.wait_with_output().unwrap(), took)
                })
            })
            .collect();
        for reader in readers {
            let (output, took) = reader.join().unwrap();
            outcomes.slowest = outcomes.slowest.max(took);
            outcomes.add(&Output {
                code: output.status.code().unwrap_or(-1),
                stdout: String::from_utf8(output.stdout).unwrap(),
                stderr: String::from_utf8(output.stderr).unwrap(),
            });
        }
        outcomes
    }

    /// Plans so many roles on the same schemas, into a file; answers with their sids.
    fn plan_roles(&self, label: &str, many: usize, file: &str) -> Vec<String> {
        let item = |n: usize| {
            format!(
                "- {{resource_name: crowd, type: managed, role: {label}_{n}, scopes: [{}], privileges: [SELECT, INSERT]}}\n",
                DATABASES.join(", ")
            )
        };
        let items: String = (0..many).map(item).collect();
        let plan = format!("{file}.plan");
        self.desk.write(&plan, format!("items:\n{items}"));
        let planned = self.desk.run(&["plan", "-f", &plan, "-o", file, "--json"]);
        let json: serde_json::Value = serde_json::from_str(&planned.expect(0).stdout).unwrap();
        let sid = |result: &serde_json::Value| result["sid"].as_str().unwrap().to_owned();
        let sids: Vec<_> = json["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(sid)
            .collect();
        assert_eq!(sids.len(), many);
        sids
    }

    fn apply_each(&self, sids: &[String]) -> Outcomes {
        let commands: Vec<_> = sids
            .iter()
            .map(|sid| vec!["apply", "crowd", "--sid", sid])
            .collect();
        self.at_once(&commands)
    }

    /// One role, planned by everybody and applied by everybody.
    fn one_role(&self) {
        let scopes = DATABASES.join(",");
        let files: Vec<_> = (0..self.size.many)
            .map(|n| format!("one{n}.yaml"))
            .collect();
        let plan = |file: &'_ str| -> Vec<String> {
            let args = ["plan", "crowd", "--role", "one", "--scopes", &scopes];
            let more = ["--privileges", "SELECT", "-o", file];
            args.iter().chain(&more).map(ToString::to_string).collect()
        };
        let plans: Vec<_> = files.iter().map(|file| plan(file)).collect();
        let plans: Vec<Vec<&str>> = plans
            .iter()
            .map(|args| args.iter().map(String::as_str).collect())
            .collect();
        let planned = self.at_once(&plans);
        assert_eq!(
            planned.of("out-of-sync"),
            self.size.many,
            "{:#?}",
            planned.odd
        );
        let applies: Vec<_> = files.iter().map(|file| vec!["apply", "-f", file]).collect();
        let applied = self.at_once(&applies);
        applied.tell(&format!("{} applies of one role", self.size.many));
        assert_eq!(applied.of("success"), 1);
        assert_eq!(applied.of("skipped"), self.size.many - 1);
        let role = self.cluster.sql(
            "postgres",
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'hoopdev_crowd_one%'",
        );
        let role = role[0][0].clone().unwrap();
        let password = self.desk.password(&role);
        let read = "SELECT count(*) FROM public.t0";
        as_role(&self.cluster, &role, &password, DATABASES[0], read).unwrap();
    }

    /// One plan, applied by everybody: the others wait for the first, and find it done.
    fn one_plan(&self) {
        let plan = ["plan", "crowd", "--role", "same", "--scopes", DATABASES[0]];
        let more = ["--privileges", "SELECT", "-o", "same.yaml"];
        self.desk.run(&[&plan[..], &more].concat()).expect(0);
        let applies = vec![vec!["apply", "-f", "same.yaml"]; self.size.many];
        let applied = self.at_once(&applies);
        applied.tell(&format!("{} applies of one plan", self.size.many));
        assert_eq!(applied.of("success"), 1, "{:#?}", applied.odd);
        assert_eq!(
            applied.of("skipped"),
            self.size.many - 1,
            "{:#?}",
            applied.odd
        );
        let again = self.desk.run(&["apply", "-f", "same.yaml"]).expect(0);
        again.prints("was applied");
    }

    fn many_roles(&self) {
        let many = self.size.many;
        let sids = self.plan_roles("each", many, "each.yaml");
        let applied = self.apply_each(&sids);
        applied.tell(&format!("{many} roles on the same schemas, a process each"));
        assert_eq!(applied.of("success"), many);
        self.plan_roles("all", many, "all.yaml");
        let applied = self.at_once(&[vec!["apply", "-f", "all.yaml"]]);
        applied.tell(&format!("{many} roles on the same schemas, one `apply -f`"));
        assert_eq!(applied.of("success"), many);
    }

    /// Roles come and go while others work on the same tables.
    fn disturbed(&self) {
        self.cluster.sql("postgres", "CREATE ROLE somebody");
        let over = AtomicBool::new(false);
        let [done, lost] = [AtomicU64::new(0), AtomicU64::new(0)];
        let (mut each, mut all) = (Outcomes::default(), Outcomes::default());
        let mut rounds = 0;
        std::thread::scope(|scope| {
            for database in DATABASES {
                for disturber in DISTURBERS {
                    let (over, done, lost) = (&over, &done, &lost);
                    scope.spawn(move || {
                        let client = self.cluster.config(database);
                        disturb(&client, disturber, over, (done, lost));
                    });
                }
            }
            let begin = Instant::now();
            // A part of them in each round, so that there are many rounds.
            let many = self.size.many.div_ceil(5);
            while begin.elapsed() < self.size.time {
                let sids = self.plan_roles(&format!("e{rounds}"), many, "each.yaml");
                each.and(self.apply_each(&sids));
                self.plan_roles(&format!("a{rounds}"), many, "all.yaml");
                all.and(self.at_once(&[vec!["apply", "-f", "all.yaml"]]));
                rounds += 1;
            }
            over.store(true, Ordering::Relaxed);
        });
        println!(
            "{:.0} s, {rounds} rounds, beside {} statements of others ({} of them lost a race)",
            self.size.time.as_secs_f64(),
            done.load(Ordering::Relaxed),
            lost.load(Ordering::Relaxed)
        );
        each.tell("  a process each");
        all.tell("  one `apply -f`");
        assert!(each.of("success") + all.of("success") > 0);
    }
}

impl Outcomes {
    fn and(&mut self, other: Self) {
        for (status, n) in other.count {
            *self.count.entry(status).or_default() += n;
        }
        for (message, n) in other.odd {
            *self.odd.entry(message).or_default() += n;
        }
        self.slowest = self.slowest.max(other.slowest);
    }
}

/// What others do over and over, the number of the turn in place of `{n}`.
const DISTURBERS: [&str; 3] = [
    "GRANT UPDATE ON public.t{n} TO somebody; REVOKE UPDATE ON public.t{n} FROM somebody",
    "CREATE TABLE public.new{n} (id int); DROP TABLE public.new{n}",
    "GRANT DELETE ON ALL TABLES IN SCHEMA public TO somebody; REVOKE ALL ON ALL TABLES IN SCHEMA public FROM somebody",
];

/// Each statement in a transaction of its own, a moment apart.
fn disturb(
    config: &tokio_postgres::Config,
    disturber: &str,
    over: &AtomicBool,
    (done, lost): (&AtomicU64, &AtomicU64),
) {
    const PAUSE: Duration = Duration::from_millis(15);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let (client, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        for turn in 0.. {
            let sql = disturber.replace("{n}", &(turn % TABLES).to_string());
            for statement in sql.split("; ") {
                let failed = client.batch_execute(statement).await.is_err();
                done.fetch_add(1, Ordering::Relaxed);
                lost.fetch_add(failed.into(), Ordering::Relaxed);
                tokio::time::sleep(PAUSE).await;
            }
            if over.load(Ordering::Relaxed) {
                return;
            }
        }
    });
}

#[test]
fn applies_of_one_role_take_turns_and_all_but_one_are_skipped() {
    let crowd = Crowd::gather(QUICK);
    crowd.one_role();
    crowd.one_plan();
}

#[test]
fn roles_on_the_same_schemas_do_not_fail_each_other() {
    Crowd::gather(QUICK).many_roles();
}

#[test]
fn what_others_change_meanwhile_fails_no_apply() {
    Crowd::gather(QUICK).disturbed();
}

#[test]
#[ignore = "the whole crowd, some minutes: see the top of this file"]
fn crowds_of_one_role() {
    let crowd = Crowd::gather(WHOLE);
    crowd.one_role();
    crowd.one_plan();
}

#[test]
#[ignore = "the whole crowd, some minutes: see the top of this file"]
fn crowds_of_many_roles() {
    Crowd::gather(WHOLE).many_roles();
}

#[test]
#[ignore = "the whole crowd, some minutes: see the top of this file"]
fn crowds_beside_others() {
    Crowd::gather(WHOLE).disturbed();
}
