//! Applies the jobs: several resources side by side, and some roles of each.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt, stream};

use super::choose::Job;
use super::report::{Applied, NOT_STARTED};
use crate::context::Context;
use crate::error::{CommandError, with_remedy};
use crate::interrupt::Interrupt;
use ops::{ApplyRequest, Listener, Status, Workbench};

/// Resources at a time, and roles of one.
const AT_ONCE: usize = 8;

/// What became of every job, in the order of the jobs.
pub async fn all(jobs: Vec<Job>, workbench: &Workbench, context: &Context<'_>) -> Vec<Applied> {
    let mut rows: Vec<(usize, Applied)> = Vec::new();
    let mut groups: BTreeMap<String, Vec<(usize, ApplyRequest)>> = BTreeMap::new();
    for (at, job) in jobs.into_iter().enumerate() {
        match job {
            Job::Settled(row) => rows.push((at, row)),
            Job::Todo(request) => {
                groups
                    .entry(request.resource.clone())
                    .or_default()
                    .push((at, *request));
            }
        }
    }
    // From here on a role is finished once it is begun.
    context.interrupt.only_ask();
    let spinner = context.ui.progress();
    let listener = spinner.listener();
    let work = groups
        .into_values()
        .map(|group| some_at_a_time(group, workbench, &listener, &context.interrupt));
    rows.extend(stream::iter(work).buffer_unordered(AT_ONCE).concat().await);
    rows.sort_by_key(|(at, _)| *at);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Begun in the order of the jobs; so many at a time as the budget of connections to one cluster has
/// room for. Those in the same databases take turns there by themselves.
async fn some_at_a_time(
    group: Vec<(usize, ApplyRequest)>,
    workbench: &Workbench,
    listener: &Listener,
    interrupt: &Interrupt,
) -> Vec<(usize, Applied)> {
    let widest = group.iter().map(|(_, request)| databases_of(request)).max();
    let at_once = workbench.connections / widest.unwrap_or(1).max(1);
    let work: Vec<_> = group
        .into_iter()
        .map(|(at, request)| async move {
            let row = Box::pin(one(request, workbench, listener, interrupt)).await;
            (at, row)
        })
        .collect();
    stream::iter(work)
        .buffer_unordered(at_once.clamp(1, AT_ONCE))
        .collect()
        .await
}

fn databases_of(request: &ApplyRequest) -> usize {
    let steps = &request.document.steps;
    let names: BTreeSet<_> = steps.iter().filter_map(|s| s.database.as_ref()).collect();
    names.len()
}

async fn one(
    request: ApplyRequest,
    workbench: &Workbench,
    listener: &Listener,
    interrupt: &Interrupt,
) -> Applied {
    let mut row = Applied {
        sid: request.document.sid.clone(),
        plan_sid: request.document.sid.clone(),
        resource: request.resource.clone(),
        role_name: request.document.config.role_name.as_str().to_owned(),
        status: NOT_STARTED,
        message: "interrupted before it was begun".to_owned(),
        password_stored: false,
        password_handed_over: None,
        edited: false,
    };
    if !interrupt.asked() {
        match workbench.apply(request, listener).await {
            Ok(entry) => {
                row = Applied {
                    sid: entry.sid,
                    plan_sid: entry.plan_sid,
                    resource: entry.resource,
                    role_name: entry.role_name,
                    status: entry.status.as_str(),
                    message: with_remedy(&entry.message, entry.cause.as_ref()),
                    password_stored: entry.password_stored,
                    password_handed_over: entry.password_handed_over,
                    edited: entry.cause.is_some_and(|cause| cause.is_of_the_plan()),
                }
            }
            Err(error) => {
                row.status = Status::Failed.as_str();
                row.message = CommandError::from(error).one_line();
            }
        }
    }
    let Applied {
        role_name,
        resource,
        status,
        message,
        ..
    } = &row;
    tracing::info!(role_name, resource, status, message, "apply");
    row
}
