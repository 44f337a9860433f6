//! One bad input, and what has to come of it.

use crate::desk::{Desk, Output, run};

/// What every password of a case has in it: no output may show it.
pub const SECRET: &str = "hunter2";

/// What may be different in the store afterwards.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stores {
    /// Nothing at all.
    Nothing,
    /// A record of each attempt that failed or was refused.
    Record,
}

/// One bad input.
pub struct Case {
    pub name: &'static str,
    args: Vec<String>,
    files: Vec<(&'static str, Vec<u8>)>,
    stdin: String,
    env: Vec<(&'static str, String)>,
    prepare: fn(&Desk),
    pub code: i32,
    place: Vec<String>,
    remedy: Vec<String>,
    /// Stdout has a table of items, each with its message; else it is empty.
    rows: bool,
    pub stores: Stores,
}

impl Case {
    /// A command line, split at blanks.
    pub fn new(name: &'static str, command: &str) -> Self {
        let args: Vec<_> = command.split_whitespace().collect();
        Self::with_args(name, &args)
    }

    pub fn with_args(name: &'static str, args: &[&str]) -> Self {
        Self {
            name,
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
            files: Vec::new(),
            stdin: String::new(),
            env: Vec::new(),
            prepare: |_| {},
            code: 1,
            place: Vec::new(),
            remedy: Vec::new(),
            rows: false,
            stores: Stores::Nothing,
        }
    }

    pub fn file(mut self, name: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.push((name, bytes.into()));
        self
    }

    pub fn stdin(mut self, text: &str) -> Self {
        self.stdin = text.to_owned();
        self
    }

    pub fn env(mut self, name: &'static str, value: &str) -> Self {
        self.env.push((name, value.to_owned()));
        self
    }

    pub fn prepare(mut self, prepare: fn(&Desk)) -> Self {
        self.prepare = prepare;
        self
    }

    pub fn exits(mut self, code: i32) -> Self {
        self.code = code;
        self
    }

    /// Words that say where: the file, line, column, item, option or object.
    pub fn place(mut self, words: &[&str]) -> Self {
        self.place
            .extend(words.iter().map(|word| (*word).to_owned()));
        self
    }

    /// Words that say what to do, or what would be right.
    pub fn remedy(mut self, words: &[&str]) -> Self {
        self.remedy
            .extend(words.iter().map(|word| (*word).to_owned()));
        self
    }

    /// One row for each item on stdout.
    pub fn rows(mut self) -> Self {
        self.rows = true;
        self
    }

    /// The attempt is recorded as a session.
    pub fn recorded(mut self) -> Self {
        self.stores = Stores::Record;
        self
    }

    /// Runs it at a desk, with more arguments.
    pub fn run(&self, desk: &Desk, more: &[&str]) -> Output {
        for (name, bytes) in &self.files {
            std::fs::write(desk.path(name), bytes).unwrap();
        }
        (self.prepare)(desk);
        let args: Vec<_> = self
            .args
            .iter()
            .map(String::as_str)
            .chain(more.iter().copied())
            .collect();
        let mut command = desk.command(&args);
        command
            .env("RUST_BACKTRACE", "1")
            .env("HOME", desk.path(""));
        command.envs(self.env.iter().map(|(name, value)| (*name, value)));
        run(command, &self.stdin)
    }

    /// What is wrong with an output for people.
    pub fn faults(&self, output: &Output) -> Vec<String> {
        let mut faults = self.faults_of_any(output, &output.all());
        match self.rows {
            false if !output.stdout.is_empty() => faults.push("stdout is not empty".to_owned()),
            true if !output.stdout.contains("STATUS") => {
                faults.push("stdout has no rows".to_owned())
            }
            _ => {}
        }
        faults
    }

    /// What is wrong with an output for programs: one JSON document with the same words.
    pub fn json_faults(&self, output: &Output) -> Vec<String> {
        let Ok(document) = serde_json::from_str::<serde_json::Value>(&output.stdout) else {
            return vec!["stdout is not one JSON document".to_owned()];
        };
        let mut words = String::new();
        collect(&document, &mut words);
        let mut faults = self.faults_of_any(output, &words);
        let format = document["format"].as_str().unwrap_or_default();
        if !format.starts_with("rolewright/") {
            faults.push(format!("its format is `{format}`"));
        }
        if format == "rolewright/error/1" && document["exit_code"] != self.code {
            faults.push("its exit_code is another".to_owned());
        }
        if output.stderr.contains("error:") {
            faults.push("the error is on stderr too".to_owned());
        }
        faults
    }

    fn faults_of_any(&self, output: &Output, words: &str) -> Vec<String> {
        let mut faults = Vec::new();
        if output.code != self.code {
            faults.push(format!("exit code {}, not {}", output.code, self.code));
        }
        for (what, wanted) in [("place", &self.place), ("remedy", &self.remedy)] {
            assert!(
                !wanted.is_empty(),
                "{}: the case names no {what}",
                self.name
            );
            for word in wanted.iter().filter(|word| !words.contains(word.as_str())) {
                faults.push(format!("the {what} lacks `{word}`"));
            }
        }
        let all = output.all();
        for trace in [
            "panicked",
            "stack backtrace",
            "RUST_BACKTRACE",
            "internal error",
            SECRET,
        ] {
            if all.contains(trace) {
                faults.push(format!("it shows `{trace}`"));
            }
        }
        faults
    }
}

/// Every string of a JSON value, a line each.
fn collect(value: &serde_json::Value, into: &mut String) {
    match value {
        serde_json::Value::String(text) => into.push_str(&format!("{text}\n")),
        serde_json::Value::Array(list) => list.iter().for_each(|value| collect(value, into)),
        serde_json::Value::Object(map) => map.values().for_each(|value| collect(value, into)),
        // Line numbers are numbers here.
        serde_json::Value::Number(number) => into.push_str(&format!("{number}\n")),
        _ => {}
    }
}
