//! From raw numbers to a desired role.

use planner::RoleConfig;
use planner::desired::{Item, Mode, PrivilegeWord, RoleType, Scope, login_names};
use planner::kind::ObjectKind;
use planner::names::RoleName;
use planner::privilege::Privilege;

use super::history::TARGET;
use super::names::Naming;
use super::raw::RawDesired;
use super::sim::{LATER, World};

pub const LABEL: &str = "ro";

const WORDS: [Privilege; 7] = [
    Privilege::Select,
    Privilege::Insert,
    Privilege::Update,
    Privilege::Delete,
    Privilege::References,
    Privilege::Trigger,
    Privilege::Truncate,
];

pub fn desired(raw: &RawDesired, world: &World, naming: Naming) -> RoleConfig {
    let role = match raw.role % 8 {
        0..=4 => world.roles[TARGET].name.clone(),
        5 => world.roles[2 + usize::from(raw.source) % (world.roles.len() - 2)]
            .name
            .clone(),
        // One more than there are: not there yet.
        _ => naming.role(world.roles.len(), world.major),
    };
    let external = raw.kind % 4 == 3;
    let source = usize::from(raw.source) % world.roles.len();
    let mut its = login_names(&role.as_str().into(), Some(LABEL)).into_iter();
    let there = its.any(|login| world.role(login.as_str()).is_some());
    let two = raw.logins & 3 == 3 || (there && raw.logins & 3 != 0);
    let logins = (!external && two).then_some(2);
    let item = Item {
        resource_name: "analytics".into(),
        role: LABEL.to_owned(),
        role_type: match external {
            true => RoleType::External,
            false => RoleType::Managed,
        },
        source_role: external.then(|| RoleName::new(world.roles[source].name.clone())),
        scopes: (!external).then(|| scopes(raw, world)),
        privileges: (!external).then(|| privileges(raw, world)),
        rotate_password: raw.logins & 12 == 12,
        mode: (raw.kind % 4 == 2).then_some(Mode::Additive),
        connection_limit: match raw.limit % 4 {
            2 => Some(-1),
            3 => Some(5),
            _ => None,
        },
        valid_until: match raw.until % 4 {
            _ if logins.is_some() => None, // It says which of them is in use.
            2 => Some("infinity".to_owned()),
            3 => Some(LATER.to_owned()),
            _ => None,
        },
        logins,
        retire_after: None,
    };
    RoleConfig {
        item,
        role_name: RoleName::new(role),
        retire_at: None,
    }
}

fn scopes(raw: &RawDesired, world: &World) -> Vec<Scope> {
    let mut scopes = Vec::new();
    for (d, s) in &raw.scopes {
        // Mostly databases that can be planned for.
        let pool: Vec<_> = world
            .databases
            .iter()
            .filter(|x| x.read || d % 32 == 31)
            .collect();
        let Some(database) = pool.get(usize::from(*d) % pool.len().max(1)) else {
            continue;
        };
        let schema = match database.schemas.len() {
            0 => None,
            _ if s % 3 == 0 => None,
            n => Some(
                database.schemas[usize::from(s / 3) % n]
                    .name
                    .as_str()
                    .into(),
            ),
        };
        let scope = Scope {
            database: database.name.as_str().into(),
            schema,
        };
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    scopes
}

fn privileges(raw: &RawDesired, world: &World) -> Vec<PrivilegeWord> {
    if raw.privileges >> 8 & 7 == 7 {
        return vec![PrivilegeWord::All];
    }
    let mut words: Vec<_> = WORDS
        .iter()
        .enumerate()
        .filter(|(i, _)| raw.privileges >> i & 1 == 1)
        .map(|(_, p)| PrivilegeWord::One(*p))
        .collect();
    if raw.privileges >> 11 & 7 == 7 || (world.major >= 17 && raw.privileges >> 11 & 3 == 3) {
        words.push(PrivilegeWord::One(Privilege::Maintain));
    }
    words.extend(about_sequences(raw.sequences));
    words
}

/// Mostly few: what INSERT brings shows where no word asks for USAGE.
fn about_sequences(raw: u8) -> Vec<PrivilegeWord> {
    let on = |kind, privilege| PrivilegeWord::On(kind, privilege);
    let words = [
        (3, PrivilegeWord::One(Privilege::Usage)),
        (12, on(ObjectKind::Sequence, Some(Privilege::Select))),
        (48, on(ObjectKind::Sequence, Some(Privilege::Update))),
        (224, on(ObjectKind::Sequence, None)),
        (73, on(ObjectKind::Table, Some(Privilege::Insert))),
        (146, on(ObjectKind::Table, None)),
    ];
    let chosen = words.into_iter().filter(|(bits, _)| raw & bits == *bits);
    chosen.map(|(_, word)| word).collect()
}
