//! What proptest generates and shrinks: numbers, which [`super::history`] and [`super::desired`]
//! read as choices, always modulo what there is to choose from. Zero is the plainest choice.

use proptest::collection::vec;
use proptest::prelude::*;

use super::names::Naming;

#[derive(Clone, Debug)]
pub struct Raw {
    pub major: u32,
    pub naming: Naming,
    pub admin: u8,
    /// Which roles the admin account is in, and how: two bits for each, twice.
    pub grip: u32,
    pub roles: Vec<u16>,
    pub databases: Vec<RawDatabase>,
    pub events: Vec<RawEvent>,
    pub desired: RawDesired,
    pub other: RawDesired,
    pub sequences: RawSequences,
    pub logins: RawLogins,
}

/// Drawn after all the rest, so that kept seeds of older failures still draw what they drew.
#[derive(Clone, Debug, Default)]
pub struct RawSequences {
    pub standing: Vec<RawSequence>,
    /// Each after some number of the other events.
    pub events: Vec<(u8, RawEvent)>,
    /// The words of the two desired roles that are about sequences.
    pub words: [u8; 2],
}

/// The two logins of the role that most things happen to. Drawn last of all, as above.
#[derive(Clone, Copy, Debug, Default)]
pub struct RawLogins {
    /// Whether they are there, and how each is a member of the role.
    pub standing: u16,
    /// Of the two desired roles: how many logins, and whether the password is to be new.
    pub desired: [u8; 2],
}

impl RawLogins {
    pub fn are_there(self) -> bool {
        self.standing & 3 == 3
    }
}

#[derive(Clone, Debug)]
pub struct RawSequence {
    pub on: u8,
    pub owner: u8,
    /// The columns that call it: how, whose schema, which column.
    pub callers: Vec<[u8; 3]>,
}

#[derive(Clone, Debug)]
pub struct RawDatabase {
    pub owner: u8,
    pub kind: u8,
    pub schemas: Vec<RawSchema>,
}

#[derive(Clone, Debug)]
pub struct RawSchema {
    pub owner: u8,
    /// Kind and owner.
    pub relations: Vec<(u8, u8)>,
}

#[derive(Clone, Debug)]
pub struct RawEvent {
    pub kind: u8,
    pub on: [u8; 4],
    pub actor: [u8; 2],
    pub role: [u8; 2],
    pub privileges: u16,
    pub flags: u8,
}

#[derive(Clone, Debug)]
pub struct RawDesired {
    pub role: u8,
    pub kind: u8,
    pub source: u8,
    pub scopes: Vec<(u8, u8)>,
    pub privileges: u16,
    pub limit: u8,
    pub until: u8,
    /// Words about sequences.
    pub sequences: u8,
    /// How many logins, and whether the password is to be new.
    pub logins: u8,
}

/// What the clusters look like.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// One to four databases of any kind, any version.
    Free,
    /// The five databases that `law_postgres.rs` keeps, on this version.
    Fixed(u32),
}

pub fn raw(shape: Shape, naming: impl Strategy<Value = Naming>) -> impl Strategy<Value = Raw> {
    let (majors, databases) = match shape {
        Shape::Free => (13..=18_u32, vec(database(), 1..=4)),
        Shape::Fixed(major) => (major..=major, vec(database(), 5)),
    };
    let cluster = (
        majors,
        naming,
        any::<u8>(),
        any::<u32>(),
        vec(any::<u16>(), 2..=6),
    );
    (
        cluster,
        databases,
        vec(event(), 0..36),
        desired(),
        desired(),
        sequences(),
        logins(),
    )
        .prop_map(
            |(
                (major, naming, admin, grip, roles),
                databases,
                events,
                mut desired,
                mut other,
                sequences,
                logins,
            )| {
                [desired.sequences, other.sequences] = sequences.words;
                [desired.logins, other.logins] = logins.desired;
                Raw {
                    major,
                    naming,
                    admin,
                    grip,
                    roles,
                    databases,
                    events,
                    desired,
                    other,
                    sequences,
                    logins,
                }
            },
        )
}

fn database() -> impl Strategy<Value = RawDatabase> + Clone {
    let relations = vec((any::<u8>(), any::<u8>()), 0..=5);
    let schema =
        (any::<u8>(), relations).prop_map(|(owner, relations)| RawSchema { owner, relations });
    (any::<u8>(), any::<u8>(), vec(schema, 0..=3)).prop_map(|(owner, kind, schemas)| RawDatabase {
        owner,
        kind,
        schemas,
    })
}

fn event() -> impl Strategy<Value = RawEvent> {
    any::<(u8, [u8; 4], [u8; 2], [u8; 2], u16, u8)>().prop_map(
        |(kind, on, actor, role, privileges, flags)| RawEvent {
            kind,
            on,
            actor,
            role,
            privileges,
            flags,
        },
    )
}

fn desired() -> impl Strategy<Value = RawDesired> {
    let scopes = vec(any::<(u8, u8)>(), 0..=3);
    (any::<(u8, u8, u8)>(), scopes, any::<(u16, u8, u8)>()).prop_map(
        |((role, kind, source), scopes, (privileges, limit, until))| RawDesired {
            role,
            kind,
            source,
            scopes,
            privileges,
            limit,
            until,
            sequences: 0,
            logins: 0,
        },
    )
}

fn logins() -> impl Strategy<Value = RawLogins> {
    any::<(u16, [u8; 2])>().prop_map(|(standing, desired)| RawLogins { standing, desired })
}

fn sequences() -> impl Strategy<Value = RawSequences> {
    let callers = vec(any::<[u8; 3]>(), 0..=2);
    let sequence = (any::<u8>(), any::<u8>(), callers)
        .prop_map(|(on, owner, callers)| RawSequence { on, owner, callers });
    let events = vec((any::<u8>(), event()), 0..16);
    (vec(sequence, 0..=8), events, any::<[u8; 2]>()).prop_map(|(standing, events, words)| {
        RawSequences {
            standing,
            events,
            words,
        }
    })
}
