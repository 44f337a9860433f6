//! What must hold after every fault, and how a violation is called.

use crate::after::{Apply, Shown};
use crate::case::{Case, Observed};
use crate::claims::untrue;
use crate::look::{DATABASES, State, Where};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// No command shows the password that the server holds.
    Lost,
    /// A password is shown that is not the one in force.
    Mistaken,
    /// A message or the record says what is not so.
    Untrue,
    /// It did not end in time, or left the server waiting.
    Hanging,
    /// A role that can log in is there, and nothing says so.
    Left,
    /// Going on did not lead to what is desired.
    NotConverged,
}

pub const CLASSES: [(Class, &str); 6] = [
    (Class::Lost, "lost"),
    (Class::Mistaken, "mistaken"),
    (Class::Untrue, "untrue"),
    (Class::Hanging, "hanging"),
    (Class::Left, "left"),
    (Class::NotConverged, "not converged"),
];

#[derive(Clone, Debug)]
pub struct Violation {
    pub class: Class,
    pub what: String,
}

pub fn judge(case: &Case, seen: &Observed) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut add = |class, what: String| found.push(Violation { class, what });
    if seen.ended.hung {
        let ended = &seen.ended;
        add(
            Class::Hanging,
            format!("after {:?}, having said: {}", ended.took, ended.said),
        );
    }
    if !seen.alone {
        add(Class::Hanging, "sessions stayed on the server".to_owned());
    }
    if let Some((class, what)) = password(&seen.at_once.shown, &seen.at_once.state) {
        add(class, format!("at once: {what}"));
    }
    // Its own end, not the fault's or ours.
    let ended_itself = seen.ended.code.is_some() && !seen.ended.hung;
    if ended_itself {
        for (class, what) in own_words(case, seen) {
            add(class, what);
        }
    }
    let after = &seen.after;
    if let Some(why) = &after.failed {
        add(Class::NotConverged, why.clone());
    } else if seen.where_after != Where::Planned && !only_password(&seen.where_after) {
        add(Class::NotConverged, format!("it is {:?}", seen.where_after));
    }
    if let Some((class, what)) = password(&after.seen.shown, &after.seen.state) {
        add(class, format!("after the next command: {what}"));
    }
    let mut applies = after.seen.applies.iter();
    if applies.any(|apply| apply.status == "running") {
        add(Class::Untrue, "a session stays `running`".to_owned());
    }
    if let Some(why) = &after.unsound {
        add(Class::Untrue, format!("the record does not check: {why}"));
    }
    if !after.strangers.is_empty() {
        add(Class::Left, after.strangers.join(", "));
    }
    found
}

/// A rotation that was planned for nothing is desired no more: the next plan is of the state.
fn only_password(at: &Where) -> bool {
    *at == Where::Before || *at == Where::Between(vec!["password"])
}

/// What is shown is in force, or it is said that none is known.
fn password(shown: &Shown, state: &State) -> Option<(Class, String)> {
    let ours = state.login && state.password.is_some();
    let said = shown.said.lines().next().unwrap_or_default();
    match &shown.password {
        Some(_) if shown.logs_in => None,
        Some(_) if ours => Some((Class::Mistaken, format!("shown, and refused: {said}"))),
        // Where there is no role, a warning has to go with it.
        Some(_) if said.is_empty() || said.starts_with("recorded") => {
            Some((Class::Mistaken, "shown, and there is no role".to_owned()))
        }
        None if ours && !said.contains("known") => Some((Class::Lost, said.to_owned())),
        _ => None,
    }
}

/// What it said itself when it ended, and what it put on record.
fn own_words(case: &Case, seen: &Observed) -> Vec<(Class, String)> {
    let mut found = Vec::new();
    let at = &seen.where_at_once;
    let said = &seen.ended.said;
    if let Some(what) = untrue(said, at) {
        found.push((Class::Untrue, format!("it {what}")));
    }
    if seen.ended.code == Some(0) && *at != Where::Planned {
        found.push((Class::Untrue, format!("exit 0, and the cluster is {at:?}")));
    }
    let record = seen.at_once.applies.last();
    match record {
        Some(Apply { status, .. }) if status == "running" && case.damage.is_the_stores() => {
            let told =
                *at == Where::Before || said.contains("ommitted") || said.contains("applied");
            let what = "the store's trouble is told, and not what became of the cluster";
            found.extend((!told).then(|| (Class::Untrue, what.to_owned())));
        }
        // Nothing could be looked at: it says so, and the next command has to find out.
        Some(Apply { status, .. })
            if status == "running" && said.contains("what is on the cluster is not known") => {}
        Some(Apply { status, .. }) if status == "running" => {
            found.push((
                Class::Untrue,
                "ended, and on record as `running`".to_owned(),
            ));
        }
        Some(apply) => found.extend(on_record(apply, at)),
        // It was refused before it began.
        None => {}
    }
    let told = format!("{said}{}", record.map_or("", |r| r.text.as_str()));
    found.extend(unnamed(at, seen, &told));
    found
}

fn on_record(apply: &Apply, at: &Where) -> Vec<(Class, String)> {
    let mut found = Vec::new();
    if let Some(what) = untrue(&apply.message, at) {
        found.push((Class::Untrue, format!("the record {what}")));
    }
    if matches!(apply.status.as_str(), "success" | "skipped") && *at != Where::Planned {
        let what = format!("on record as {}, and the cluster is {at:?}", apply.status);
        found.push((Class::Untrue, what));
    }
    found
}

/// A state in between names what is where.
fn unnamed(at: &Where, seen: &Observed, told: &str) -> Option<(Class, String)> {
    let Where::Between(done) = at else {
        return None;
    };
    if done.contains(&"role") && seen.at_once.state.login && !told.contains("role") {
        return Some((Class::Left, "a role that nothing names".to_owned()));
    }
    let missing = |part: &&&str| DATABASES.contains(part) && !told.contains(**part);
    let missing = done.iter().find(missing)?;
    Some((
        Class::Untrue,
        format!("nothing says that {missing} is changed"),
    ))
}
