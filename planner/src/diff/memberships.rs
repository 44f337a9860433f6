//! Memberships: none for a managed role, exactly the source role for an external one; those that a
//! cloud provider hands out to let people log in are left alone.

use std::collections::BTreeSet;

use super::{Context, Findings};
use crate::access::Authority;
use crate::catalog::Membership;
use crate::desired::RoleType;
use crate::ground::names::RoleName;
use crate::ground::note::Code;
use crate::step::{MembershipOptions, Phase, Statement};

/// Roles that a managed service grants and needs: revoking them breaks logins or is refused.
const PROVIDER_ROLES: [&str; 12] = [
    "alloydbiamserviceaccount",
    "alloydbiamuser",
    "azure_ad_user",
    "cloudsqlactivedirectoryuser",
    "cloudsqliamgroup",
    "cloudsqliamgroupserviceaccount",
    "cloudsqliamgroupuser",
    "cloudsqliamserviceaccount",
    "cloudsqliamuser",
    "rds_ad",
    "rds_iam",
    "rds_password",
];

/// True for a role whose memberships belong to the cloud provider.
pub fn is_provider_role(role: &RoleName) -> bool {
    PROVIDER_ROLES.contains(&role.as_str())
}

pub(super) fn diff(context: &Context<'_>, out: &mut Findings) {
    let wanted = source_role(context, out);
    if !context.exists() {
        if let Some(parent) = wanted {
            may_hand_out(context, parent, out);
        }
        return; // CREATE ROLE … IN ROLE brings it.
    }
    let current: Vec<&Membership> = context
        .catalog
        .memberships
        .iter()
        .filter(|m| &m.member == context.role())
        .collect();
    if let Some(parent) = wanted {
        grant(context, parent, &current, out);
    }
    if context.config.mode() == crate::desired::Mode::Additive {
        return;
    }
    for m in current {
        let parent = &m.role;
        if Some(parent) == wanted {
            if m.admin {
                let reason =
                    format!("The role may hand out its source role `{parent}` (ADMIN OPTION).");
                revoke(context, (Phase::Memberships, m, true), reason, out);
            }
        } else if !is_provider_role(parent) {
            let reason = match context.config.role_type() {
                RoleType::Managed => {
                    format!("A managed role has no memberships, and this one is in `{parent}`.")
                }
                RoleType::External => {
                    format!("The role is also in `{parent}`, which is not its source role.")
                }
            };
            revoke(context, (Phase::Memberships, m, false), reason, out);
        }
    }
}

/// The memberships of a login: in the role alone, whose privileges it inherits.
pub(super) fn of_login(context: &Context<'_>, login: &RoleName, out: &mut Findings) {
    let all = context.catalog.memberships.iter();
    let current: Vec<_> = all.filter(|m| &m.member == login).collect();
    let of_role: Vec<_> = current
        .iter()
        .filter(|m| &m.role == context.role())
        .collect();
    let by_option = context.catalog.server.has_membership_options();
    if of_role.is_empty() {
        let reason = format!("Login `{login}` is not a member of the role.");
        join(context, Phase::Logins, login, reason, out);
    } else if by_option && !of_role.iter().any(|m| m.inherit) {
        let reason =
            format!("Login `{login}` is a member of the role but does not inherit from it.");
        join(context, Phase::Logins, login, reason, out);
    }
    if context.config.mode() == crate::desired::Mode::Additive {
        return;
    }
    for m in current {
        if &m.role != context.role() {
            if !is_provider_role(&m.role) {
                let reason = format!(
                    "A login is in its role alone, and `{login}` is in `{}` too.",
                    m.role
                );
                revoke(context, (Phase::Logins, m, false), reason, out);
            }
        } else if m.admin {
            let reason = format!("Login `{login}` may hand out the role (ADMIN OPTION).");
            revoke(context, (Phase::Logins, m, true), reason, out);
        }
    }
}

