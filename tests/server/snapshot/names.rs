//! Hostile names arrive as they are.

use planner::quote::{ident, literal};

use super::support::{group, listed, params, schema, words};
use crate::postgres::cluster;

const HOSTILE: [&str; 8] = [
    "a\"b",
    "dot.ted",
    "new\nline",
    "日本語",
    "sp ace,com{ma}",
    "back\\slash'quote",
    "e\u{301}",
    // 63 bytes, the most there can be.
    "long-----10--------20--------30--------40--------50--------60--",
];

#[tokio::test]
async fn hostile_names_arrive_as_they_are() {
    let c = cluster();
    for name in HOSTILE {
        let database = format!("h{name}").chars().take(60).collect::<String>();
        c.sql("postgres", &format!("CREATE DATABASE {}", ident(&database)));
        let q = ident(name);
        c.sql(
            &database,
            &format!(
                "CREATE ROLE {q}; CREATE SCHEMA {q}; CREATE TABLE {q}.{q} ({q} int);
                 GRANT USAGE ON SCHEMA {q} TO {q}; GRANT SELECT ON {q}.{q} TO {q};
                 GRANT UPDATE ({q}) ON {q}.{q} TO {q}; COMMENT ON ROLE {q} IS {}",
                literal(name)
            ),
        );
        let catalog = listed(&params(c), &[&database]).await;
        assert!(catalog.roles.contains_key(name), "{name:?}");
        let s = schema(&catalog, &database, name);
        let shown = planner::quote::display(name);
        let acl = words(group(s, name).acl.as_ref().unwrap());
        assert!(acl.contains(&format!("{shown}=SELECT/postgres")), "{acl:?}");
        assert_eq!(s.columns[0].column.as_str(), name);
        assert_eq!(
            words(&s.columns[0].acl),
            [format!("{shown}=UPDATE/postgres")]
        );
        let dependents = &catalog.databases.get(database.as_str()).unwrap().dependents;
        assert!(dependents.iter().any(|r| r.as_str() == name));
    }
}
