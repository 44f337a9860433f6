//! How a cluster is before anything happens to it: roles, databases and what is in them, every ACL
//! NULL.

use planner::catalog::RelationKind;
use planner::desired::login_names;

use super::desired::LABEL;
use super::history::{ADMIN, LOGINS, TARGET};
use super::raw::{Raw, RawDatabase, RawSchema};
use super::sequences;
use super::sim::{Acl, BEFORE, Database, LATER, Relation, Role, RoleId, Schema, World};

pub fn start(raw: &Raw, fixed: bool) -> World {
    let count = raw.roles.len() + 2;
    let mut roles: Vec<Role> = (0..count)
        .map(|i| Role {
            name: role_name(raw, i),
            attributes: planner::catalog::Role {
                inherit: true,
                ..Default::default()
            },
        })
        .collect();
    let all = &mut roles[0].attributes;
    (all.superuser, all.createrole, all.createdb) = (true, true, true);
    (all.login, all.replication, all.bypassrls) = (true, true, true);
    for (role, flags) in roles.iter_mut().skip(2).zip(&raw.roles) {
        let a = &mut role.attributes;
        let has = |shift: u32, bits: u16| flags >> shift & bits == bits;
        a.superuser = has(0, 15);
        a.inherit = !has(4, 3);
        (a.createrole, a.createdb) = (has(6, 7), has(9, 7));
        (a.login, a.replication, a.bypassrls) = (!has(5, 3), has(7, 15), has(11, 15));
        a.connection_limit = has(13, 7).then_some(5);
        a.valid_until = match flags % 7 {
            4 => Some(BEFORE.to_owned()),
            5 => Some("infinity".to_owned()),
            6 => Some(LATER.to_owned()),
            _ => None,
        };
        a.expired = a.valid_until.as_deref() == Some(BEFORE);
    }
    let admin = if raw.admin % 8 < 3 { 0 } else { ADMIN };
    if admin == ADMIN {
        let a = &mut roles[ADMIN].attributes;
        a.superuser = raw.admin % 8 == 3;
        a.createrole = raw.admin % 8 < 7;
        a.login = true;
    }
    let databases = raw.databases.iter().enumerate();
    let mut databases: Vec<_> = databases
        .map(|(i, d)| {
            database(
                raw,
                i,
                d,
                if fixed { FIXED[i] } else { free(i, d.kind) },
                fixed,
            )
        })
        .collect();
    sequences::stand(raw, &mut databases);
    World {
        major: raw.major,
        admin,
        roles,
        memberships: Vec::new(),
        databases,
    }
}

/// Two of them may be the logins of the role that most things happen to.
fn role_name(raw: &Raw, role: RoleId) -> String {
    let named = |role| raw.naming.role(role, raw.major);
    let login = LOGINS.iter().position(|login| *login == role);
    match login.filter(|_| raw.logins.are_there()) {
        Some(at) => {
            let logins = login_names(&named(TARGET).as_str().into(), Some(LABEL));
            logins[at].as_str().to_owned()
        }
        None => named(role),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Open,
    Unread,
    Closed,
    Template,
    Invalid,
}

const FIXED: [Kind; 5] = [
    Kind::Open,
    Kind::Open,
    Kind::Unread,
    Kind::Closed,
    Kind::Template,
];

fn free(index: usize, kind: u8) -> Kind {
    match kind % 8 {
        _ if index == 0 => Kind::Open,
        4 => Kind::Unread,
        5 => Kind::Closed,
        6 => Kind::Template,
        7 => Kind::Invalid,
        _ => Kind::Open,
    }
}

fn database(raw: &Raw, index: usize, d: &RawDatabase, kind: Kind, fixed: bool) -> Database {
    // pg_database_owner owns no database.
    let owner = match usize::from(d.owner) % (raw.roles.len() + 2) {
        1 => 0,
        owner => owner,
    };
    // A few unread databases are read after all: what the plan of another role needed.
    let read = kind == Kind::Open || (kind == Kind::Unread && fixed && d.kind.is_multiple_of(2));
    let enters = matches!(kind, Kind::Open | Kind::Unread);
    Database {
        name: if fixed {
            ["law_a", "law_b", "law_c", "law_closed", "law_template"][index].to_owned()
        } else {
            raw.naming.database(index)
        },
        owner,
        acl: None,
        allow_connections: kind != Kind::Closed,
        is_template: kind == Kind::Template,
        invalid: kind == Kind::Invalid,
        read,
        schemas: d
            .schemas
            .iter()
            .take(if enters { 3 } else { 0 })
            .enumerate()
            .map(|(i, s)| schema(raw, i, s))
            .collect(),
    }
}

/// Often the superuser.
pub fn owner(raw: &Raw, n: u8) -> RoleId {
    match n % 4 {
        0 => 0,
        _ => usize::from(n / 4) % (raw.roles.len() + 2),
    }
}

fn schema(raw: &Raw, index: usize, s: &RawSchema) -> Schema {
    const KINDS: [RelationKind; 5] = [
        RelationKind::Table,
        RelationKind::PartitionedTable,
        RelationKind::View,
        RelationKind::MaterializedView,
        RelationKind::ForeignTable,
    ];
    let relation = |(i, (kind, owner)): (usize, &(u8, u8))| Relation {
        name: raw.naming.relation(i),
        kind: KINDS[usize::from(*kind) % 5],
        owner: self::owner(raw, *owner),
        acl: None,
        columns: (0..2)
            .map(|c| (raw.naming.column(c), Acl::default()))
            .collect(),
        defaults: Vec::new(),
        identity: None,
    };
    Schema {
        name: raw.naming.schema(index),
        owner: owner(raw, s.owner),
        acl: None,
        relations: s.relations.iter().enumerate().map(relation).collect(),
    }
}
