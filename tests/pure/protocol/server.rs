//! The server's part, and what goes wrong.

use super::state::{
    At, Backend, DATABASES, Effect, Kind, LOCK, MAINTENANCE, RESUME, Session, State,
};
use super::step::Steps;

/// What the server does without being asked: it executes what has arrived, and notices in its own
/// time that a client is gone.
pub fn own_doing(steps: &mut Steps<'_>, actor: usize) {
    let from = steps.from;
    let me = from.actors[actor];
    for database in 0..DATABASES {
        match me.backends[database] {
            Backend::Executing(effect) => {
                let mut state = from;
                let done = execute(&mut state, actor, database, effect);
                let what = format!("server: {effect:?} for {actor} in {database}");
                steps.add(what, done.map(|()| state));
            }
            Backend::Open | Backend::Done if !me.alive[database] => {
                let mut state = from;
                state.actors[actor].backends[database] = Backend::Idle;
                steps.add(
                    format!("server: {actor} is gone from {database}"),
                    Ok(state),
                );
            }
            _ => {}
        }
    }
    if from.lock == Some(actor) && !me.alive[LOCK] {
        let mut state = from;
        state.lock = None;
        steps.add(format!("server: the lock of {actor} is free"), Ok(state));
    }
}

/// An effect counts from here on. It must not, where another has the lock and has looked.
fn execute(state: &mut State, actor: usize, database: usize, effect: Effect) -> Result<(), String> {
    if let Some(other) = state.lock.filter(|other| *other != actor)
        && !matches!(
            state.actors[other].at,
            At::Lock | At::Hold | At::Fence | At::Check | At::Ended | At::Dead
        )
    {
        return Err(format!(
            "two past the lock: {effect:?} of {actor}, and {other} holds it"
        ));
    }
    let of = match effect {
        Effect::Create { of } | Effect::Drop { of } | Effect::Commit { of } => of,
    };
    if state.sessions[of] != Session::Running {
        return Err(format!("{effect:?} after apply {of} is on record as over"));
    }
    state.actors[actor].backends[database] = match state.actors[actor].alive[database] {
        true => Backend::Done,
        false => Backend::Idle,
    };
    match effect {
        Effect::Create { .. } => {
            state.role = true;
            state.in_force = Some(of + 1);
        }
        Effect::Drop { .. } => {
            state.role = false;
            state.in_force = None;
        }
        Effect::Commit { .. } => {
            state.ran[of][database] += 1;
            if state.ran[of][database] > 1 {
                return Err(format!("apply {of} ran twice in {database}"));
            }
            state.as_planned[database] = true;
            if database == MAINTENANCE && state.kind == Kind::Rotation {
                state.in_force = Some(of + 1);
            }
        }
    }
    Ok(())
}

/// Ends the sessions of others on the server, and waits for what they were executing: either way
/// is possible for each.
pub fn fence(steps: &mut Steps<'_>, actor: usize) {
    let from = steps.from;
    let mut ends = vec![Ok(from)];
    if steps.model.rules.fences {
        for other in 0..from.actors.len() {
            for database in 0..DATABASES {
                if other != actor || from.actors[actor].failed {
                    ends = ends
                        .into_iter()
                        .flat_map(|s| end(s, other, database))
                        .collect();
                }
            }
        }
    }
    for end in ends {
        let end = end.map(|mut state: State| {
            reconnect(&mut state, actor);
            state.actors[actor].at = At::Check;
            state
        });
        steps.add(format!("{actor}: Fence"), end);
    }
}

/// What it does once it may look: resolve itself, resolve another, or its own plan.
pub fn first_look(state: &State, actor: usize) -> At {
    let next = match state.actors[actor].failed && actor != RESUME {
        // Unless another has settled it by now.
        true if state.sessions[actor] != Session::Running => return At::Ended,
        true => Some(actor),
        false => state.unfinished(Some(actor)),
    };
    match next {
        Some(of) => At::Judge(of),
        None if actor != RESUME => At::Verify,
        None => At::Ended,
    }
}

/// The session ends; what it was executing is done or not.
fn end(state: Result<State, String>, actor: usize, database: usize) -> Vec<Result<State, String>> {
    let Ok(state) = state else {
        return vec![state];
    };
    let mut gone = state;
    let backend = state.actors[actor].backends[database];
    gone.actors[actor].backends[database] = Backend::Idle;
    gone.actors[actor].alive[database] = false;
    let mut ends = vec![Ok(gone)];
    if let Backend::Executing(effect) = backend {
        let mut done = state;
        done.actors[actor].alive[database] = false;
        ends.push(execute(&mut done, actor, database, effect).map(|()| done));
    }
    ends
}

/// The process is gone or at its end: what it had open the server notices later.
pub fn close(state: &mut State, actor: usize) {
    state.actors[actor].alive = [false; DATABASES + 1];
}

/// Fresh connections, with nothing open; what was executing for the old ones goes on.
fn reconnect(state: &mut State, actor: usize) {
    let me = &mut state.actors[actor];
    for database in 0..DATABASES {
        if me.backends[database] == Backend::Idle {
            me.alive[database] = true;
        }
    }
}

/// One fault less to come: the process dies, a connection is cut, or its session is ended.
pub fn faults(steps: &mut Steps<'_>, actor: usize) {
    let mut from = steps.from;
    from.faults -= 1;
    let at = from.actors[actor].at;
    if matches!(at, At::NotBegun | At::Ended | At::Dead) {
        return;
    }
    let mut dead = from;
    close(&mut dead, actor);
    // The next command is begun again; an applier is not.
    dead.actors[actor].at = match actor {
        RESUME => At::Lock,
        _ => At::Dead,
    };
    dead.actors[actor].failed |= actor == RESUME;
    steps.add(format!("fault: {actor} is killed at {at:?}"), Ok(dead));
    for connection in 0..=LOCK {
        if !from.actors[actor].alive[connection] {
            continue;
        }
        let mut cut = from;
        cut.actors[actor].alive[connection] = false;
        steps.add(
            format!("fault: {actor} is cut off from {connection}"),
            Ok(cut),
        );
        let what = format!("fault: the session of {actor} in {connection} is ended");
        if connection == LOCK {
            if from.lock == Some(actor) {
                let mut ended = cut;
                ended.lock = None;
                steps.add(what, Ok(ended));
            }
        } else if from.actors[actor].backends[connection] != Backend::Idle {
            for ended in end(Ok(from), actor, connection) {
                steps.add(what.clone(), ended);
            }
        }
    }
}
