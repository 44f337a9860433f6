//! The statements of one transaction, in one flight.

use std::time::{Duration, Instant};

use planner::quote::{display, ident};
use planner::sql::{PASSWORD_PLACEHOLDER, statement};

use super::error::{ApplyError, StatementError, whereabouts};
use super::execution::Numbered;
use super::flight::in_order;
use super::password::ScramVerifier;
use crate::connect::{Committed, Connection, Notice, QueryError};

/// A message to the server, for a step or of our own.
struct Message {
    turn: Turn,
    /// What is sent.
    sql: String,
    /// What is shown: the placeholder in place of a verifier.
    shown: Option<String>,
}

/// Where a message stands among the steps.
#[derive(Clone, Copy)]
enum Turn {
    Before,
    /// Which step it belongs to, by its place in the list.
    Step(usize),
    After,
}

impl Message {
    fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.sql)
    }

    /// How many steps ran where this is the first message that failed.
    fn done_before(&self, steps: usize) -> usize {
        match self.turn {
            Turn::Before => 0,
            Turn::Step(at) => at,
            Turn::After => steps,
        }
    }
}

/// What became of the steps of a flight, in order: those that ran, then perhaps one that failed.
#[derive(Default)]
pub(super) struct Landed {
    /// So many ran.
    pub done: usize,
    /// What stopped the others, where something did.
    pub error: Option<ApplyError>,
    /// A statement did nothing, and which one cannot be told: they have to be run one by one.
    pub unclear: bool,
    /// What the COMMIT among the statements of our own came to, where there was one.
    pub committed: Option<Committed>,
    /// How long each took that was answered, as far as the others of the flight let it be seen: from
    /// the answer before it, or from the sending, to its own.
    pub took: Vec<Duration>,
}

/// The time between answers.
struct Watch {
    last: Instant,
    took: Vec<Duration>,
}

impl Watch {
    fn start(steps: usize) -> Self {
        Self {
            last: Instant::now(),
            took: Vec::with_capacity(steps),
        }
    }

    /// The answer to a message was there at this moment: a step may have several.
    fn answered(&mut self, turn: Turn, at: Instant) {
        let took = at.saturating_duration_since(self.last);
        self.last = at;
        if let Turn::Step(step) = turn {
            self.took.resize(step + 1, Duration::ZERO);
            if let Some(sum) = self.took.last_mut() {
                *sum += took;
            }
        }
    }
}

impl Landed {
    pub(super) fn failed(done: usize, error: ApplyError) -> Self {
        Self {
            done,
            error: Some(error),
            ..Self::default()
        }
    }

    fn after(mut self, watch: Watch) -> Self {
        self.took = watch.took;
        self
    }
}

/// How statements go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// All at once.
    Flight,
    /// Each after the answer to the one before: what the server says then belongs to it alone.
    OneByOne,
}

fn messages(steps: &[Numbered<'_>], manner: Manner<'_>) -> Result<Vec<Message>, ApplyError> {
    let (before, after) = manner.around;
    let own = |sql: &&str, turn| Message {
        turn,
        sql: (*sql).to_owned(),
        shown: None,
    };
    let mut list: Vec<_> = before.iter().map(|sql| own(sql, Turn::Before)).collect();
    for (at, (_, step)) in steps.iter().enumerate() {
        let of_step = |sql: String, shown| Message {
            turn: Turn::Step(at),
            sql,
            shown,
        };
        if let Some(role) = &step.acting_as {
            let set = format!("SET LOCAL ROLE {}", ident(role.as_str()));
            list.push(of_step(set, None));
        }
        let shown = statement(&step.statement, PASSWORD_PLACEHOLDER);
        list.push(match manner.verifier {
            Some(verifier) if step.statement.password_of().is_some() => {
                of_step(statement(&step.statement, verifier.expose()), Some(shown))
            }
            // The placeholder would become a password that everybody knows.
            None if step.statement.password_of().is_some() => return Err(ApplyError::NoVerifier),
            _ => of_step(shown, None),
        });
        if step.acting_as.is_some() {
            list.push(of_step("RESET ROLE".to_owned(), None));
        }
    }
    list.extend(after.iter().map(|sql| own(sql, Turn::After)));
    Ok(list)
}

/// Where it stands behind the steps, in one flight with them.
pub(super) const COMMIT: &str = "COMMIT";

/// The server says REVOKE or GRANT and did nothing, or not all.
const DID_NOTHING: [&str; 2] = ["01006", "01007"];

/// What goes out with the steps, and how.
#[derive(Clone, Copy)]
pub(super) struct Manner<'a> {
    /// For the one statement that sends it.
    pub verifier: Option<&'a ScramVerifier>,
    /// Statements of our own before the steps, and after them.
    pub around: (&'a [&'a str], &'a [&'a str]),
    /// All at once, or not.
    pub pace: Pace,
}

