//! Runs statements and keeps what came of each.

use std::time::Duration;

use planner::names::DatabaseName;
use planner::plan::Step;
use planner::quote::ident;
use planner::sql::{PASSWORD_PLACEHOLDER, statement};

use super::error::{ApplyError, StatementError, place};
use super::{Execution, Results, prove, wave::Wave};
use crate::connect::Session;

/// Tries of a wave that loses races, and the first pause; each later one is twice as long.
const TRIES: u32 = 6;
const PAUSE: Duration = Duration::from_millis(50);

pub(super) struct Runner<'a> {
    pub execution: &'a Execution<'a>,
    results: Results,
}

impl<'a> Runner<'a> {
    pub fn new(execution: &'a Execution<'a>) -> Self {
        Self {
            execution,
            results: Results::default(),
        }
    }

    pub fn into_results(self) -> Results {
        self.results
    }

    fn step(&self, index: usize) -> Option<&'a Step> {
        self.execution.plan.steps().get(index)
    }

    /// The indices of the steps that run in this database; `None` is the maintenance database,
    /// without the creation of the role.
    fn indices(&self, database: Option<&DatabaseName>) -> Vec<usize> {
        let steps = self.execution.plan.steps().iter().enumerate();
        let here = steps.filter(|(_, s)| {
            s.database.as_ref() == database && s.phase != planner::plan::Phase::Role
        });
        here.map(|(index, _)| index).collect()
    }

    /// Committed at once: transactions in other databases have to see the role.
    pub async fn create_role(&mut self, index: usize) -> Result<(), ApplyError> {
        let result = self.run_step(self.execution.maintenance, index).await;
        self.note(index, &result, "ok");
        result
    }

    fn note(&mut self, index: usize, result: &Result<(), ApplyError>, ok: &str) {
        let text = match result {
            Ok(()) => ok.to_owned(),
            Err(ApplyError::Statement(e)) => format!("failed: {} ({})", e.message, e.sqlstate),
            Err(e) => format!("failed: {e}"),
        };
        self.results.0.insert(index, text);
    }

    /// One wave: everything runs, is proved, and is committed; or is rolled back.
    pub async fn wave(
        &mut self,
        databases: &[DatabaseName],
        with_cluster: bool,
    ) -> Result<(), ApplyError> {
        let mut pause = PAUSE;
        for attempt in 1.. {
            let result = self.attempt(databases, with_cluster).await;
            match result {
                Err(error) if error.is_transient() && attempt < TRIES => {
                    tracing::info!(attempt, %error, "lost a race, trying the whole transaction again");
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                }
                done => return done,
            }
        }
        Ok(())
    }

    async fn attempt(
        &mut self,
        databases: &[DatabaseName],
        with_cluster: bool,
    ) -> Result<(), ApplyError> {
        let on_step = self.execution.on_step;
        on_step("open transactions");
        let wave = Wave::open(self.execution, databases).await?;
        let result = async {
            on_step("run statements");
            if with_cluster {
                self.run_all(self.execution.maintenance, &self.indices(None))
                    .await?;
            }
            for session in wave.sessions() {
                self.run_all(session, &self.indices(Some(session.database())))
                    .await?;
            }
            on_step("prove");
            prove::prove(self.execution, &wave, databases).await
        }
        .await;
        if let Err(error) = result {
            wave.roll_back().await;
            let mut indices = self.indices(None);
            indices.extend(databases.iter().flat_map(|d| self.indices(Some(d))));
            for index in indices {
                if let Some(text) = self.results.0.get_mut(&index).filter(|t| *t == "ok") {
                    "rolled back".clone_into(text);
                }
            }
            return Err(error);
        }
        on_step("commit");
        wave.commit().await
    }

    async fn run_all(&mut self, session: &Session, indices: &[usize]) -> Result<(), ApplyError> {
        for &index in indices {
            let result = self.run_step(session, index).await;
            self.note(index, &result, "ok");
            result?;
        }
        Ok(())
    }

    async fn run_step(&self, session: &Session, index: usize) -> Result<(), ApplyError> {
        let Some(step) = self.step(index) else {
            return Ok(());
        };
        let shown = statement(&step.statement, PASSWORD_PLACEHOLDER);
        let sql = match self.execution.verifier {
            Some(verifier) if step.statement.needs_password() => {
                statement(&step.statement, verifier.expose())
            }
            // The placeholder would become a password that everybody knows.
            None if step.statement.needs_password() => return Err(ApplyError::NoVerifier),
            _ => shown.clone(),
        };
        let failed = |e: &tokio_postgres::Error| {
            StatementError::new(place(step.database.as_ref()), shown.clone(), e)
        };
        let client = session.client();
        session.take_notices();
        if let Some(role) = &step.acting_as {
            let set = format!("SET LOCAL ROLE {}", ident(role.as_str()));
            client.batch_execute(&set).await.map_err(|e| failed(&e))?;
        }
        client.batch_execute(&sql).await.map_err(|e| failed(&e))?;
        if step.acting_as.is_some() {
            client
                .batch_execute("RESET ROLE")
                .await
                .map_err(|e| failed(&e))?;
        }
        // 01006, 01007: the server says REVOKE or GRANT and did nothing, or not all.
        let did_nothing = session
            .take_notices()
            .into_iter()
            .find(|n| n.sqlstate == "01006" || n.sqlstate == "01007");
        match did_nothing {
            None => Ok(()),
            Some(notice) => Err(StatementError {
                place: place(step.database.as_ref()),
                sql: shown,
                sqlstate: notice.sqlstate,
                message: planner::quote::display(&notice.message),
                transient: false,
            }
            .into()),
        }
    }
}
