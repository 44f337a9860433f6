//! What there is to know about a role's logins, that no plan acts on.

use crate::diff::{Context, Login, Use, logins as of};
use crate::ground::note::{Code, Note};
use crate::ground::quote::path_part;

pub(super) fn logins(context: &Context<'_>, notes: &mut Vec<Note>) {
    let (role, logins) = of(context);
    let two = context.config.has_two_logins();
    let any = logins.iter().any(|login| login.is != Use::Missing);
    if !two && !any {
        return;
    }
    let in_use = if two {
        logins.as_slice()
    } else {
        std::slice::from_ref(&role)
    };
    let from_before = if two {
        std::slice::from_ref(&role)
    } else {
        logins.as_slice()
    };
    let live: Vec<_> = in_use
        .iter()
        .filter(|login| login.is == Use::Live)
        .collect();
    if let [a, b] = live.as_slice() {
        notes.push(Note::new(
            Code::LoginsBoth,
            context.role().to_string(),
            format!("both of its logins, `{}` and `{}`, work without an end", a.name, b.name),
            "ALTER ROLE … NOLOGIN, or VALID UNTIL a moment, for the one whose password nobody needs; until then no new password can be planned",
        ));
    }
    let leaving = |login: &&Login<'_>| login.is == Use::Leaving;
    for login in in_use.iter().chain(from_before).filter(leaving) {
        // The only one that works is given no end by the plan.
        if !live.is_empty() {
            notes.push(Note::new(
                Code::LoginLeaving,
                login.name.to_string(),
                format!(
                    "its password works until {}",
                    login.until.unwrap_or_default()
                ),
                "after that a plan takes LOGIN and password away; ALTER ROLE … NOLOGIN does it now",
            ));
        }
    }
    for login in from_before
        .iter()
        .filter(|login| !two && login.is == Use::Off)
    {
        notes.push(Note::new(
            Code::LoginLeft,
            login.name.to_string(),
            "it is a login of before, when the role had two, and cannot log in",
            "DROP ROLE, once nothing of its own is left",
        ));
    }
    holdings(context, &logins, notes);
}

/// What a login holds of its own is nothing that the role was given.
fn holdings(context: &Context<'_>, logins: &[Login<'_>; 2], notes: &mut Vec<Note>) {
    for login in logins {
        let held = context.catalog.databases.iter().filter(|(_, database)| {
            let named = |acl: &crate::catalog::Acl| acl.of(&login.name).next().is_some();
            database.dependents.contains(&login.name) || database.acl.as_ref().is_some_and(named)
        });
        let held: Vec<_> = held.map(|(name, _)| path_part(name.as_str())).collect();
        if !held.is_empty() {
            notes.push(Note::new(
                Code::LoginHoldings,
                login.name.to_string(),
                format!("the login holds or owns something of its own in {}", held.join(", ")),
                "revoke it from the login, or give it to the role; a login has all that it needs from the role",
            ));
        }
    }
}
