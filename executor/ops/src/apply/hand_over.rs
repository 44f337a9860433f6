//! The new password goes to the command that is to have it; where that fails it stays in the store.

use cluster::connect::ConnectionParams;

use super::journal::Word;
use super::password::NewPassword;
use super::run::Run;
use crate::hand_over::Owner;
use crate::{ApplyStep, OpsError};

impl Run<'_> {
    /// Hands it over, where there is a new one, it is in force, and a command is set.
    pub(super) async fn hand_over(&self, params: &ConnectionParams, new: Option<&NewPassword>) {
        let Some(new) = new else {
            return;
        };
        let handed_over = Box::pin(self.try_hand_over(params, new)).await;
        match handed_over {
            Ok(None) => {}
            Ok(Some(to)) => {
                self.notes().password_handed_over = Some(true);
                self.remark(&format!("; the new password was handed over to `{to}`"));
            }
            Err(error) => {
                self.notes().password_handed_over = Some(false);
                self.remark(&match error {
                    OpsError::NotForgotten { .. } => format!("; but the new password stays in the store: {error}"),
                    error => format!(
                        "; but the new password stays in the store, it could not be handed over: {error}"
                    ),
                });
            }
        }
    }

    async fn try_hand_over(
        &self,
        params: &ConnectionParams,
        NewPassword { of, password, .. }: &NewPassword,
    ) -> Result<Option<String>, OpsError> {
        let document = &self.request.document;
        let owner = Owner::of((&self.request.resource, of), &self.sid, document);
        let Some((argv, _)) = self.bench.to_hand_over(&owner).await? else {
            return Ok(None);
        };
        self.enter(ApplyStep::HandOver);
        self.journal(Word::HandOver, argv.shown_program()).await?;
        let given = self
            .bench
            .give_away(params, &owner, &argv, (password, None));
        given.await?;
        Ok(Some(argv.shown()))
    }
}
