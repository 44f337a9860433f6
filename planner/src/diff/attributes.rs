//! The role itself: created where it is missing, else only the attributes that differ.

use super::{Context, Findings, memberships};
use crate::access::Authority;
use crate::catalog::Role;
use crate::desired::{Mode, RoleType};
use crate::ground::note::Code;
use crate::ground::ordered::sort;
use crate::step::{Attribute, Phase, Risk, Statement};

pub(super) fn diff(context: &Context<'_>, out: &mut Findings) {
    let config = context.config;
    let Some(current) = context.catalog.roles.get(context.role()) else {
        let statement = Statement::CreateRole {
            role: context.role().clone(),
            parent: config
                .source_role()
                .filter(|_| config.role_type() == RoleType::External)
                .cloned(),
            connection_limit: config.connection_limit(),
            valid_until: config.valid_until().map(str::to_owned),
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
    if !attributes.is_empty() || config.rotates_password() {
        may_alter(context, &attributes, out);
    }
    if attributes.is_empty() {
        return;
    }
    let words: Vec<_> = attributes.iter().map(describe).collect();
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
    let additive = config.mode() == Mode::Additive;
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
    if let Some(limit) = config.connection_limit()
        && current.connection_limit.unwrap_or(-1) != limit
    {
        attributes.push(Attribute::ConnectionLimit(limit));
    }
    if let Some(until) = config.valid_until() {
        // Never set and `infinity` are the same promise.
        let now = current.valid_until.as_deref().unwrap_or("infinity");
        if now != until {
            attributes.push(Attribute::ValidUntil(until.to_owned()));
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
            Code::AdminCannotCreate,
            context.role().to_string(),
            format!("the admin account `{admin}` is neither a superuser nor has CREATEROLE, so it cannot create the role"),
            "give it CREATEROLE, or set another admin account",
        );
    }
}

/// PostgreSQL's own conditions for ALTER ROLE; a new password needs no more than CREATEROLE does.
fn may_alter(context: &Context<'_>, attributes: &[Attribute], out: &mut Findings) {
    let admin = context.admin();
    let Some(role) = context.catalog.roles.get(admin) else {
        return;
    };
    if role.superuser {
        return;
    }
    let by_admin_option = context.catalog.server.has_membership_options();
    let own = |has: bool, word: &str| {
        let why = if by_admin_option {
            format!("has no {word} itself")
        } else {
            "is not a superuser".to_owned()
        };
        (!(by_admin_option && has)).then_some(why)
    };
    let mut lacks: Vec<String> = attributes
        .iter()
        .filter_map(|a| match a {
            Attribute::Superuser(_) => Some("is not a superuser".to_owned()),
            Attribute::Replication(_) => own(role.replication, "REPLICATION"),
            Attribute::BypassRls(_) => own(role.bypassrls, "BYPASSRLS"),
            Attribute::CreateDb(_) if by_admin_option => own(role.createdb, "CREATEDB"),
            _ => None,
        })
        .collect();
    let replicates = |r: &Role| !by_admin_option && r.replication;
    let target = context.catalog.roles.get(context.role());
    if target.is_some_and(|r| r.superuser || replicates(r)) {
        lacks.push("is not a superuser".to_owned());
    }
    if !role.createrole {
        lacks.push("has no CREATEROLE".to_owned());
    }
    if by_admin_option && !memberships::has_admin(context, context.role()) {
        lacks.push("has no ADMIN OPTION on it".to_owned());
    }
    sort(&mut lacks);
    lacks.dedup();
    if lacks.is_empty() {
        return;
    }
    let what = if attributes.is_empty() {
        "the role's password"
    } else {
        "the role's attributes"
    };
    out.error(
        Code::AdminCannotAlter,
        context.role().to_string(),
        format!(
            "{what} must change, but the admin account `{admin}` {}",
            lacks.join(" and ")
        ),
        "give the admin account what it lacks, have a superuser make the change, or set another admin account",
    );
}
