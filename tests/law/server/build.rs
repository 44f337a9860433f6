//! Brings the cluster to a case's state, statement by statement, as the roles concerned.

use planner::catalog::{RelationKind, Role};
use planner::quote::{ident, literal};

use super::run::{said_nothing_was_done, sql};
use super::{Counts, Server};
use crate::law::case::Case;
use crate::law::history::{Event, What};
use crate::law::sim::{Change, On, Schema, World};

/// Everything that an earlier case left goes. ACLs of databases cannot be made NULL again by any
/// statement, so the catalog itself is changed.
const CLEAN: &str = "
    UPDATE pg_database SET datacl = NULL, datdba = 10 WHERE datname LIKE 'law\\_%';
    DELETE FROM pg_shdepend WHERE classid = 'pg_database'::regclass
        AND refclassid = 'pg_authid'::regclass AND refobjid >= 16384;";
const SCHEMAS: &str = "DO $$ DECLARE s text; BEGIN
    FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
    LOOP EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP; END $$";
const ROLES: &str = "DO $$ DECLARE r text; BEGIN
    SELECT string_agg(quote_ident(rolname), ', ') INTO r FROM pg_roles WHERE oid >= 16384;
    IF r IS NOT NULL THEN EXECUTE 'DROP ROLE ' || r; END IF; END $$";

pub async fn build(server: &Server, case: &Case, counts: &mut Counts) -> Result<(), String> {
    for session in &server.databases {
        sql(session, SCHEMAS).await?;
    }
    sql(&server.maintenance, CLEAN).await?;
    sql(&server.maintenance, ROLES).await?;
    let world = &case.past.start;
    sql(&server.maintenance, &roles(world)).await?;
    for (index, session) in server.databases.iter().enumerate() {
        sql(session, &contents(world, index)).await?;
    }
    for event in &case.past.events {
        happen(server, world, event).await?;
        counts.events += 1;
    }
    Ok(())
}

fn name(world: &World, role: usize) -> String {
    ident(&world.roles[role].name)
}

/// Roles in their order, so that their OIDs have it too; and who owns the databases.
fn roles(world: &World) -> String {
    let own = if world.major >= 14 { 2 } else { 1 };
    let mut script = String::new();
    for role in &world.roles[own..] {
        script += &format!(
            "CREATE ROLE {} {};",
            ident(&role.name),
            words(&role.attributes)
        );
    }
    for d in &world.databases {
        script += &format!(
            "ALTER DATABASE {} OWNER TO {};",
            ident(&d.name),
            name(world, d.owner)
        );
    }
    script
}

fn words(a: &Role) -> String {
    let word = |on: bool, word: &str| {
        if on {
            word.to_owned()
        } else {
            format!("NO{word}")
        }
    };
    let mut words = vec![
        word(a.superuser, "SUPERUSER"),
        word(a.inherit, "INHERIT"),
        word(a.createrole, "CREATEROLE"),
        word(a.createdb, "CREATEDB"),
        word(a.login, "LOGIN"),
        word(a.replication, "REPLICATION"),
        word(a.bypassrls, "BYPASSRLS"),
        format!("CONNECTION LIMIT {}", a.connection_limit.unwrap_or(-1)),
    ];
    words.extend(
        a.valid_until
            .as_ref()
            .map(|t| format!("VALID UNTIL {}", literal(t))),
    );
    words.join(" ")
}

fn contents(world: &World, database: usize) -> String {
    let mut script = String::new();
    for s in &world.databases[database].schemas {
        let schema = ident(&s.name);
        script += &format!(
            "CREATE SCHEMA {schema} AUTHORIZATION {};",
            name(world, s.owner)
        );
        for (position, r) in s.relations.iter().enumerate() {
            if r.identity.is_some() {
                continue; // It came with its table.
            }
            let relation = format!("{schema}.{}", ident(&r.name));
            let columns: Vec<String> = r.columns.iter().map(|(c, _)| ident(c)).collect();
            let typed: Vec<String> = (0..columns.len())
                .map(|c| format!("{} int4{}", columns[c], identity(s, position, c)))
                .collect();
            let select = columns.iter().map(|c| format!("1 AS {c}"));
            let select = format!("SELECT {}", select.collect::<Vec<_>>().join(", "));
            let typed = typed.join(", ");
            script += &match r.kind {
                RelationKind::Table => format!("CREATE TABLE {relation} ({typed});"),
                RelationKind::PartitionedTable => {
                    format!(
                        "CREATE TABLE {relation} ({typed}) PARTITION BY LIST ({});",
                        columns[0]
                    )
                }
                RelationKind::View => format!("CREATE VIEW {relation} AS {select};"),
                RelationKind::MaterializedView => {
                    format!("CREATE MATERIALIZED VIEW {relation} AS {select};")
                }
                RelationKind::ForeignTable => {
                    format!("CREATE FOREIGN TABLE {relation} ({typed}) SERVER law;")
                }
                RelationKind::Sequence => format!("CREATE SEQUENCE {relation};"),
            };
            script += &format!("ALTER TABLE {relation} OWNER TO {};", name(world, r.owner));
        }
    }
    script + &defaults(world, database)
}

fn identity(schema: &Schema, table: usize, column: usize) -> String {
    let mut all = schema.relations.iter();
    let own = all.find(|r| r.identity == Some((table, column)));
    own.map_or_else(String::new, |sequence| {
        let path = format!("{}.{}", ident(&schema.name), ident(&sequence.name));
        format!(" GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME {path})")
    })
}

