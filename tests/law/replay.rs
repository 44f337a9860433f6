//! A plan's steps on a [`World`], beside the planner's own model.

use planner::kind::ObjectKind;
use planner::step::{At, Attribute, Statement, Step, Target};

use super::sim::{BEFORE, Change, Join, On, Role, RoleId, World};

/// Runs the steps as the executor does: the sessions of the databases do not see what the
/// maintenance session changes about roles.
///
/// # Errors
/// The statement that the server would refuse, or run with a warning that it did not do all.
pub fn replay(world: &World, steps: &[Step]) -> Result<World, String> {
    let mut after = world.clone();
    steps
        .iter()
        .try_for_each(|step| replay_one(world, &mut after, step))?;
    Ok(after)
}

/// One step of a plan that began at `before`.
///
/// # Errors
/// As [`replay`].
pub fn replay_one(before: &World, after: &mut World, step: &Step) -> Result<(), String> {
    run(before, after, step).map_err(|message| format!("{:?}: {message}", step.statement))
}

fn role(world: &World, name: &planner::names::RoleName) -> Result<RoleId, String> {
    world
        .role(name.as_str())
        .ok_or_else(|| format!("role {name} does not exist"))
}

fn run(before: &World, after: &mut World, step: &Step) -> Result<(), String> {
    let inside = match &step.database {
        None => None,
        Some(d) => Some(before.database(d.as_str()).ok_or("no such database")?),
    };
    let user = match &step.acting_as {
        None => before.admin,
        Some(name) => {
            let to = role(before, name)?;
            if !before.members(inside).may_set_role(before.admin, to) {
                return Err(format!("permission denied to set role {name}"));
            }
            to
        }
    };
    let (change, on) = match &step.statement {
        Statement::Grant {
            privileges,
            on,
            role: to,
            grant_option,
        } => {
            let change = Change {
                grant: true,
                privileges: *privileges,
                grantee: Some(role(after, to)?),
                option: *grant_option,
                cascade: false,
            };
            (change, on)
        }
        Statement::Revoke {
            privileges,
            on,
            role: to,
            grant_option_only,
            ..
        } => {
            let change = Change {
                grant: false,
                privileges: *privileges,
                grantee: Some(role(after, to)?),
                option: *grant_option_only,
                cascade: false,
            };
            (change, on)
        }
        other => return run_role(after, user, other),
    };
    let on = place(after, inside, on)?;
    // Privileges go by the roles as they were; the new role is there for everybody.
    let mut scratch = after.clone();
    scratch.memberships.clone_from(&before.memberships);
    for (now, then) in scratch.roles.iter_mut().zip(&before.roles) {
        now.attributes = then.attributes.clone();
    }
    if scratch.change(inside, user, &on, &change)? {
        return Err("a warning that not all was granted or revoked".to_owned());
    }
    after.databases = scratch.databases;
    Ok(())
}

fn place(world: &World, inside: Option<usize>, on: &Target) -> Result<On, String> {
    if let At::Database(name) = &on.at {
        return world
            .database(name.as_str())
            .map(On::Database)
            .ok_or_else(|| "no such database".to_owned());
    }
    let d = inside.ok_or("the statement has no database to run in")?;
    let s = on.schema().ok_or("no schema is named")?;
    let schemas = &world.databases[d].schemas;
    let s = schemas
        .iter()
        .position(|x| x.name == s.as_str())
        .ok_or("no such schema")?;
    let relation = |name: &planner::names::RelationName| {
        let mut relations = schemas[s].relations.iter();
        relations
            .position(|r| r.name == name.as_str())
            .ok_or("no such relation")
    };
    Ok(match &on.at {
        At::Schema(_) | At::Database(_) => On::Schema(d, s),
        At::All(_) if on.kind == ObjectKind::Sequence => On::AllSequences(d, s),
        At::All(_) => On::AllTables(d, s),
        At::Named(_, names) => {
            let named: Vec<_> = names.iter().map(relation).collect::<Result<_, _>>()?;
            let fits = |r: &usize| schemas[s].relations[*r].kind.object_kind() == on.kind;
            match on.kind {
                _ if !named.iter().all(fits) => return Err("not of the kind named".to_owned()),
                ObjectKind::Sequence => On::Sequences(d, s, named),
                _ => On::Tables(d, s, named),
            }
        }
        At::Column(_, r, c) => {
            let r = relation(r)?;
            let mut columns = schemas[s].relations[r].columns.iter();
            On::Column(
                d,
                s,
                r,
                columns
                    .position(|x| x.0 == c.as_str())
                    .ok_or("no such column")?,
            )
        }
    })
}