/// Makes a login a member of the role: it inherits, and may not become it.
pub(super) fn join(
    context: &Context<'_>,
    phase: Phase,
    login: &RoleName,
    reason: String,
    out: &mut Findings,
) {
    let role = context.role();
    if context.exists()
        && let Some(why) = cannot_hand_out(context, role)
    {
        out.error(
            Code::AdminCannotAlter,
            login.to_string(),
            format!("the admin account `{}` cannot make it a member of `{role}`: {why}", context.admin()),
            "have a superuser GRANT the role to the admin account WITH ADMIN OPTION, or set another admin account",
        );
    }
    if stays_under(context, login) {
        out.error(
            Code::Unsatisfiable,
            login.to_string(),
            format!(
                "`{role}` is itself a member of `{login}`, which then cannot be a member of it"
            ),
            "REVOKE that membership, or plan without `mode: additive`, which leaves it",
        );
    }
    let mut all = context.catalog.memberships.iter();
    let is_in = all.any(|m| &m.member == login && &m.role == role);
    let by_option = context.catalog.server.has_membership_options();
    out.step(
        phase,
        None,
        &Authority::Plain,
        Statement::GrantMembership {
            parent: role.clone(),
            member: login.clone(),
            options: by_option.then_some(MembershipOptions {
                admin: false,
                inherit: Some(true),
                // An option of a membership that is there keeps its value where it is not named.
                set: is_in,
            }),
            granted_by: None,
        },
        reason,
    );
}

/// True where the role is a member of its login by memberships that the plan leaves.
fn stays_under(context: &Context<'_>, login: &RoleName) -> bool {
    let additive = context.config.mode() == crate::desired::Mode::Additive;
    let all = context.catalog.memberships.iter();
    let mut kept =
        all.filter(|m| &m.member == context.role() && (additive || is_provider_role(&m.role)));
    kept.any(|m| context.graph.member_of(&m.role).contains(login))
}

/// The parent of an external role, where it can be one.
fn source_role<'a>(context: &Context<'a>, out: &mut Findings) -> Option<&'a RoleName> {
    if context.config.role_type() != RoleType::External {
        return None;
    }
    let source = context.config.source_role()?;
    let mut refuse = |message: String, help: &str| {
        out.error(Code::SourceRole, source.to_string(), message, help);
    };
    if !context.catalog.roles.contains_key(source) {
        refuse(
            format!("source role `{source}` does not exist on this cluster"),
            "create it first, or name another in `source_role`",
        );
    } else if source.as_str() == "pg_database_owner" {
        refuse(
            "`pg_database_owner` cannot have explicit members".to_owned(),
            "name another role in `source_role`",
        );
    } else if context.graph.member_of(source).contains(context.role()) {
        refuse(
            format!(
                "source role `{source}` is itself a member of `{}`, so it cannot be its parent",
                context.role()
            ),
            "name another role in `source_role`",
        );
    } else {
        return Some(source);
    }
    None
}

fn grant(context: &Context<'_>, parent: &RoleName, current: &[&Membership], out: &mut Findings) {
    let options = context.catalog.server.has_membership_options();
    let rows: Vec<_> = current.iter().filter(|m| &m.role == parent).collect();
    let reason = if rows.is_empty() {
        format!("The role is not a member of its source role `{parent}`.")
    } else if options && !rows.iter().any(|m| m.inherit) {
        format!("The role is a member of `{parent}` but does not inherit from it.")
    } else {
        return;
    };
    may_hand_out(context, parent, out);
    out.step(
        Phase::Memberships,
        None,
        &Authority::Plain,
        Statement::GrantMembership {
            parent: parent.clone(),
            member: context.role().clone(),
            // Options that are not named keep their value, so the one that matters is named.
            options: options.then_some(MembershipOptions {
                admin: false,
                inherit: Some(true),
                set: true,
            }),
            granted_by: None,
        },
        reason,
    );
    out.in_role(parent, context);
}

/// True where the admin account, by itself or through a role it is in, has ADMIN on this one: enough
/// to alter it.
pub(super) fn has_admin(context: &Context<'_>, role: &RoleName) -> bool {
    admin_through(context, role, &context.graph.member_of(context.admin()))
}

fn admin_through(context: &Context<'_>, role: &RoleName, through: &BTreeSet<&RoleName>) -> bool {
    context
        .catalog
        .memberships
        .iter()
        .any(|m| &m.role == role && m.admin && through.contains(&m.member))
}

