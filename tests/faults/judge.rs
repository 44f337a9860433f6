//! What must hold after every fault, and how a violation is called.

use crate::after::Shown;
use crate::case::{Case, Observed};
use crate::claims::untrue;
use crate::look::{DATABASES, Part, State, Where};
use crate::record::{false_exit, false_record};

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
    if let Some(code) = seen.ended.code.filter(|_| !seen.ended.hung) {
        for (class, what) in own_words(case, seen, code) {
            add(class, what);
        }
    }
    for what in found_out(seen) {
        add(Class::Untrue, format!("found out later: {what}"));
    }
    let after = &seen.after;
    let place = seen.after_is.place();
    if let Some(why) = &after.failed {
        add(Class::NotConverged, why.clone());
    } else if place != Where::Planned && !only_password(&place) {
        add(Class::NotConverged, format!("it is {place:?}"));
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
fn own_words(case: &Case, seen: &Observed, code: i32) -> Vec<(Class, String)> {
    let mut found = Vec::new();
    let mut add = |what: String| found.push((Class::Untrue, what));
    let (at, said) = (&seen.at_once_is, &seen.ended.said);
    let place = at.place();
    if let Some(what) = untrue(said, at) {
        add(format!("it {what}"));
    }
    if code == 0 && place != Where::Planned {
        add(format!("exit 0, and the cluster is {place:?}"));
    }
    let record = seen.mine.as_ref();
    if let Some(what) = false_exit(code, said, record) {
        add(what);
    }
    match record {
        Some(apply) if apply.is_running() && case.damage.is_the_stores() => {
            let told =
                place == Where::Before || said.contains("ommitted") || said.contains("applied");
            if !told {
                let what = "the store's trouble is told, and not what became of the cluster";
                add(what.to_owned());
            }
        }
        // Nothing could be looked at: it says so, and the next command has to find out.
        Some(apply)
            if apply.is_running() && said.contains("what is on the cluster is not known") => {}
        Some(apply) if apply.is_running() => add("ended, and on record as `running`".to_owned()),
        Some(apply) => {
            for what in false_record(apply, at) {
                add(format!("the record: {what}"));
            }
        }
        // It was refused before it began.
        None => {}
    }
    let told = format!("{said}{}", record.map_or("", |r| r.text.as_str()));
    found.extend(unnamed(&place, seen, &told));
    found
}

/// What the next command put on record about the apply that could not say how it ended.
fn found_out(seen: &Observed) -> Vec<String> {
    let Some((apply, _)) = &seen.after.settled else {
        return Vec::new();
    };
    if let Some(at) = &seen.settled_is {
        return false_record(apply, at);
    }
    // The rest was applied at once: it was found as it was left, but for a role that got nothing
    // and is dropped again.
    let mut at = seen.at_once_is.clone();
    let is_new = at.of("role").is_some() && at.of("password").is_some();
    let bare = is_new && !at.done().any(|part| DATABASES.contains(&part));
    if bare && apply.message.contains("nothing was changed") {
        at.0.insert("role", Part::Before);
        at.0.insert("password", Part::Before);
    }
    false_record(apply, &at)
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
