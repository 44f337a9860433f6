//! Why a role can or cannot do something, object by object.

use serde::Serialize;

use super::parse::object_path;
use super::{Access, Judge, Outcome, Spot, Subject, describe, spots};
use crate::access::RoleGraph;
use crate::catalog::Catalog;
use crate::ground::names::RoleName;
use crate::ground::privilege::{Privilege, Privileges};
use crate::ground::quote::display;

/// The most answers that are listed.
const MOST: usize = 200;

/// May a role do something with the objects of a pattern?
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// A role's name.
    pub role: String,
    /// `SELECT`
    pub privilege: String,
    /// `db`, `db.schema` or `db.schema.relation`; `*` for every schema or relation.
    pub object: String,
}

/// One object's answer.
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Answer")
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ObjectAnswer {
    /// `db.schema.relation`
    pub object: String,
    /// How far it reaches.
    pub access: Access,
    /// Through what, or what is missing.
    pub why: String,
}

/// The answers, in byte order of the objects.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Answers {
    /// The first 200.
    pub answers: Vec<ObjectAnswer>,
    /// How many there are beyond those listed.
    pub more: usize,
}

/// Answers a question by effective access, as [`super::check`] decides it.
///
/// # Errors
/// The sentence that says why it cannot be answered.
pub fn explain(question: &Question, catalog: &Catalog) -> Result<Answers, String> {
    let role = RoleName::from(question.role.as_str());
    if !catalog.roles.contains_key(&role) {
        return Err(format!("role `{role}` does not exist on this cluster"));
    }
    let privilege: Privilege = question.privilege.parse()?;
    let object = object_path(question.object.trim())?;
    let accepted = object.accepted(&catalog.server);
    if !accepted.contains(privilege) {
        return Err(format!(
            "privilege {privilege} does not apply to {}, which takes {accepted}",
            object.words()
        ));
    }
    let outcome = Outcome {
        subject: Subject {
            resource: None,
            name: display(&question.role),
        },
        privileges: Privileges::only(privilege),
        object,
    };
    let graph = RoleGraph::new(catalog);
    let (database, spots) = spots(&outcome, catalog)?;
    let judge = Judge::new(catalog, &graph, database)?;
    let answer = |(spot, _): &(Spot<'_>, Privileges)| {
        let answer = judge.answer(&role, privilege, spot);
        ObjectAnswer {
            object: describe(&outcome, spot),
            access: answer.access,
            why: answer.why,
        }
    };
    Ok(Answers {
        answers: spots.iter().take(MOST).map(answer).collect(),
        more: spots.len().saturating_sub(MOST),
    })
}