/// Runs steps of one database, each as the role it has to be run as, between statements of our own.
pub(super) async fn run(
    connection: &Connection,
    steps: &[Numbered<'_>],
    manner: Manner<'_>,
) -> Landed {
    let messages = match messages(steps, manner) {
        Ok(messages) => messages,
        Err(error) => return Landed::failed(0, error),
    };
    connection.take_notices();
    match manner.pace {
        Pace::Flight => all_at_once(connection, steps, &messages).await,
        Pace::OneByOne => one_by_one(connection, steps, &messages).await,
    }
}

async fn all_at_once(
    connection: &Connection,
    steps: &[Numbered<'_>],
    messages: &[Message],
) -> Landed {
    let sent: Vec<_> = messages.iter().map(|m| send(connection, m)).collect();
    let mut watch = Watch::start(steps.len());
    let answers = in_order(sent).await;
    let mut committed = None;
    for (message, (answer, at)) in messages.iter().zip(answers) {
        watch.answered(message.turn, at);
        match judged(steps, message, answer) {
            Ok(answer) => committed = committed.or(answer),
            Err(error) => {
                return Landed::failed(message.done_before(steps.len()), error).after(watch);
            }
        }
    }
    let landed = Landed {
        done: steps.len(),
        unclear: did_nothing(connection).is_some(),
        committed,
        ..Landed::default()
    };
    landed.after(watch)
}

async fn one_by_one(
    connection: &Connection,
    steps: &[Numbered<'_>],
    messages: &[Message],
) -> Landed {
    let mut watch = Watch::start(steps.len());
    let mut committed = None;
    for message in messages {
        let answer = send(connection, message).await;
        watch.answered(message.turn, Instant::now());
        let answer = judged(steps, message, answer);
        let answer = answer.and_then(|came| match did_nothing(connection) {
            None => Ok(came),
            Some(notice) => Err(StatementError {
                database: place(steps),
                sql: message.shown().to_owned(),
                sqlstate: notice.sqlstate,
                message: display(&notice.message),
                transient: false,
                kept_by: Box::default(),
            }
            .into()),
        });
        match answer {
            Ok(answer) => committed = committed.or(answer),
            Err(error) => {
                return Landed::failed(message.done_before(steps.len()), error).after(watch);
            }
        }
    }
    let landed = Landed {
        done: steps.len(),
        committed,
        ..Landed::default()
    };
    landed.after(watch)
}

fn place(steps: &[Numbered<'_>]) -> String {
    whereabouts(steps.iter().find_map(|(_, step)| step.database.as_ref()))
}

/// Sends one message; a COMMIT has a patience of its own.
async fn send(connection: &Connection, message: &Message) -> Result<Option<Committed>, QueryError> {
    match message.sql.as_str() {
        COMMIT => connection.commit_in_flight().await.map(Some),
        sql => connection.batch(sql).await.map(|()| None),
    }
}

fn judged<T>(
    steps: &[Numbered<'_>],
    message: &Message,
    answer: Result<T, QueryError>,
) -> Result<T, ApplyError> {
    let shown = || message.shown().to_owned();
    answer.map_err(|error| StatementError::of(place(steps), shown(), &error).into())
}

fn did_nothing(connection: &Connection) -> Option<Notice> {
    let mut notices = connection.take_notices().into_iter();
    notices.find(|n| DID_NOTHING.contains(&n.sqlstate.as_str()))
}