fn run_role(world: &mut World, user: RoleId, statement: &Statement) -> Result<(), String> {
    match statement {
        Statement::CreateRole {
            role: name,
            login,
            parent,
            connection_limit,
            valid_until,
        } => {
            if world.role(name.as_str()).is_some() {
                return Err("the role already exists".to_owned());
            }
            let a = &world.roles[user].attributes;
            if !a.superuser && !a.createrole {
                return Err("permission denied to create role".to_owned());
            }
            let parent = parent.as_ref().map(|p| role(world, p)).transpose()?;
            let member = world.roles.len();
            world.roles.push(Role {
                name: name.as_str().to_owned(),
                attributes: planner::catalog::Role {
                    inherit: true,
                    login: *login,
                    connection_limit: connection_limit.filter(|n| *n != -1),
                    valid_until: valid_until.clone(),
                    ..Default::default()
                },
            });
            if let Some(role) = parent {
                world.join(
                    user,
                    Join {
                        role,
                        member,
                        admin: false,
                        inherit: None,
                        set: None,
                        by: None,
                    },
                )?;
            }
            if world.major >= 16 && !world.roles[user].attributes.superuser {
                let join = Join {
                    role: member,
                    member: user,
                    admin: true,
                    inherit: Some(false),
                    set: Some(false),
                    by: None,
                };
                world.join(0, join)?;
            }
            Ok(())
        }
        Statement::AlterRole {
            role: name,
            attributes,
        } => {
            let target = role(world, name)?;
            may_alter(world, user, target, attributes)?;
            let to = &mut world.roles[target].attributes;
            attributes.iter().for_each(|a| set(to, a));
            Ok(())
        }
        Statement::GrantMembership {
            parent,
            member,
            options,
            granted_by,
        } => {
            let join = Join {
                role: role(world, parent)?,
                member: role(world, member)?,
                admin: options.is_some_and(|o| o.admin),
                inherit: options.and_then(|o| o.inherit),
                // `SET TRUE` is not written out.
                set: options.filter(|o| !o.set).map(|_| false),
                by: granted_by.as_ref().map(|g| role(world, g)).transpose()?,
            };
            world.join(user, join)
        }
        Statement::RevokeMembership {
            parent,
            member,
            granted_by,
            admin_only,
            ..
        } => {
            let by = granted_by.as_ref().map(|g| role(world, g)).transpose()?;
            let (parent, member) = (role(world, parent)?, role(world, member)?);
            world.leave(user, parent, member, by, *admin_only)
        }
        Statement::SetPassword { .. } => Ok(()),
        // Positions must stay, so only the name goes.
        Statement::DropRole { role: name } => {
            let gone = role(world, name)?;
            world.roles[gone].name.clear();
            world
                .memberships
                .retain(|m| m.role != gone && m.member != gone);
            Ok(())
        }
        Statement::Grant { .. } | Statement::Revoke { .. } => Err("not reached".to_owned()),
    }
}

/// `AlterRole` of `user.c`.
fn may_alter(
    world: &World,
    user: RoleId,
    target: RoleId,
    attributes: &[Attribute],
) -> Result<(), String> {
    let (own, its) = (
        &world.roles[user].attributes,
        &world.roles[target].attributes,
    );
    if own.superuser {
        return Ok(());
    }
    let named = |test: fn(&Attribute) -> bool| attributes.iter().any(test);
    let replication = named(|a| matches!(a, Attribute::Replication(_)));
    let bypassrls = named(|a| matches!(a, Attribute::BypassRls(_)));
    let allowed =
        if its.superuser || named(|a| matches!(a, Attribute::Superuser(_))) || !own.createrole {
            false
        } else if world.major >= 16 {
            world.members(None).is_admin_of(user, target)
                && (own.createdb || !named(|a| matches!(a, Attribute::CreateDb(_))))
                && (own.replication || !replication)
                && (own.bypassrls || !bypassrls)
        } else {
            !its.replication && !replication && !bypassrls
        };
    if allowed {
        Ok(())
    } else {
        Err("permission denied to alter role".to_owned())
    }
}

fn set(to: &mut planner::catalog::Role, attribute: &Attribute) {
    match attribute {
        Attribute::BypassRls(on) => to.bypassrls = *on,
        Attribute::CreateDb(on) => to.createdb = *on,
        Attribute::CreateRole(on) => to.createrole = *on,
        Attribute::Inherit(on) => to.inherit = *on,
        Attribute::Login(on) => to.login = *on,
        Attribute::Replication(on) => to.replication = *on,
        Attribute::Superuser(on) => to.superuser = *on,
        Attribute::ConnectionLimit(n) => to.connection_limit = Some(*n).filter(|n| *n != -1),
        Attribute::ValidUntil(until) => {
            to.valid_until = Some(until.clone());
            to.expired = until == BEFORE;
        }
        Attribute::NoPassword => {}
    }
}
