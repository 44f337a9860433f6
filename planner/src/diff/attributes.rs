//! The role itself: created where it is missing, else only the attributes that differ.

use super::{Context, Findings, memberships};
use crate::access::Authority;
use crate::catalog::Role;
use crate::desired::{Mode, RoleType};
use crate::ground::names::RoleName;
use crate::ground::note::Code;
use crate::ground::ordered::sort;
use crate::step::{Attribute, Phase, Statement};

pub(super) fn diff(context: &Context<'_>, out: &mut Findings) {
    let config = context.config;
    let Some(current) = context.catalog.roles.get(context.role()) else {
        let login = !config.has_two_logins();
        let external = config.role_type() == RoleType::External;
        let statement = Statement::CreateRole {
            role: context.role().clone(),
            login,
            parent: config.source_role().filter(|_| external).cloned(),
            connection_limit: config.connection_limit().filter(|_| login),
            valid_until: config.valid_until().map(str::to_owned),
        };
        let reason = match login {
            true => {
                "The role does not exist yet; it is created with the desired attributes and a password generated at apply."
            }
            false => {
                "The role does not exist yet; it is created to hold the privileges, and its two logins are members of it."
            }
        };
        out.step(
            Phase::Role,
            None,
            &Authority::Plain,
            statement,
            reason.to_owned(),
        );
        if let Some(parent) = config.source_role().filter(|_| external) {
            out.in_role(parent, context);
        }
        may_create(context, context.role(), out);
        return;
    };
    let mut attributes = differing(context, current);
    if !config.has_two_logins() {
        // Whether the role itself may log in beside its logins is theirs to say.
        if !current.login {
            attributes.push(Attribute::Login(true));
        }
        attributes.append(&mut limit(context, current));
        if let Some(until) = config.valid_until() {
            // Never set and `infinity` are the same promise.
            let now = current.valid_until.as_deref().unwrap_or("infinity");
            if now != until {
                attributes.push(Attribute::ValidUntil(until.to_owned()));
            }
        }
        if config.rotates_password() && attributes.is_empty() {
            may_alter(context, context.role(), &[], out);
        }
    }
    let of_role = (context.role(), "The role's attributes");
    alter(context, Phase::Attributes, of_role, attributes, out);
}

/// What a login should be like, beside being one.
pub(super) fn of_login(context: &Context<'_>, login: &RoleName, out: &mut Findings) {
    let Some(current) = context.catalog.roles.get(login) else {
        return;
    };
    let mut attributes = differing(context, current);
    attributes.append(&mut limit(context, current));
    let whose = format!("The attributes of login `{login}`");
    alter(context, Phase::Logins, (login, &whose), attributes, out);
}

fn alter(
    context: &Context<'_>,
    phase: Phase,
    (role, whose): (&RoleName, &str),
    mut attributes: Vec<Attribute>,
    out: &mut Findings,
) {
    if attributes.is_empty() {
        return;
    }
    sort(&mut attributes);
    may_alter(context, role, &attributes, out);
    let words: Vec<_> = attributes.iter().map(describe).collect();
    let words = words.join(", ");
    out.step(
        phase,
        None,
        &Authority::Plain,
        Statement::AlterRole {
            role: role.clone(),
            attributes,
        },
        format!("{whose} differ from the desired ones: {words}."),
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
    if !additive {
        let unwanted = [
            (current.replication, Attribute::Replication(false)),
            (current.superuser, Attribute::Superuser(false)),
        ];
        attributes.extend(unwanted.into_iter().filter(|(has, _)| *has).map(|(_, a)| a));
    }
    attributes
}

fn limit(context: &Context<'_>, current: &Role) -> Vec<Attribute> {
    let wanted = context.config.connection_limit();
    let differs = wanted.filter(|wanted| current.connection_limit.unwrap_or(-1) != *wanted);
    differs
        .map(Attribute::ConnectionLimit)
        .into_iter()
        .collect()
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
        Attribute::NoPassword => return "it should have no password".to_owned(),
    };
    if *on {
        format!("it lacks {word}")
    } else {
        format!("it has {word}")
    }
}

pub(super) fn may_create(context: &Context<'_>, made: &RoleName, out: &mut Findings) {
    let admin = context.admin();
    let may = context
        .catalog
        .roles
        .get(admin)
        .is_some_and(|r| r.superuser || r.createrole);
    if !may {
        out.error(
            Code::AdminCannotCreate,
            made.to_string(),
            format!("the admin account `{admin}` is neither a superuser nor has CREATEROLE, so it cannot create the role"),
            "give it CREATEROLE, or set another admin account",
        );
    }
}

/// PostgreSQL's own conditions for ALTER ROLE; a new password needs no more than CREATEROLE does.
pub(super) fn may_alter(
    context: &Context<'_>,
    altered: &RoleName,
    attributes: &[Attribute],
    out: &mut Findings,
) {
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
    let target = context.catalog.roles.get(altered);
    if target.is_some_and(|r| r.superuser || replicates(r)) {
        lacks.push("is not a superuser".to_owned());
    }
    if !role.createrole {
        lacks.push("has no CREATEROLE".to_owned());
    }
    if by_admin_option && !memberships::has_admin(context, altered) {
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
        altered.to_string(),
        format!(
            "{what} must change, but the admin account `{admin}` {}",
            lacks.join(" and ")
        ),
        "give the admin account what it lacks, have a superuser make the change, or set another admin account",
    );
}
