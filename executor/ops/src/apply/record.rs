//! The record of an apply.

use planner::SessionDocument;

use super::Ended;

/// The plan's document with the statements that were run and what came of each.
pub(super) fn record(document: &SessionDocument, sid: &str, ended: &Ended) -> SessionDocument {
    let mut record = document.clone();
    sid.clone_into(&mut record.sid);
    record.steps.clone_from(&ended.steps);
    let mut output = String::new();
    for (index, step) in record.steps.iter_mut().enumerate() {
        let result = ended.results.0.get(&index);
        let result = result.map_or("not run", String::as_str);
        step.result = Some(result.to_owned());
        let database = step.database.as_ref();
        let place = database.map_or_else(String::new, |d| format!("{d}: "));
        output.push_str(&format!("{place}{} -- {result}\n", step.sql));
    }
    output.push_str(&format!("{}: {}\n", ended.status.as_str(), ended.message));
    record.command_output = output;
    record
}
