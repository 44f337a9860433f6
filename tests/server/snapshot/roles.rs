//! Roles and memberships.

use planner::catalog::{Membership, Role};

use super::support::{listed, params};
use crate::postgres::cluster;

#[tokio::test]
async fn attributes_are_read() {
    let c = cluster();
    c.sql(
        "postgres",
        "CREATE ROLE att_all SUPERUSER CREATEROLE CREATEDB LOGIN REPLICATION BYPASSRLS
             CONNECTION LIMIT 7 VALID UNTIL '2030-01-02 03:04:05.5+02';
         CREATE ROLE att_none NOINHERIT; CREATE ROLE att_forever VALID UNTIL 'infinity';
         CREATE ROLE att_over VALID UNTIL '2020-01-01 00:00:00+00';
         CREATE ROLE att_zero CONNECTION LIMIT 0 VALID UNTIL '2030-10-10 10:10:10+00'",
    );
    let catalog = listed(&params(c), &[]).await;
    let all = Role {
        superuser: true,
        inherit: true,
        createrole: true,
        createdb: true,
        login: true,
        replication: true,
        bypassrls: true,
        connection_limit: Some(7),
        valid_until: Some("2030-01-02T01:04:05.5Z".to_owned()),
        expired: false,
    };
    assert_eq!(catalog.roles.get("att_all"), Some(&all));
    assert_eq!(catalog.roles.get("att_none"), Some(&Role::default()));
    assert_eq!(
        catalog
            .roles
            .get("att_forever")
            .unwrap()
            .valid_until
            .as_deref(),
        Some("infinity")
    );
    let over = catalog.roles.iter().filter(|(_, role)| role.expired);
    let over: Vec<_> = over.map(|(name, _)| name.as_str()).collect();
    assert!(
        over.contains(&"att_over") && !over.contains(&"att_forever"),
        "{over:?}"
    );
    assert_eq!(
        catalog.roles.get("att_zero").unwrap().connection_limit,
        Some(0)
    );
    assert_eq!(
        catalog
            .roles
            .get("att_zero")
            .unwrap()
            .valid_until
            .as_deref(),
        Some("2030-10-10T10:10:10Z")
    );
    assert!(
        catalog
            .roles
            .get("att_all")
            .unwrap()
            .valid_until
            .as_deref()
            .unwrap()
            .parse::<jiff::Timestamp>()
            .is_ok()
    );
    assert_eq!(catalog.server.major(), c.version);
    assert_eq!(
        (catalog.taken_by.as_str(), catalog.bootstrap.as_str()),
        ("postgres", "postgres")
    );
    assert!(
        catalog
            .taken_at
            .as_deref()
            .unwrap()
            .parse::<jiff::Timestamp>()
            .is_ok()
    );
}

#[tokio::test]
async fn memberships_are_read_with_their_options() {
    let c = cluster();
    c.sql(
        "postgres",
        "CREATE ROLE mem_group; CREATE ROLE mem_a; CREATE ROLE mem_b; CREATE ROLE mem_c",
    );
    c.sql(
        "postgres",
        "GRANT mem_group TO mem_a; GRANT mem_group TO mem_b WITH ADMIN OPTION",
    );
    if c.version >= 16 {
        c.sql(
            "postgres",
            "GRANT mem_group TO mem_c WITH INHERIT FALSE, SET FALSE;
             GRANT mem_group TO mem_c WITH INHERIT TRUE, SET FALSE GRANTED BY mem_b",
        );
    }
    let catalog = listed(&params(c), &[]).await;
    let of_group: Vec<_> = catalog
        .memberships
        .iter()
        .filter(|m| m.role.as_str() == "mem_group")
        .cloned()
        .collect();
    let edge = |member: &str, grantor: &str, admin, inherit, set| Membership {
        member: member.into(),
        role: "mem_group".into(),
        grantor: grantor.into(),
        admin,
        inherit,
        set,
    };
    let mut expected = vec![
        edge("mem_a", "postgres", false, true, true),
        edge("mem_b", "postgres", true, true, true),
    ];
    if c.version >= 16 {
        expected.push(edge("mem_c", "mem_b", false, true, false));
        expected.push(edge("mem_c", "postgres", false, false, false));
    }
    assert_eq!(of_group, expected);
}
