//! What is on the server about a role, asked of the server itself: not through the tool.

use std::collections::BTreeMap;

use crate::world::World;

/// The databases of every scenario; the maintenance database is `postgres`.
pub const DATABASES: [&str; 3] = ["one", "two", "three"];

/// A role and what it holds, each as the statements that would make it so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Its attributes; `None` where there is no such role.
    pub role: Option<String>,
    /// Its verifier.
    pub password: Option<String>,
    pub login: bool,
    /// What it holds in each database.
    pub held: BTreeMap<&'static str, Vec<String>>,
}

/// How a state compares with those from before and as planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    Before,
    Planned,
    /// The parts that are as planned and were not so before: `role`, `password`, databases.
    Between(Vec<&'static str>),
}

/// How a part of what is planned stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Before,
    Planned,
    Neither,
}

/// The parts that a plan changes: `role` (there, and with which attributes), `password`, databases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing(pub BTreeMap<&'static str, Part>);

fn attributes(role: &str) -> String {
    format!(
        "SELECT format('ALTER ROLE %I WITH %s %s %s %s %s %s %s CONNECTION LIMIT %s%s',
            rolname, CASE WHEN rolsuper THEN 'SUPERUSER' ELSE 'NOSUPERUSER' END,
            CASE WHEN rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END,
            CASE WHEN rolcreaterole THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END,
            CASE WHEN rolcreatedb THEN 'CREATEDB' ELSE 'NOCREATEDB' END,
            CASE WHEN rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END,
            CASE WHEN rolreplication THEN 'REPLICATION' ELSE 'NOREPLICATION' END,
            CASE WHEN rolbypassrls THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END,
            rolconnlimit, ' VALID UNTIL ' || quote_literal(rolvaliduntil)), rolpassword, rolcanlogin::text
         FROM pg_authid WHERE rolname = '{role}'"
    )
}

fn held(role: &str) -> String {
    format!(
        "SELECT format('GRANT %s ON %s TO %I%s', a.privilege_type, o.what, r.rolname,
            CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
         FROM pg_roles r, LATERAL (
            SELECT format('DATABASE %I', datname) AS what, datacl AS acl FROM pg_database
                WHERE datname = current_database()
            UNION ALL SELECT format('SCHEMA %I', nspname), nspacl FROM pg_namespace
            UNION ALL SELECT format('%s %I.%I', CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                nspname, relname), relacl
                FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace) o,
            LATERAL aclexplode(o.acl) a
         WHERE a.grantee = r.oid AND r.rolname = '{role}' ORDER BY 1"
    )
}

impl State {
    pub fn of(world: &World, role: &str) -> Self {
        let mut row = world.superuser.sql("postgres", &attributes(role)).unwrap();
        let Some(row) = row.pop() else {
            return Self::default();
        };
        let held = DATABASES.map(|database| {
            let rows = world.superuser.sql(database, &held(role)).unwrap();
            (database, rows.into_iter().flatten().flatten().collect())
        });
        Self {
            role: row[0].clone(),
            password: row[1].clone(),
            login: row[2].as_deref() == Some("true"),
            held: held.into(),
        }
    }

    /// Makes it so, from whatever is there.
    pub fn restore(&self, world: &World, role: &str) {
        for database in DATABASES {
            let clear = format!(
                "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}')
                 THEN DROP OWNED BY {role}; END IF; END $$"
            );
            world.superuser.sql(database, &clear).unwrap();
        }
        let drop = format!("DROP ROLE IF EXISTS {role}");
        world.superuser.sql("postgres", &drop).unwrap();
        let Some(attributes) = &self.role else {
            return;
        };
        let password = self.password.clone().unwrap_or_default();
        let create = format!("CREATE ROLE {role}; {attributes} PASSWORD '{password}'");
        world.superuser.sql("postgres", &create).unwrap();
        for (database, grants) in &self.held {
            world.superuser.sql(database, &grants.join("; ")).unwrap();
        }
    }

    fn parts(&self) -> BTreeMap<&'static str, String> {
        let role = self.role.clone().unwrap_or_default();
        let held = |(name, held): (&&'static str, &Vec<String>)| (*name, held.join("; "));
        let mut parts: BTreeMap<_, _> = self.held.iter().map(held).collect();
        for database in DATABASES {
            parts.entry(database).or_default();
        }
        parts.insert("role", role);
        parts
    }

    /// Where it is on the way from one to the other. Whichever password is new is the planned one,
    /// where there is to be a new one.
    pub fn between(&self, before: &Self, planned: &Self) -> Standing {
        let (now, from, to) = (self.parts(), before.parts(), planned.parts());
        let changed = now.keys().filter(|part| {
            let (now, from, to) = (&now[*part], &from[*part], &to[*part]);
            from != to || now != from
        });
        let how = |part: &&'static str| match &now[part] {
            now if *now == from[part] => Part::Before,
            now if *now == to[part] => Part::Planned,
            _ => Part::Neither,
        };
        let mut parts: BTreeMap<_, _> = changed.map(|part| (*part, how(part))).collect();
        if planned.password != before.password {
            let new = self.password != before.password;
            let how = if new { Part::Planned } else { Part::Before };
            parts.insert("password", how);
        }
        Standing(parts)
    }
}

impl Standing {
    pub fn place(&self) -> Where {
        let all = |how| self.0.values().all(|part| *part == how);
        match (all(Part::Before), all(Part::Planned)) {
            (true, _) => Where::Before,
            (_, true) => Where::Planned,
            _ => Where::Between(self.done().collect()),
        }
    }

    /// The parts that are as planned.
    pub fn done(&self) -> impl Iterator<Item = &'static str> {
        let done = self.0.iter().filter(|(_, how)| **how == Part::Planned);
        done.map(|(part, _)| *part)
    }

    pub fn of(&self, part: &str) -> Option<Part> {
        self.0.get(part).copied()
    }
}
