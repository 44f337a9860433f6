//! The record of an apply, against what is on the cluster: its status, its message, what became of
//! each statement; and the exit code that went with it.

use serde_json::Value;

use crate::after::Apply;
use crate::claims::untrue;
use crate::look::{Part, Standing, Where};

/// What is untrue in the record of an apply that has ended.
pub fn false_record(apply: &Apply, at: &Standing) -> Vec<String> {
    let mut found: Vec<_> = untrue(&apply.message, at).into_iter().collect();
    found.extend(status(apply, at));
    found.extend(apply.steps.iter().filter_map(|step| step.untrue(at)));
    found
}

fn status(apply: &Apply, at: &Standing) -> Option<String> {
    let place = at.place();
    let fits = match apply.status.as_str() {
        "success" | "skipped" => place == Where::Planned,
        "failed" => place != Where::Planned,
        "stale" => place == Where::Before,
        _ => false,
    };
    let what = || format!("status `{}`, and the cluster is {place:?}", apply.status);
    (!fits).then(what)
}

/// What is wrong with an exit code. What the store could not be told makes a failure of a success.
pub fn false_exit(code: i32, said: &str, record: Option<&Apply>) -> Option<String> {
    let status = record.map_or("none", |apply| apply.status.as_str());
    let fits = match (code, status) {
        (0, "success" | "skipped") | (1, "failed") | (3, "stale") => true,
        (1, "success" | "skipped") => said.contains("; but "),
        // The store has no end of it, or nothing at all.
        (1, "running" | "none") => true,
        // Asked to break off before it was begun.
        (130, "none") => true,
        _ => false,
    };
    (!fits).then(|| format!("exit {code}, and on record as {status}"))
}

/// A statement on record.
#[derive(Clone, Debug)]
pub struct Step {
    pub database: Option<String>,
    pub phase: String,
    pub sql: String,
    /// `None` where the record does not say what became of it.
    pub result: Option<String>,
}

impl Step {
    /// Those of a session document.
    pub fn all_of(document: &Value) -> Vec<Self> {
        let of = |step: &Value, key: &str| step[key].as_str().map(str::to_owned);
        let steps = document["steps"].as_array();
        let read = |step: &Value| Self {
            database: of(step, "database"),
            phase: of(step, "phase").unwrap_or_default(),
            sql: of(step, "sql").unwrap_or_default(),
            result: of(step, "result"),
        };
        steps.into_iter().flatten().map(read).collect()
    }

    /// The part of the cluster that it changes.
    fn part(&self) -> &str {
        match (&self.database, self.phase.as_str()) {
            (Some(database), _) => database,
            (None, "password") => "password",
            (None, _) => "role",
        }
    }

    /// It ran for good, or it did not; `None` where the record leaves that open.
    fn claim(&self) -> Option<bool> {
        match self.result.as_deref()? {
            "ok" => Some(true),
            "rolled back" | "not run" => Some(false),
            result if result.starts_with("failed: ") => Some(false),
            _ => None,
        }
    }

    fn untrue(&self, at: &Standing) -> Option<String> {
        let (ran, how) = (self.claim()?, at.of(self.part())?);
        let fits = match (ran, self.phase.as_str()) {
            // The attributes of a role that was created come with later steps.
            (true, "role") => how != Part::Before,
            (false, "role") => how == Part::Before,
            (true, _) => how == Part::Planned,
            (false, _) => how != Part::Planned,
        };
        let result = self.result.as_deref().unwrap_or_default();
        let what = || format!("`{}` is \"{result}\", and it is {how:?}", self.sql);
        (!fits).then(what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(parts: &[(&'static str, Part)]) -> Standing {
        Standing(parts.iter().copied().collect())
    }

    fn apply(status: &str, steps: &[(&str, &str, &str)]) -> Apply {
        let step = |(database, phase, result): &(&str, &str, &str)| Step {
            database: (!database.is_empty()).then(|| (*database).to_owned()),
            phase: (*phase).to_owned(),
            sql: "GRANT".to_owned(),
            result: (!result.is_empty()).then(|| (*result).to_owned()),
        };
        Apply {
            sid: String::new(),
            status: status.to_owned(),
            text: String::new(),
            message: String::new(),
            steps: steps.iter().map(step).collect(),
        }
    }

    #[track_caller]
    fn fails(apply: &Apply, standing: &Standing, why: &str) {
        let found = false_record(apply, standing);
        assert!(found.len() == 1 && found[0].contains(why), "{found:?}");
    }

    #[test]
    fn a_status_fits_the_cluster() {
        let planned = at(&[("one", Part::Planned), ("two", Part::Planned)]);
        let half = at(&[("one", Part::Planned), ("two", Part::Before)]);
        fails(&apply("success", &[]), &half, "`success`");
        fails(&apply("failed", &[]), &planned, "`failed`");
        fails(&apply("stale", &[]), &half, "`stale`");
        fails(&apply("running", &[]), &half, "`running`");
        assert!(false_record(&apply("success", &[]), &planned).is_empty());
        assert!(false_record(&apply("failed", &[]), &half).is_empty());
    }

    #[test]
    fn the_fate_of_a_statement_fits_its_part() {
        let half = at(&[("one", Part::Planned), ("two", Part::Before)]);
        let with = |result| apply("failed", &[("one", "objects", result)]);
        assert!(false_record(&with("ok"), &half).is_empty());
        for result in ["rolled back", "not run", "failed: cut ()"] {
            fails(&with(result), &half, result);
        }
        let open = "ran; whether it was committed is not known";
        assert!(false_record(&with(open), &half).is_empty());
        assert!(false_record(&with(""), &half).is_empty());
        fails(
            &apply("failed", &[("two", "objects", "ok")]),
            &half,
            "\"ok\"",
        );
    }

    #[test]
    fn a_role_that_is_there_was_created() {
        let made = at(&[("role", Part::Neither), ("password", Part::Before)]);
        let created = |result| apply("failed", &[("", "role", result)]);
        assert!(false_record(&created("ok"), &made).is_empty());
        fails(&created("rolled back"), &made, "rolled back");
        fails(&created("failed: cut ()"), &made, "failed");
        let none = at(&[("role", Part::Before), ("one", Part::Planned)]);
        fails(&created("ok"), &none, "\"ok\"");
        fails(&apply("failed", &[("", "password", "ok")]), &made, "\"ok\"");
    }

    #[test]
    fn an_exit_code_fits_the_record() {
        let of = |code, said, status: &str| false_exit(code, said, Some(&apply(status, &[])));
        assert!(of(0, "", "success").is_none());
        assert!(of(1, "applied; but the disk is full", "success").is_none());
        assert!(of(1, "applied", "success").is_some());
        assert!(of(0, "", "failed").is_some());
        assert!(of(0, "", "running").is_some());
        assert!(of(101, "", "failed").is_some());
        assert!(of(1, "", "stale").is_some());
        assert!(false_exit(130, "", None).is_none());
    }
}
