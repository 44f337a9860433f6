//! From raw numbers to a cluster with a past: every state is one that statements lead to.

use planner::catalog::RelationKind;
use planner::privilege::{ObjectKind, Privileges};

use super::raw::{Raw, RawDatabase, RawEvent};
use super::sim::{
    Acl, Change, Database, Join, On, Relation, Role, RoleId, Schema, World, accepted,
};

/// The role that most things happen to, and that is mostly planned.
pub const TARGET: RoleId = 2;
/// The admin account, where it is not the bootstrap superuser.
pub const ADMIN: RoleId = 3;

/// One statement of the past.
#[derive(Clone, Debug)]
pub struct Event {
    pub inside: Option<usize>,
    pub user: RoleId,
    pub what: What,
    /// What the model of the server says to it.
    pub outcome: Result<bool, String>,
}

#[derive(Clone, Debug)]
pub enum What {
    Change(On, Change),
    Join(Join),
    /// Role, member, grantor.
    Leave(RoleId, RoleId, RoleId),
    Owner(On, RoleId),
    /// ALTER ROLE to these.
    Attributes(RoleId, planner::catalog::Role),
}

/// A cluster: how it began, what happened, how it is.
#[derive(Clone, Debug)]
pub struct Past {
    pub start: World,
    pub events: Vec<Event>,
    pub world: World,
}

impl Past {
    pub fn new(raw: &Raw, fixed: bool) -> Self {
        let start = start(raw, fixed);
        let mut past = Self {
            world: start.clone(),
            start,
            events: Vec::new(),
        };
        past.grip(raw);
        for event in &raw.events {
            past.happen(event);
        }
        past
    }

    fn record(&mut self, inside: Option<usize>, user: RoleId, what: What) {
        let world = &mut self.world;
        let outcome = match &what {
            What::Change(on, change) => world.change(inside, user, on, change),
            What::Join(join) => world.join(user, *join).map(|()| false),
            What::Leave(role, member, by) => world
                .leave(user, *role, *member, Some(*by), false)
                .map(|()| false),
            What::Owner(on, to) => {
                world.set_owner(on, *to);
                Ok(false)
            }
            What::Attributes(role, attributes) => {
                world.roles[*role].attributes = attributes.clone();
                Ok(false)
            }
        };
        self.events.push(Event {
            inside,
            user,
            what,
            outcome,
        });
    }

    /// The admin account's memberships.
    fn grip(&mut self, raw: &Raw) {
        if self.world.admin == 0 {
            return;
        }
        for role in (2..self.world.roles.len()).filter(|r| *r != ADMIN) {
            let bits = raw.grip >> (2 * role);
            if bits & 3 == 3 {
                continue;
            }
            let inherit = bits & 3 != 2;
            let join = Join {
                role,
                member: ADMIN,
                admin: raw.grip.rotate_right(7) >> role & 3 != 0,
                inherit: (self.world.major >= 16).then_some(inherit),
                set: (self.world.major >= 16).then_some(raw.grip >> (role + 15) & 3 != 3),
                by: None,
            };
            self.record(None, 0, What::Join(join));
        }
    }

