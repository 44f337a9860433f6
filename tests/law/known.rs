//! A state too rare for a run's chance: told in full.

use planner::RoleConfig;
use planner::privilege::{Privilege, Privileges};

use super::case::Case;
use super::desired::desired;
use super::history::{Event, Past, TARGET, What};
use super::names::Naming;
use super::raw::{Raw, RawDatabase, RawDesired, RawLogins, RawSchema, RawSequences};
use super::sim::{Change, On};

/// One database, one schema, one table, superuser's own; the role is desired to hold nothing.
fn plainest() -> Case {
    let nothing = RawDesired {
        logins: 0,
        role: 0,
        kind: 0,
        source: 0,
        scopes: Vec::new(),
        privileges: 0,
        limit: 0,
        until: 0,
        sequences: 0,
    };
    let schema = RawSchema {
        owner: 0,
        relations: vec![(0, 0)],
    };
    let raw = Raw {
        major: 15,
        naming: Naming::Plain,
        admin: 0,
        grip: 0,
        roles: vec![0, 0],
        databases: vec![RawDatabase {
            owner: 0,
            kind: 0,
            schemas: vec![schema],
        }],
        events: Vec::new(),
        desired: nothing.clone(),
        other: nothing,
        sequences: RawSequences::default(),
        logins: RawLogins::default(),
    };
    let past = Past::new(&raw, false);
    let config: RoleConfig = desired(&raw.desired, &past.world, raw.naming);
    Case {
        catalog: past.world.snapshot(),
        other: config.clone(),
        config,
        hostile: false,
        past,
    }
}

fn happens(case: &mut Case, user: usize, on: On, privilege: Privilege, option: bool) {
    let change = Change {
        grant: true,
        privileges: Privileges::only(privilege),
        grantee: Some(TARGET),
        option,
        cascade: false,
    };
    let outcome = case.past.world.change(Some(0), user, &on, &change);
    assert_eq!(outcome, Ok(false), "{on:?}");
    case.past.events.push(Event {
        inside: Some(0),
        user,
        what: What::Change(on, change),
        outcome,
    });
    case.catalog = case.past.world.snapshot();
}

/// The role holds a grant option on a table and gave itself a column by it: that entry can only be
/// revoked by the role, and only while it holds the option.
pub fn a_column_given_to_itself() -> Case {
    let mut case = plainest();
    happens(&mut case, 0, On::Schema(0, 0), Privilege::Usage, false);
    happens(
        &mut case,
        0,
        On::Tables(0, 0, vec![0]),
        Privilege::Select,
        true,
    );
    happens(
        &mut case,
        TARGET,
        On::Column(0, 0, 0, 0),
        Privilege::Select,
        false,
    );
    case
}
