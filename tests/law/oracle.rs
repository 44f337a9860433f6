//! What must be true, said naively over all objects.

use std::collections::BTreeMap;

use planner::RoleConfig;
use planner::catalog::{Acl, AclEntry, Catalog, Grantee};
use planner::desired::PrivilegeWord;
use planner::kind::ObjectKind;
use planner::names::RoleName;
use planner::privilege::{Privilege, Privileges};

use super::sim::{BOOTSTRAP, Held, RoleId, accepted, default_acl};

/// One object by its names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub database: String,
    pub schema: Option<String>,
    pub relation: Option<String>,
    pub column: Option<String>,
}

/// Grantee (`None` is PUBLIC) and grantor to what is held, and what of it WITH GRANT OPTION.
pub type Entries = BTreeMap<(Option<String>, String), (Privileges, Privileges)>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    pub owner: String,
    pub kind: ObjectKind,
    pub entries: Entries,
}

/// Every object of the snapshot with its ACL, the built-in default in place of NULL.
pub fn objects(catalog: &Catalog) -> BTreeMap<Place, Object> {
    let mut all = BTreeMap::new();
    let major = catalog.server.major();
    let mut put = |path: [Option<&str>; 4], kind, owner: &RoleName, acl: Option<&Acl>| {
        let [database, schema, relation, column] = path.map(|p| p.map(str::to_owned));
        let place = Place {
            database: database.unwrap_or_default(),
            schema,
            relation,
            column,
        };
        let owner = owner.as_str().to_owned();
        let entries = entries(major, kind, &owner, acl);
        all.insert(
            place,
            Object {
                owner,
                kind,
                entries,
            },
        );
    };
    for (d_name, d) in &catalog.databases {
        let d_path = Some(d_name.as_str());
        put(
            [d_path, None, None, None],
            ObjectKind::Database,
            &d.owner,
            d.acl.as_ref(),
        );
        for (s_name, s) in d.contents.iter().flat_map(|c| &c.schemas) {
            let s_path = Some(s_name.as_str());
            put(
                [d_path, s_path, None, None],
                ObjectKind::Schema,
                &s.owner,
                s.acl.as_ref(),
            );
            for g in &s.objects {
                for r in &g.names {
                    let path = [d_path, s_path, Some(r.as_str()), None];
                    put(path, ObjectKind::Table, &g.owner, g.acl.as_ref());
                    for c in s.columns.iter().filter(|c| &c.relation == r) {
                        let path = [d_path, s_path, Some(r.as_str()), Some(c.column.as_str())];
                        put(path, ObjectKind::Column, &g.owner, Some(&c.acl));
                    }
                }
            }
        }
    }
    all
}

/// A NULL ACL is what the simulation says it is: `law_postgres.rs` shows that servers say the same.
fn entries(major: u32, kind: ObjectKind, owner: &str, acl: Option<&Acl>) -> Entries {
    let Some(acl) = acl else {
        // Its one role is the owner.
        let by_default = default_acl(major, kind, BOOTSTRAP).0.into_iter();
        let entry = |((grantee, _), held): ((Option<RoleId>, RoleId), Held)| {
            let grantee = grantee.map(|_| owner.to_owned());
            ((grantee, owner.to_owned()), (held.privileges, held.options))
        };
        return by_default.map(entry).collect();
    };
    let entry = |e: &AclEntry| {
        let grantee = match &e.grantee {
            Grantee::Public => None,
            Grantee::Role(r) => Some(r.as_str().to_owned()),
        };
        let key = (grantee, e.grantor.as_str().to_owned());
        (key, (e.privileges, e.grantable))
    };
    acl.0.iter().map(entry).collect()
}

/// What a managed role shall hold by entries of its own.
pub fn wanted(config: &RoleConfig, major: u32, place: &Place, kind: ObjectKind) -> Privileges {
    let covered = config.scopes.iter().any(|scope| {
        scope.database.as_str() == place.database
            && match (&scope.schema, &place.schema) {
                (_, None) | (None, _) => true,
                (Some(scope), Some(schema)) => scope.as_str() == schema,
            }
    });
    match kind {
        _ if !covered => Privileges::NONE,
        ObjectKind::Database => Privileges::only(Privilege::Connect),
        ObjectKind::Schema => Privileges::only(Privilege::Usage),
        ObjectKind::Column => Privileges::NONE,
        ObjectKind::Table => {
            config
                .privileges
                .iter()
                .fold(Privileges::NONE, |set, word| match word {
                    PrivilegeWord::All => set.union(accepted(major, kind)),
                    PrivilegeWord::One(p) => set.union(Privileges::only(*p)),
                })
        }
    }
}

/// What the role holds on the object by entries of its own.
pub fn held(object: &Object, role: &str) -> Privileges {
    let of = object
        .entries
        .iter()
        .filter(|((grantee, _), _)| grantee.as_deref() == Some(role));
    of.fold(Privileges::NONE, |set, (_, (held, _))| set.union(*held))
}

/// The entries of everybody else.
pub fn others(objects: &BTreeMap<Place, Object>, role: &str) -> BTreeMap<Place, Object> {
    let mut objects = objects.clone();
    for object in objects.values_mut() {
        object
            .entries
            .retain(|(grantee, _), _| grantee.as_deref() != Some(role));
    }
    // A column without entries is a column without an ACL.
    objects.retain(|_, o| o.kind != ObjectKind::Column || !o.entries.is_empty());
    objects
}