    fn happen(&mut self, raw: &RawEvent) {
        let roles = self.world.roles.len();
        let any_role = |n: u8| usize::from(n) % roles;
        match raw.kind % 32 {
            0..=20 => self.change(raw, true),
            21..=25 => self.change(raw, false),
            26 | 27 => {
                let named = self.world.major >= 16 && raw.flags & 1 == 1;
                let join = Join {
                    role: any_role(raw.role[0]),
                    member: if raw.role[1] % 3 == 0 {
                        TARGET
                    } else {
                        any_role(raw.role[1])
                    },
                    admin: raw.flags & 6 == 6,
                    inherit: named.then_some(raw.flags & 8 == 0),
                    set: named.then_some(raw.flags & 48 != 48),
                    by: None,
                };
                let user = if raw.actor[0] % 2 == 0 {
                    0
                } else {
                    any_role(raw.actor[1])
                };
                self.record(None, user, What::Join(join));
            }
            28 => {
                let mut rows = self.world.memberships.iter().filter(|m| !m.admin);
                let count = rows.clone().count().max(1);
                if let Some(m) = rows.nth(usize::from(raw.role[0]) % count).cloned() {
                    self.record(None, 0, What::Leave(m.role, m.member, m.grantor));
                }
            }
            29 | 30 => {
                let on = self.pick(raw, false);
                let on = match on {
                    On::Tables(d, s, r) => On::Tables(d, s, r[..1].to_vec()),
                    other => other,
                };
                let to = any_role(raw.role[0]);
                // A database cannot belong to pg_database_owner.
                if !(to == 1 && matches!(on, On::Database(_))) {
                    self.record(inside(&on, &self.world), 0, What::Owner(on, to));
                }
            }
            _ => {
                let role = 2 + usize::from(raw.role[0]) % (roles - 2);
                let mut attributes = self.world.roles[role].attributes.clone();
                match raw.flags % 3 {
                    0 => attributes.inherit = !attributes.inherit,
                    1 => attributes.createrole = !attributes.createrole,
                    _ if role != ADMIN => attributes.superuser = !attributes.superuser,
                    _ => {}
                }
                self.record(None, 0, What::Attributes(role, attributes));
            }
        }
    }

    /// An object: mostly tables and columns, where there are any.
    fn pick(&self, raw: &RawEvent, columns: bool) -> On {
        let [d, s, r, c] = raw.on.map(usize::from);
        let d = d % self.world.databases.len();
        let schemas = &self.world.databases[d].schemas;
        if schemas.is_empty() || s % 8 == 7 {
            return On::Database(d);
        }
        let s = s % schemas.len();
        let relations = &schemas[s].relations;
        if relations.is_empty() || r % 8 == 7 {
            return On::Schema(d, s);
        }
        let r = r % relations.len();
        match c % 8 {
            6 if columns => On::Column(d, s, r, c / 8 % relations[r].columns.len()),
            7 if columns => On::Tables(d, s, (0..relations.len()).collect()),
            _ => On::Tables(d, s, vec![r]),
        }
    }

    fn change(&mut self, raw: &RawEvent, grant: bool) {
        let on = self.pick(raw, true);
        let (kind, owner, acl) = self.world.object(&on);
        let roles = self.world.roles.len();
        let mut options: Vec<RoleId> = acl
            .0
            .iter()
            .filter(|(_, held)| !held.options.is_empty())
            .filter_map(|((grantee, _), _)| *grantee)
            .collect();
        options.sort_unstable();
        let any_role = |n: u8| usize::from(n) % roles;
        let mut user = match raw.actor[0] % 8 {
            0..=2 => owner,
            3..=5 if !options.is_empty() => options[usize::from(raw.actor[1]) % options.len()],
            3..=5 => owner,
            6 => 0,
            _ => any_role(raw.actor[1]),
        };
        let option = raw.flags & 7 < 3;
        let mut grantee = match raw.role[0] % 8 {
            // Who may pass things on is mostly somebody else than the role.
            0..=2 if option => Some(any_role(raw.role[1])),
            0..=3 => Some(TARGET),
            4 => None,
            _ => Some(any_role(raw.role[1])),
        };
        let everything = accepted(self.world.major, kind);
        let mut privileges = chosen(everything, raw.privileges);
        if !grant && raw.flags & 16 == 0 && !acl.0.is_empty() {
            let at = usize::from(raw.role[1]) % acl.0.len();
            if let Some(((to, by), held)) = acl.0.iter().nth(at) {
                (grantee, user) = (*to, *by);
                privileges = chosen(held.privileges, raw.privileges);
            }
        }
        let change = Change {
            grant,
            privileges,
            grantee,
            option,
            cascade: !grant && raw.flags & 8 == 8,
        };
        self.record(inside(&on, &self.world), user, What::Change(on, change));
    }
}

/// Never nothing.
fn chosen(from: Privileges, mask: u16) -> Privileges {
    let some: Privileges = from
        .iter()
        .enumerate()
        .filter(|(i, _)| mask >> i & 1 == 1)
        .map(|(_, p)| p)
        .collect();
    if some.is_empty() {
        from.iter().take(1).collect()
    } else {
        some
    }
}

