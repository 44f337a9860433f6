//! A cluster full of names that were made to break out, and what a role holds in it.

use planner::quote::ident;
use throwaway::Row;

use crate::desk::Desk;
use crate::postgres::Cluster;

/// A database whose name no `\connect` line can carry.
pub const BREAKOUT: &str = "x\n\\! touch pwned";
/// Databases that can be scopes.
pub const DATABASES: [&str; 7] = [
    "a=b",
    "my.db",
    "postgres://x",
    "`touch pwned`",
    "it's :HOME \\! 100%",
    "a\"b",
    "日本 語",
];
pub const SCHEMA: &str = "a\"b.c";
pub const TABLES: [&str; 8] = [
    "quo\"te",
    "apos'trophe; DROP TABLE t; --",
    "line\n\\! touch pwned",
    "back\\slash\\",
    "100%s",
    "$$ :'HOME' `touch pwned`",
    "\u{202e}txt",
    " ",
];
pub const ROLE: &str = "ro\"le\n\\! touch pwned";
/// 63 bytes.
pub const LONG: &str = "customer-data-warehouse-production-europe-west-cluster-00000001";
pub const SHELL: &str = "it's \"prod\" $(touch pwned) `touch pwned`; touch pwned";

pub fn create(cluster: &Cluster) {
    for database in DATABASES.iter().chain(&[BREAKOUT]) {
        cluster.sql("postgres", &format!("CREATE DATABASE {}", ident(database)));
        let schema = ident(SCHEMA);
        cluster.sql(database, &format!("CREATE SCHEMA {schema}"));
        for table in TABLES {
            cluster.sql(
                database,
                &format!("CREATE TABLE {schema}.{} (\"c\"\"1\" int)", ident(table)),
            );
        }
    }
    cluster.sql("postgres", &format!("CREATE ROLE {}", ident(ROLE)));
}

/// A desk with resources of these names, and a plan file for one role of the first.
pub fn desk(cluster: &Cluster, resources: &[&str]) -> Desk {
    let doubled: Vec<_> = resources
        .iter()
        .map(|name| name.replace('"', "\"\""))
        .collect();
    let desk = Desk::new();
    let rows: Vec<_> = doubled
        .iter()
        .map(|name| format!("\"{name}\",PostgreSQL,{},{}\n", cluster.host, cluster.port))
        .collect();
    desk.write(
        "inventory.csv",
        format!("name,type,host,port\n{}", rows.concat()),
    );
    desk.run(&["resources", "import", "-f", "inventory.csv"])
        .expect(0);
    let rows: Vec<_> = doubled
        .iter()
        .map(|name| format!("\"{name}\",postgres,{}\n", cluster.password))
        .collect();
    let csv = format!("name,admin_user,password\n{}", rows.concat());
    desk.run_with_input(&["credentials", "import", "-f", "-"], &csv)
        .expect(0);
    desk
}

/// plan.yaml for one managed role, every name as JSON.
pub fn plan_file(desk: &Desk, resource: &str, label: &str, scopes: &[String]) {
    let item = serde_json::json!({
        "resource_name": resource, "type": "managed", "role": label,
        "scopes": scopes, "privileges": ["SELECT", "UPDATE"],
    });
    desk.write(
        "plan.yaml",
        serde_json::json!({ "items": [item] }).to_string(),
    );
}

/// Every hostile database, whole or by its hostile schema.
pub fn scopes() -> Vec<String> {
    let part = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let scope = |(index, database): (usize, &&str)| match index % 2 {
        0 => part(database),
        _ => format!("{}.{}", part(database), part(SCHEMA)),
    };
    DATABASES.iter().enumerate().map(scope).collect()
}

/// What a role holds on tables, columns, schemas and databases, by anybody's grant.
pub fn holdings(cluster: &Cluster, role: &str) -> Vec<Row> {
    let mut rows = cluster.sql(
        "postgres",
        &format!(
        "SELECT 'role', NULL, NULL, rolinherit, rolcanlogin, rolsuper, rolconnlimit, rolvaliduntil
             FROM pg_roles WHERE rolname = '{role}'"
    ),
    );
    for database in DATABASES.iter().chain(&[BREAKOUT, "postgres"]) {
        rows.extend(cluster.sql(database, &format!(
            "SELECT current_database(), kind, name, a.grantor::regrole, a.privilege_type, a.is_grantable
             FROM (SELECT 'table', oid::regclass::text, relacl FROM pg_class
                   UNION ALL SELECT 'column', attrelid::regclass || '.' || attname, attacl FROM pg_attribute
                   UNION ALL SELECT 'schema', nspname, nspacl FROM pg_namespace
                   UNION ALL SELECT 'database', datname, datacl FROM pg_database
                             WHERE datname = current_database()) AS o (kind, name, acl),
                  aclexplode(acl) AS a WHERE a.grantee = '{role}'::regrole ORDER BY 1, 2, 3, 4, 5"
        )));
    }
    rows
}

/// Changes of every kind that the next plan has to take back, object by object.
pub fn drift(cluster: &Cluster, role: &str) {
    let (schema, other) = (ident(SCHEMA), ident(ROLE));
    for database in DATABASES {
        let tables: Vec<_> = TABLES
            .iter()
            .map(|table| format!("{schema}.{}", ident(table)))
            .collect();
        let mut sql = format!("GRANT USAGE ON SCHEMA {schema} TO {other};");
        for (index, table) in tables.iter().enumerate() {
            sql.push_str(&match index % 4 {
                0 => format!("GRANT INSERT ON {table} TO {role};"),
                1 => format!("REVOKE SELECT ON {table} FROM {role};"),
                2 => format!("GRANT INSERT (\"c\"\"1\") ON {table} TO {role};"),
                _ => format!(
                    "GRANT DELETE ON {table} TO {other} WITH GRANT OPTION; SET ROLE {other};
                     GRANT DELETE ON {table} TO {role}; RESET ROLE;"
                ),
            });
        }
        cluster.sql(database, &sql);
    }
    let breakout = ident(BREAKOUT);
    cluster.sql(
        "postgres",
        &format!("GRANT CONNECT, CREATE ON DATABASE {breakout} TO {role}"),
    );
}