/// A literal that casts to regclass, which knows no `U&"…"`.
fn regclass(world: &World, d: usize, s: usize, r: usize) -> String {
    let schema = &world.databases[d].schemas[s];
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let (schema, name) = (&schema.name, &schema.relations[r].name);
    literal(&format!("{}.{}", quoted(schema), quoted(name)))
}

/// Columns that call sequences: those belong to nobody's column, so that each keeps its own owner.
fn defaults(world: &World, d: usize) -> String {
    let mut script = String::new();
    for (s, schema) in world.databases[d].schemas.iter().enumerate() {
        for (r, relation) in schema.relations.iter().enumerate() {
            for (column, to, sequence) in &relation.defaults {
                script += &format!(
                    "ALTER TABLE {} ALTER COLUMN {} SET DEFAULT nextval({}::regclass);",
                    table(world, d, s, r),
                    ident(&relation.columns[*column].0),
                    regclass(world, d, *to, *sequence)
                );
            }
        }
    }
    script
}

/// Runs one event as its user and requires that the server says what the simulation said.
async fn happen(server: &Server, world: &World, event: &Event) -> Result<(), String> {
    let session = event
        .inside
        .map_or(&server.maintenance, |d| &server.databases[d]);
    let statement = statement(world, &event.what);
    let user = name(world, event.user);
    session.take_notices();
    let script =
        format!("SET SESSION AUTHORIZATION {user}; {statement}; RESET SESSION AUTHORIZATION");
    let real = match sql(session, &script).await {
        Ok(()) => Ok(said_nothing_was_done(session)),
        Err(error) => Err(error),
    };
    let agree = match (&event.outcome, &real) {
        (Ok(simulated), Ok(real)) => simulated == real,
        (Err(_), Err(_)) => true,
        _ => false,
    };
    if agree {
        return Ok(());
    }
    Err(format!(
        "{script}\nsimulation: {:?}\nserver: {real:?}",
        event.outcome
    ))
}

fn statement(world: &World, what: &What) -> String {
    match what {
        What::Change(on, change) => privileges(world, on, change),
        What::Join(join) => {
            let mut options = Vec::new();
            let word = |on: bool| if on { "TRUE" } else { "FALSE" };
            options.extend(join.inherit.map(|on| format!("INHERIT {}", word(on))));
            options.extend(join.set.map(|on| format!("SET {}", word(on))));
            if join.admin {
                options.push(
                    if world.major >= 16 {
                        "ADMIN TRUE"
                    } else {
                        "ADMIN OPTION"
                    }
                    .to_owned(),
                );
            }
            let with = if options.is_empty() {
                String::new()
            } else {
                format!(" WITH {}", options.join(", "))
            };
            format!(
                "GRANT {} TO {}{with}",
                name(world, join.role),
                name(world, join.member)
            )
        }
        What::Leave(role, member, by) => {
            let by = if world.major >= 16 {
                format!(" GRANTED BY {}", name(world, *by))
            } else {
                String::new()
            };
            format!(
                "REVOKE {} FROM {}{by}",
                name(world, *role),
                name(world, *member)
            )
        }
        What::Owner(on, to) => {
            let what = target(world, on);
            format!("ALTER {what} OWNER TO {}", name(world, *to))
        }
        What::Attributes(role, attributes) => {
            format!("ALTER ROLE {} {}", name(world, *role), words(attributes))
        }
    }
}

fn table(world: &World, d: usize, s: usize, r: usize) -> String {
    let schema = &world.databases[d].schemas[s];
    format!(
        "{}.{}",
        ident(&schema.name),
        ident(&schema.relations[r].name)
    )
}

fn target(world: &World, on: &On) -> String {
    match on {
        On::Database(d) => format!("DATABASE {}", ident(&world.databases[*d].name)),
        On::Schema(d, s) => format!("SCHEMA {}", ident(&world.databases[*d].schemas[*s].name)),
        On::AllTables(d, s) => {
            format!(
                "ALL TABLES IN SCHEMA {}",
                ident(&world.databases[*d].schemas[*s].name)
            )
        }
        On::AllSequences(d, s) => {
            format!(
                "ALL SEQUENCES IN SCHEMA {}",
                ident(&world.databases[*d].schemas[*s].name)
            )
        }
        On::Tables(d, s, relations) | On::Sequences(d, s, relations) => {
            let names: Vec<_> = relations.iter().map(|r| table(world, *d, *s, *r)).collect();
            let kind = if matches!(on, On::Tables(..)) {
                "TABLE"
            } else {
                "SEQUENCE"
            };
            format!("{kind} {}", names.join(", "))
        }
        On::Column(d, s, r, _) => format!("TABLE {}", table(world, *d, *s, *r)),
    }
}

fn privileges(world: &World, on: &On, change: &Change) -> String {
    let column = match on {
        On::Column(d, s, r, c) => {
            format!(
                " ({})",
                ident(&world.databases[*d].schemas[*s].relations[*r].columns[*c].0)
            )
        }
        _ => String::new(),
    };
    let words: Vec<_> = change
        .privileges
        .iter()
        .map(|p| format!("{p}{column}"))
        .collect();
    let (words, on) = (words.join(", "), target(world, on));
    let grantee = change
        .grantee
        .map_or("PUBLIC".to_owned(), |g| name(world, g));
    if change.grant {
        let option = if change.option {
            " WITH GRANT OPTION"
        } else {
            ""
        };
        return format!("GRANT {words} ON {on} TO {grantee}{option}");
    }
    let option = if change.option {
        "GRANT OPTION FOR "
    } else {
        ""
    };
    let cascade = if change.cascade { " CASCADE" } else { "" };
    format!("REVOKE {option}{words} ON {on} FROM {grantee}{cascade}")
}
