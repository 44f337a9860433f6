//! GRANT and REVOKE of privileges: `aclchk.c`.

use planner::kind::ObjectKind;
use planner::privilege::{Privilege, Privileges};
use planner::server::Server;

use super::acl::{Acl, Held, Item};
use super::members::Members;
use super::world::{RoleId, World};

/// What a statement is about, by position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum On {
    Database(usize),
    Schema(usize, usize),
    AllTables(usize, usize),
    Tables(usize, usize, Vec<usize>),
    AllSequences(usize, usize),
    Sequences(usize, usize, Vec<usize>),
    Column(usize, usize, usize, usize),
}

/// What it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub grant: bool,
    pub privileges: Privileges,
    /// `None` is PUBLIC.
    pub grantee: Option<RoleId>,
    /// WITH GRANT OPTION, or GRANT OPTION FOR.
    pub option: bool,
    pub cascade: bool,
}

/// `acldefault`.
pub fn default_acl(major: u32, kind: ObjectKind, owner: RoleId) -> Acl {
    let mut acl = Acl::default();
    if kind == ObjectKind::Column {
        return acl;
    }
    let plain = |privileges| Held {
        privileges,
        options: Privileges::NONE,
    };
    if kind == ObjectKind::Database {
        let public = [Privilege::Connect, Privilege::Temporary]
            .into_iter()
            .collect();
        acl.0.insert((None, owner), plain(public));
    }
    acl.0
        .insert((Some(owner), owner), plain(accepted(major, kind)));
    acl
}

/// What the kind of object accepts.
pub fn accepted(major: u32, kind: ObjectKind) -> Privileges {
    kind.accepted(&Server {
        version_num: major * 10_000,
        system_identifier: String::new(),
    })
}

impl World {
    /// Runs a statement as `user` inside a database (`None`: the maintenance database). `Ok(true)`:
    /// the server warned that something could not be granted or revoked (01006, 01007).
    ///
    /// # Errors
    /// What the server says; nothing is changed then.
    pub fn change(
        &mut self,
        inside: Option<usize>,
        user: RoleId,
        on: &On,
        change: &Change,
    ) -> Result<bool, String> {
        let mut after = self.clone();
        let warned = after.run(&self.members(inside), user, on, change)?;
        *self = after;
        Ok(warned)
    }

    fn run(
        &mut self,
        members: &Members<'_>,
        user: RoleId,
        on: &On,
        change: &Change,
    ) -> Result<bool, String> {
        let major = self.major;
        let one = |kind, owner, slot: &mut Option<Acl>| {
            let old = slot
                .clone()
                .unwrap_or_else(|| default_acl(major, kind, owner));
            let (new, warned) = object(
                *members,
                user,
                owner,
                &old,
                &old,
                change,
                accepted(major, kind),
            )?;
            *slot = Some(new);
            Ok::<_, String>(warned)
        };
        match on {
            On::Database(d) => {
                let d = &mut self.databases[*d];
                one(ObjectKind::Database, d.owner, &mut d.acl)
            }
            On::Schema(d, s) => {
                let s = &mut self.databases[*d].schemas[*s];
                one(ObjectKind::Schema, s.owner, &mut s.acl)
            }
            On::AllTables(d, s) => {
                let all = self.databases[*d].schemas[*s].all(false);
                self.run(members, user, &On::Tables(*d, *s, all), change)
            }
            On::AllSequences(d, s) => {
                let all = self.databases[*d].schemas[*s].all(true);
                self.run(members, user, &On::Sequences(*d, *s, all), change)
            }
            On::Tables(d, s, relations) | On::Sequences(d, s, relations) => {
                self.check_usage(members, user, *d, *s)?;
                let mut warned = false;
                for r in relations {
                    warned |= self.relation(members, user, (*d, *s, *r), change)?;
                }
                Ok(warned)
            }
            On::Column(d, s, r, c) => {
                self.check_usage(members, user, *d, *s)?;
                let r = &mut self.databases[*d].schemas[*s].relations[*r];
                let table = r
                    .acl
                    .clone()
                    .unwrap_or_else(|| default_acl(major, ObjectKind::Table, r.owner));
                column(
                    *members,
                    user,
                    r.owner,
                    &table,
                    &mut r.columns[*c].1,
                    change,
                )
            }
        }
    }

