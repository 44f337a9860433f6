//! From raw numbers to a cluster with a past: every state is one that statements lead to.

use planner::privilege::{Privilege, Privileges};

use super::beginning::start;
use super::raw::{Raw, RawEvent};
use super::sim::{Acl, Change, Join, On, RoleId, World, accepted};

/// The role that most things happen to, and that is mostly planned.
pub const TARGET: RoleId = 2;
/// The admin account, where it is not the bootstrap superuser.
pub const ADMIN: RoleId = 3;
/// The first one's two logins, where a case has them and so many roles.
pub const LOGINS: [RoleId; 2] = [4, 5];

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
    /// It has logins of the role.
    pub logins: bool,
}

impl Past {
    pub fn new(raw: &Raw, fixed: bool) -> Self {
        let start = start(raw, fixed);
        let mut past = Self {
            world: start.clone(),
            start,
            events: Vec::new(),
            logins: raw.logins.are_there(),
        };
        past.grip(raw);
        past.log_in(raw);
        past.open_schemas(raw);
        let turns = raw.events.len() + 1;
        for turn in 0..turns {
            let now = raw.sequences.events.iter();
            let now = now.filter(|(after, _)| usize::from(*after) % turns == turn);
            now.for_each(|(_, event)| past.happen_to_a_sequence(event));
            if let Some(event) = raw.events.get(turn) {
                past.happen(event);
            }
        }
        past
    }

    pub(super) fn record(&mut self, inside: Option<usize>, user: RoleId, what: What) {
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

    /// Everybody may look into about half of the schemas: who may not can do little there.
    fn open_schemas(&mut self, raw: &Raw) {
        for (d, database) in raw.databases.iter().enumerate() {
            for s in 0..self.world.databases[d].schemas.len() {
                if database.kind >> (4 + s) & 1 == 1 {
                    continue;
                }
                let usage = Change {
                    grant: true,
                    privileges: Privileges::only(Privilege::Usage),
                    grantee: None,
                    option: false,
                    cascade: false,
                };
                let owner = self.world.databases[d].schemas[s].owner;
                self.record(Some(d), owner, What::Change(On::Schema(d, s), usage));
            }
        }
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

    /// The memberships of the role's logins: mostly as a plan makes them.
    fn log_in(&mut self, raw: &Raw) {
        let there = LOGINS
            .iter()
            .filter(|login| **login < self.world.roles.len());
        let there: Vec<_> = there.copied().filter(|_| self.logins).collect();
        for (at, login) in there.into_iter().enumerate() {
            let bits = raw.logins.standing >> (2 + 6 * at);
            if bits & 7 == 7 {
                continue;
            }
            let options = self.world.major >= 16;
            let join = Join {
                role: TARGET,
                member: login,
                admin: bits & 48 == 48,
                inherit: options.then_some(bits & 3 != 3),
                set: options.then_some(bits & 12 == 12),
                by: None,
            };
            self.record(None, 0, What::Join(join));
        }
    }

    fn happen(&mut self, raw: &RawEvent) {
        let roles = self.world.roles.len();
        let any_role = |n: u8| usize::from(n) % roles;
        match raw.kind % 32 {
            0..=20 => self.change(self.pick(raw, true), raw, true),
            21..=25 => self.change(self.pick(raw, true), raw, false),
            26 | 27 => {
                let named = self.world.major >= 16 && raw.flags & 1 == 1;
                let join = Join {
                    role: any_role(raw.role[0]),
                    member: if raw.role[1].is_multiple_of(3) {
                        TARGET
                    } else {
                        any_role(raw.role[1])
                    },
                    admin: raw.flags & 6 == 6,
                    inherit: named.then_some(raw.flags & 8 == 0),
                    set: named.then_some(raw.flags & 48 != 48),
                    by: None,
                };
                let user = if raw.actor[0].is_multiple_of(2) {
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
        // Much happens in few places: what is rare needs several events on one object.
        let d = if d >= 96 {
            0
        } else {
            d % self.world.databases.len()
        };
        let schemas = &self.world.databases[d].schemas;
        if schemas.is_empty() || s % 8 == 7 {
            return On::Database(d);
        }
        let s = if s >= 96 { 0 } else { s % schemas.len() };
        let (relations, tables) = (&schemas[s].relations, schemas[s].all(false));
        if tables.is_empty() || r % 8 == 7 {
            return On::Schema(d, s);
        }
        let r = if r >= 128 { 0 } else { r % tables.len() };
        match c % 8 {
            6 if columns => On::Column(d, s, r, c / 8 % relations[r].columns.len()),
            7 if columns => On::Tables(d, s, tables),
            _ => On::Tables(d, s, vec![r]),
        }
    }

    pub(super) fn change(&mut self, on: On, raw: &RawEvent, grant: bool) {
        let (kind, owner, acl) = self.world.object(&on);
        let roles = self.world.roles.len();
        // On a column the grant options of its table count too.
        let table = match &on {
            On::Column(d, s, r, _) => self.world.object(&On::Tables(*d, *s, vec![*r])).2,
            _ => Acl::default(),
        };
        let mut options: Vec<RoleId> = acl
            .0
            .iter()
            .chain(&table.0)
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
            // Who may pass things on is mostly somebody else than the role, and passes it to the role.
            0..=2 if option => Some(any_role(raw.role[1])),
            _ if !option && !options.is_empty() && (3..=5).contains(&(raw.actor[0] % 8)) => {
                Some(TARGET)
            }
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

pub(super) fn inside(on: &On, world: &World) -> Option<usize> {
    match on {
        On::Database(_) => None,
        On::Schema(d, _)
        | On::AllTables(d, _)
        | On::AllSequences(d, _)
        | On::Tables(d, _, _)
        | On::Sequences(d, _, _)
        | On::Column(d, _, _, _) => world.databases[*d].allow_connections.then_some(*d),
    }
}
