//! The role itself: created where it is missing, else only the attributes that differ.

use super::{Authority, Context, Findings};
use crate::catalog::Role;
use crate::desired::{Mode, RoleType};
use crate::plan::{Attribute, Phase, Risk, Statement};

pub(super) fn diff(context: &Context<'_>, out: &mut Findings) {
    let config = context.config;
    let Some(current) = context.catalog.roles.get(context.role()) else {
        let statement = Statement::CreateRole {
            role: context.role().clone(),
            parent: config
                .source_role
                .clone()
                .filter(|_| config.role_type == RoleType::External),
            connection_limit: config.connection_limit,
            valid_until: config.valid_until.clone(),
        };
        let reason = "The role does not exist yet; it is created with the desired attributes and a password generated at apply.";
        out.step(
            Phase::Role,
            None,
            &Authority::Plain,
            statement,
            reason.to_owned(),
        );
        may_create(context, out);
        return;
    };
    let attributes = differing(context, current);
    if attributes.is_empty() {
        return;
    }
    let words: Vec<_> = attributes.iter().map(describe).collect();
    may_alter(context, &attributes, out);
    out.step(
        Phase::Attributes,
        None,
        &Authority::Plain,
        Statement::AlterRole {
            role: context.role().clone(),
            attributes,
        },
        format!(
            "The role's attributes differ from the desired ones: {}.",
            words.join(", ")
        ),
    );
}

/// A non-superuser may not name some attributes even where nothing changes, so only differences are
/// sent.
fn differing(context: &Context<'_>, current: &Role) -> Vec<Attribute> {
    let config = context.config;
    let additive = config.mode == Mode::Additive;
    let mut attributes = Vec::new();
    if !additive {
        let unwanted = [
            (current.bypassrls, Attribute::BypassRls(false)),
            (current.createdb, Attribute::CreateDb(false)),
            (current.createrole, Attribute::CreateRole(false)),
        ];
        attributes.extend(unwanted.into_iter().filter(|(has, _)| *has).map(|(_, a)| a));
    }
    if !current.inherit {
        attributes.push(Attribute::Inherit(true));
    }
    if !current.login {
        attributes.push(Attribute::Login(true));
    }
    if !additive {
        let unwanted = [
            (current.replication, Attribute::Replication(false)),
            (current.superuser, Attribute::Superuser(false)),
        ];
        attributes.extend(unwanted.into_iter().filter(|(has, _)| *has).map(|(_, a)| a));
    }
    if let Some(limit) = config.connection_limit
        && current.connection_limit.unwrap_or(-1) != limit
    {
        attributes.push(Attribute::ConnectionLimit(limit));
    }
    if let Some(until) = &config.valid_until {
        // Never set and `infinity` are the same promise.
        let now = current.valid_until.as_deref().unwrap_or("infinity");
        if now != until {
            attributes.push(Attribute::ValidUntil(until.clone()));
        }
    }
    attributes
}

fn describe(attribute: &Attribute) -> String {
    let (word, on) = match attribute {
        Attribute::BypassRls(on) => ("BYPASSRLS", on),
        Attribute::CreateDb(on) => ("CREATEDB", on),
        Attribute::CreateRole(on) => ("CREATEROLE", on),
        Attribute::Inherit(on) => ("INHERIT", on),
        Attribute::Login(on) => ("LOGIN", on),
        Attribute::Replication(on) => ("REPLICATION", on),
        Attribute::Superuser(on) => ("SUPERUSER", on),
        Attribute::ConnectionLimit(n) => return format!("it should have CONNECTION LIMIT {n}"),
        Attribute::ValidUntil(t) => return format!("it should be VALID UNTIL {t}"),
    };
    if *on {
        format!("it lacks {word}")
    } else {
        format!("it has {word}")
    }
}

pub(super) fn risk(attributes: &[Attribute]) -> Risk {
    let takes = attributes.iter().any(|a| {
        matches!(
            a,
            Attribute::BypassRls(false)
                | Attribute::CreateDb(false)
                | Attribute::CreateRole(false)
                | Attribute::Inherit(false)
                | Attribute::Login(false)
                | Attribute::Replication(false)
                | Attribute::Superuser(false)
                | Attribute::ConnectionLimit(_)
                | Attribute::ValidUntil(_)
        )
    });
    if takes { Risk::Revokes } else { Risk::Grants }
}

fn may_create(context: &Context<'_>, out: &mut Findings) {
    let admin = context.admin();
    let may = context
        .catalog
        .roles
        .get(admin)
        .is_some_and(|r| r.superuser || r.createrole);
    if !may {
        out.error(
            "admin-cannot-create",
            context.role().to_string(),
            format!("the admin account `{admin}` is neither a superuser nor has CREATEROLE, so it cannot create the role"),
            "give it CREATEROLE, or set another admin account with `rolewright credentials set`",
        );
    }
}

fn may_alter(context: &Context<'_>, attributes: &[Attribute], out: &mut Findings) {
    let admin = context.admin();
    let superuser_only = attributes.iter().any(|a| {
        matches!(
            a,
            Attribute::Superuser(_) | Attribute::Replication(_) | Attribute::BypassRls(_)
        )
    });
    let role = context.catalog.roles.get(admin);
    let may = role.is_some_and(|r| r.superuser || (r.createrole && !superuser_only));
    if !may {
        let need = if superuser_only {
            "a superuser"
        } else {
            "a superuser and has no CREATEROLE"
        };
        out.error(
            "admin-cannot-alter",
            context.role().to_string(),
            format!("the role's attributes must change, but the admin account `{admin}` is not {need}"),
            "have a superuser change them, or set another admin account with `rolewright credentials set`",
        );
    }
}
