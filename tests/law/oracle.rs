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
                    put(path, g.kind.object_kind(), &g.owner, g.acl.as_ref());
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
pub fn wanted(
    config: &RoleConfig,
    catalog: &Catalog,
    place: &Place,
    kind: ObjectKind,
) -> Privileges {
    let major = catalog.server.major();
    let covered = covers(config, &place.database, place.schema.as_deref());
    match kind {
        ObjectKind::Sequence if insert_calls(config, catalog, place) => {
            let asked = if covered {
                asked(config, major, kind)
            } else {
                Privileges::NONE
            };
            asked.union(Privileges::only(Privilege::Usage))
        }
        _ if !covered => Privileges::NONE,
        ObjectKind::Database => Privileges::only(Privilege::Connect),
        ObjectKind::Schema => Privileges::only(Privilege::Usage),
        ObjectKind::Column => Privileges::NONE,
        ObjectKind::Table | ObjectKind::Sequence => asked(config, major, kind),
    }
}

fn covers(config: &RoleConfig, database: &str, schema: Option<&str>) -> bool {
    config.scopes().iter().any(|scope| {
        scope.database.as_str() == database
            && match (&scope.schema, schema) {
                (_, None) | (None, _) => true,
                (Some(scope), Some(schema)) => scope.as_str() == schema,
            }
    })
}

/// What the words say of tables, or of sequences: bare USAGE is for these, all else for those.
fn asked(config: &RoleConfig, major: u32, kind: ObjectKind) -> Privileges {
    let of_word = |word: &PrivilegeWord| match word {
        PrivilegeWord::All => accepted(major, kind),
        PrivilegeWord::One(p) if (*p == Privilege::Usage) == (kind == ObjectKind::Sequence) => {
            Privileges::only(*p)
        }
        PrivilegeWord::On(on, None) if *on == kind => accepted(major, kind),
        PrivilegeWord::On(on, Some(p)) if *on == kind => Privileges::only(*p),
        PrivilegeWord::One(_) | PrivilegeWord::On(..) => Privileges::NONE,
    };
    let words = config.privileges().iter().map(of_word);
    words.fold(Privileges::NONE, Privileges::union)
}

/// True where the role is to INSERT into a table with a column whose default calls this sequence.
fn insert_calls(config: &RoleConfig, catalog: &Catalog, sequence: &Place) -> bool {
    if !asked(config, catalog.server.major(), ObjectKind::Table).contains(Privilege::Insert) {
        return false;
    }
    let database = catalog.databases.get(sequence.database.as_str());
    let contents = database.iter().flat_map(|d| &d.contents);
    let mut schemas = contents.flat_map(|c| &c.schemas);
    schemas.any(|(name, schema)| {
        covers(config, &sequence.database, Some(name.as_str()))
            && schema.defaults.iter().any(|default| {
                let stands_in = default.sequence_schema.as_ref().unwrap_or(name);
                Some(stands_in.as_str()) == sequence.schema.as_deref()
                    && Some(default.sequence.as_str()) == sequence.relation.as_deref()
            })
    })
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