/// Why the admin account cannot make or end memberships in a role, if it cannot: up to 15 CREATEROLE
/// is enough, from 16 it takes ADMIN; only superusers hand out a superuser.
fn cannot_hand_out(context: &Context<'_>, parent: &RoleName) -> Option<&'static str> {
    let admin = context.admin();
    if context.graph.is_superuser(admin) {
        return None;
    }
    if context.graph.is_superuser(parent) {
        return Some("only a superuser may: it is a superuser itself");
    }
    let createrole = context
        .catalog
        .roles
        .get(admin)
        .is_some_and(|r| r.createrole);
    let by_admin_option = context.catalog.server.has_membership_options();
    let through = if by_admin_option {
        // The grantor that is recorded has to be one whose privileges it has.
        context.graph.inherited(admin)
    } else {
        context.graph.member_of(admin)
    };
    if admin_through(context, parent, &through) {
        None
    } else if by_admin_option {
        Some("it has no ADMIN OPTION on it, which takes more than CREATEROLE from PostgreSQL 16 on")
    } else if createrole {
        None
    } else {
        Some("it has neither CREATEROLE nor ADMIN OPTION on it")
    }
}

fn may_hand_out(context: &Context<'_>, parent: &RoleName, out: &mut Findings) {
    if let Some(why) = cannot_hand_out(context, parent) {
        out.error(
            Code::SourceRole,
            parent.to_string(),
            format!("the admin account `{}` cannot make the role a member of `{parent}`: {why}", context.admin()),
            if context.graph.is_superuser(parent) {
                "name another role in `source_role`, or plan with a superuser's account"
            } else {
                "have a superuser GRANT it to the admin account WITH ADMIN OPTION, or set another admin account"
            },
        );
    }
}

/// Why the admin account cannot end this membership, if it cannot.
fn cannot_revoke(context: &Context<'_>, m: &Membership) -> Option<String> {
    let admin = context.admin();
    let by_grantor = context.catalog.server.has_membership_options();
    let superuser = context.graph.is_superuser(admin);
    if by_grantor && !superuser && !context.graph.has_privileges_of(admin, &m.grantor) {
        return Some(format!(
            "the membership in `{}` was granted by `{}`, and `{admin}` cannot act as it",
            m.role, m.grantor
        ));
    }
    let may_revoke = superuser
        || !by_grantor
        || (has_admin(context, &m.role) && !context.graph.is_superuser(&m.role));
    if !may_revoke {
        return Some(format!(
            "`{admin}` has no ADMIN OPTION on `{}`, which ending a membership in it takes",
            m.role
        ));
    }
    if !by_grantor && let Some(why) = cannot_hand_out(context, &m.role) {
        return Some(format!(
            "`{admin}` cannot end the membership in `{}`: {why}",
            m.role
        ));
    }
    let passed_on: Vec<_> = context
        .catalog
        .memberships
        .iter()
        .filter(|o| by_grantor && m.admin && o.role == m.role && o.grantor == m.member)
        .map(|o| o.member.to_string())
        .collect();
    (!passed_on.is_empty()).then(|| {
        format!(
            "the role has admin on `{}` and made {} a member, which depends on it",
            m.role,
            passed_on.join(", ")
        )
    })
}

fn revoke(
    context: &Context<'_>,
    (phase, m, admin_only): (Phase, &Membership, bool),
    reason: String,
    out: &mut Findings,
) {
    if let Some(why) = cannot_revoke(context, m) {
        out.unsatisfiable(m.role.to_string(), why);
        return;
    }
    let by_grantor = context.catalog.server.has_membership_options();
    out.step(
        phase,
        None,
        &Authority::Plain,
        Statement::RevokeMembership {
            parent: m.role.clone(),
            member: m.member.clone(),
            granted_by: by_grantor.then(|| m.grantor.clone()),
            admin_only,
            was: MembershipOptions {
                admin: m.admin,
                inherit: Some(m.inherit),
                set: m.set,
            },
        },
        reason,
    );
    out.in_role(&m.role, context);
}