fn inside(on: &On, world: &World) -> Option<usize> {
    match on {
        On::Database(_) => None,
        On::Schema(d, _) | On::AllTables(d, _) | On::Tables(d, _, _) | On::Column(d, _, _, _) => {
            world.databases[*d].allow_connections.then_some(*d)
        }
    }
}

fn start(raw: &Raw, fixed: bool) -> World {
    let count = raw.roles.len() + 2;
    let mut roles: Vec<Role> = (0..count)
        .map(|i| Role {
            name: raw.naming.role(i, raw.major),
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
            5 => Some("infinity".to_owned()),
            6 => Some("2027-01-31T00:00:00Z".to_owned()),
            _ => None,
        };
    }
    let admin = if raw.admin % 8 < 3 { 0 } else { ADMIN };
    if admin == ADMIN {
        let a = &mut roles[ADMIN].attributes;
        a.superuser = raw.admin % 8 == 3;
        a.createrole = raw.admin % 8 < 7;
        a.login = true;
    }
    let databases = raw.databases.iter().enumerate();
    let databases = databases
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
    World {
        major: raw.major,
        admin,
        roles,
        memberships: Vec::new(),
        databases,
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
    let read = kind == Kind::Open || (kind == Kind::Unread && fixed && d.kind % 2 == 0);
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

fn schema(raw: &Raw, index: usize, s: &super::raw::RawSchema) -> Schema {
    let any_role = |n: u8| match n % 4 {
        0 => 0,
        _ => usize::from(n / 4) % (raw.roles.len() + 2),
    };
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
        owner: any_role(*owner),
        acl: None,
        columns: (0..2)
            .map(|c| (raw.naming.column(c), Acl::default()))
            .collect(),
    };
    Schema {
        name: raw.naming.schema(index),
        owner: any_role(s.owner),
        acl: None,
        relations: s.relations.iter().enumerate().map(relation).collect(),
    }
}

impl World {
    fn object(&self, on: &On) -> (ObjectKind, RoleId, Acl) {
        let or_default = |kind, owner, acl: &Option<Acl>| {
            let acl = acl.clone();
            (
                kind,
                owner,
                acl.unwrap_or_else(|| super::sim::default_acl(self.major, kind, owner)),
            )
        };
        match on {
            On::Database(d) => {
                let d = &self.databases[*d];
                or_default(ObjectKind::Database, d.owner, &d.acl)
            }
            On::Schema(d, s) | On::AllTables(d, s) => {
                let s = &self.databases[*d].schemas[*s];
                or_default(ObjectKind::Schema, s.owner, &s.acl)
            }
            On::Tables(d, s, r) => {
                let r = &self.databases[*d].schemas[*s].relations[r[0]];
                or_default(ObjectKind::Relation, r.owner, &r.acl)
            }
            On::Column(d, s, r, c) => {
                let r = &self.databases[*d].schemas[*s].relations[*r];
                (ObjectKind::Column, r.owner, r.columns[*c].1.clone())
            }
        }
    }

    fn set_owner(&mut self, on: &On, to: RoleId) {
        let swap = |acl: &mut Option<Acl>, old| {
            if let Some(acl) = acl {
                acl.change_owner(old, to);
            }
        };
        match on {
            On::Database(d) => {
                let d = &mut self.databases[*d];
                swap(&mut d.acl, d.owner);
                d.owner = to;
            }
            On::Schema(d, s) | On::AllTables(d, s) => {
                let s = &mut self.databases[*d].schemas[*s];
                swap(&mut s.acl, s.owner);
                s.owner = to;
            }
            On::Tables(d, s, relations) => {
                for r in relations {
                    let r = &mut self.databases[*d].schemas[*s].relations[*r];
                    swap(&mut r.acl, r.owner);
                    let old = r.owner;
                    r.columns
                        .iter_mut()
                        .for_each(|(_, acl)| acl.change_owner(old, to));
                    r.owner = to;
                }
            }
            On::Column(..) => {}
        }
    }
}