    fn relation(
        &mut self,
        members: &Members<'_>,
        user: RoleId,
        (d, s, r): (usize, usize, usize),
        change: &Change,
    ) -> Result<bool, String> {
        let major = self.major;
        let r = &mut self.databases[d].schemas[s].relations[r];
        let kind = r.kind.object_kind();
        let old = r
            .acl
            .clone()
            .unwrap_or_else(|| default_acl(major, kind, r.owner));
        let (new, mut warned) = object(
            *members,
            user,
            r.owner,
            &old,
            &old,
            change,
            accepted(major, kind),
        )?;
        r.acl = Some(new);
        let of_columns = change
            .privileges
            .intersection(accepted(major, ObjectKind::Column));
        if !change.grant && !of_columns.is_empty() {
            let change = Change {
                privileges: of_columns,
                ..*change
            };
            // A sequence has columns too, which nobody is given here.
            let mut of_a_sequence = vec![(String::new(), Acl::default())];
            let columns = match kind {
                ObjectKind::Sequence => &mut of_a_sequence,
                _ => &mut r.columns,
            };
            for (_, acl) in columns {
                warned |= column(*members, user, r.owner, &old, acl, &change)?;
            }
        }
        Ok(warned)
    }

    /// Naming a relation takes USAGE on its schema.
    fn check_usage(
        &self,
        members: &Members<'_>,
        user: RoleId,
        d: usize,
        s: usize,
    ) -> Result<(), String> {
        let schema = &self.databases[d].schemas[s];
        let acl = schema
            .acl
            .clone()
            .unwrap_or_else(|| default_acl(self.major, ObjectKind::Schema, schema.owner));
        let may =
            members.is_superuser(user) || acl.effective(*members, user).contains(Privilege::Usage);
        if may {
            Ok(())
        } else {
            Err(format!("permission denied for schema {}", schema.name))
        }
    }
}

fn column(
    members: Members<'_>,
    user: RoleId,
    owner: RoleId,
    table: &Acl,
    acl: &mut Acl,
    change: &Change,
) -> Result<bool, String> {
    let mut both = table.clone();
    for (key, held) in &acl.0 {
        let entry = both.0.entry(*key).or_default();
        entry.privileges = entry.privileges.union(held.privileges);
        entry.options = entry.options.union(held.options);
    }
    let (new, warned) = object(
        members,
        user,
        owner,
        acl,
        &both,
        change,
        accepted(members.major, ObjectKind::Column),
    )?;
    *acl = new;
    Ok(warned)
}

/// One object: `select_best_grantor`, `restrict_and_check_grant`, `merge_acl_with_grant`. `seen` is where grant options are looked for.
fn object(
    members: Members<'_>,
    user: RoleId,
    owner: RoleId,
    old: &Acl,
    seen: &Acl,
    change: &Change,
    whole: Privileges,
) -> Result<(Acl, bool), String> {
    let (grantor, available) = best_grantor(members, user, owner, seen, change.privileges);
    if available.is_empty() {
        let held = seen.effective(members, grantor).intersection(whole);
        let any = members.is_superuser(grantor) || !held.is_empty();
        if !any {
            return Err("permission denied".to_owned());
        }
    }
    let privileges = change.privileges.intersection(available);
    // All of a column's privileges are taken for ALL, of which less is no reason to warn.
    let all = change.privileges == whole && whole == accepted(members.major, ObjectKind::Column);
    let warned = privileges.is_empty() || (!all && privileges != change.privileges);
    if change.grant && change.option && change.grantee.is_none() {
        return Err("grant options can only be granted to roles".to_owned());
    }
    let held = Held {
        privileges: if change.grant || !change.option {
            privileges
        } else {
            Privileges::NONE
        },
        options: if !change.grant || change.option {
            privileges
        } else {
            Privileges::NONE
        },
    };
    let item = Item {
        grantee: change.grantee,
        grantor,
        held,
    };
    let mut acl = old.clone();
    if change.grant {
        acl.add(members, owner, item)?;
    } else {
        acl.remove(members, owner, item, change.cascade)?;
    }
    Ok((acl, warned))
}

fn best_grantor(
    members: Members<'_>,
    user: RoleId,
    owner: RoleId,
    acl: &Acl,
    wanted: Privileges,
) -> (RoleId, Privileges) {
    if user == owner || members.is_superuser(user) {
        return (owner, wanted);
    }
    let mut best = (user, Privileges::NONE);
    for role in members.privileges_list(user) {
        if role == owner {
            return (owner, wanted);
        }
        let has = acl.direct_options(role).intersection(wanted);
        if has == wanted {
            return (role, wanted);
        }
        if has.iter().count() > best.1.iter().count() {
            best = (role, has);
        }
    }
    best
}
