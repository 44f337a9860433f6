//! SQL text: one statement each, and the layout of a whole plan.
//!
//! The executor runs [`statement`]s; the plan's text is for people (and is what is checksummed), so
//! both come from the same functions.

use crate::ground::names::{DatabaseName, RelationName, RoleName, SchemaName};
use crate::ground::privilege::Privileges;
use crate::ground::quote::{connect_argument, display, ident, literal};
use crate::step::{At, Attribute, MembershipOptions, Statement, Step, Target};

/// Stands where the password will be; no plan ever holds a real one.
pub const PASSWORD_PLACEHOLDER: &str = "ROLE_PASSWORD_PLACEHOLDER";

/// The text of a plan that has nothing to do.
pub const NO_CHANGES: &str = "-- no changes\n";

const BAR: &str = "-- =========================================================\n";

fn on_off(keyword: &str, on: bool) -> String {
    if on {
        keyword.to_owned()
    } else {
        format!("NO{keyword}")
    }
}

fn attribute(a: &Attribute) -> String {
    match a {
        Attribute::BypassRls(on) => on_off("BYPASSRLS", *on),
        Attribute::CreateDb(on) => on_off("CREATEDB", *on),
        Attribute::CreateRole(on) => on_off("CREATEROLE", *on),
        Attribute::Inherit(on) => on_off("INHERIT", *on),
        Attribute::Login(on) => on_off("LOGIN", *on),
        Attribute::Replication(on) => on_off("REPLICATION", *on),
        Attribute::Superuser(on) => on_off("SUPERUSER", *on),
        Attribute::ConnectionLimit(n) => format!("CONNECTION LIMIT {n}"),
        Attribute::ValidUntil(until) => format!("VALID UNTIL {}", literal(until)),
        Attribute::NoPassword => "PASSWORD NULL".to_owned(),
    }
}

fn target(on: &Target) -> String {
    let row = on.kind.row();
    let in_schema = |schema: &SchemaName, name: &RelationName| {
        format!("{}.{}", ident(schema.as_str()), ident(name.as_str()))
    };
    match &on.at {
        At::Database(name) => format!("{} {}", row.keyword, ident(name.as_str())),
        At::Schema(name) => format!("{} {}", row.keyword, ident(name.as_str())),
        At::All(schema) => format!(
            "{} {}",
            row.all.unwrap_or(row.keyword),
            ident(schema.as_str())
        ),
        At::Named(schema, names) => {
            let names: Vec<_> = names.iter().map(|n| in_schema(schema, n)).collect();
            format!("{} {}", row.keyword, names.join(", "))
        }
        At::Column(schema, table, _) => format!("{} {}", row.keyword, in_schema(schema, table)),
    }
}

/// A column stands with each privilege, not with the object.
fn privilege_list(privileges: Privileges, on: &Target) -> String {
    match &on.at {
        At::Column(_, _, column) => {
            let column = ident(column.as_str());
            let list: Vec<_> = privileges
                .iter()
                .map(|p| format!("{p} ({column})"))
                .collect();
            list.join(", ")
        }
        _ => privileges.to_string(),
    }
}

fn membership_options(options: Option<MembershipOptions>) -> String {
    let Some(options) = options else {
        return String::new();
    };
    let word = |on: bool| if on { "TRUE" } else { "FALSE" };
    let Some(inherit) = options.inherit else {
        // Before 16 there is only this.
        return if options.admin {
            " WITH ADMIN OPTION"
        } else {
            ""
        }
        .to_owned();
    };
    let mut parts = vec![format!("INHERIT {}", word(inherit))];
    if options.admin {
        parts.push("ADMIN TRUE".to_owned());
    }
    if !options.set {
        parts.push("SET FALSE".to_owned());
    }
    format!(" WITH {}", parts.join(", "))
}

fn create_role(
    role: &RoleName,
    login: bool,
    parent: Option<&RoleName>,
    connection_limit: Option<i32>,
    valid_until: Option<&str>,
    password: &str,
) -> String {
    let name = ident(role.as_str());
    let mut sql = match login {
        true => format!(
            "CREATE ROLE {name} WITH PASSWORD {} INHERIT LOGIN",
            literal(password)
        ),
        false => format!("CREATE ROLE {name} WITH INHERIT NOLOGIN"),
    };
    if let Some(limit) = connection_limit {
        sql.push_str(&format!(" CONNECTION LIMIT {limit}"));
    }
    if let Some(until) = valid_until {
        sql.push_str(&format!(" VALID UNTIL {}", literal(until)));
    }
    if let Some(parent) = parent {
        sql.push_str(&format!(" IN ROLE {}", ident(parent.as_str())));
    }
    sql + ";"
}

/// One statement, `;` included, on one line. `password` is a SCRAM verifier at apply and the
/// placeholder in a plan.
#[expect(clippy::too_many_lines, reason = "one list: an arm for each statement")]
pub fn statement(statement: &Statement, password: &str) -> String {
    let granted_by = |by: &Option<RoleName>| {
        by.as_ref().map_or_else(String::new, |g| {
            format!(" GRANTED BY {}", ident(g.as_str()))
        })
    };
    match statement {
        Statement::CreateRole {
            role,
            login,
            parent,
            connection_limit,
            valid_until,
        } => create_role(
            role,
            *login,
            parent.as_ref(),
            *connection_limit,
            valid_until.as_deref(),
            password,
        ),
        Statement::AlterRole { role, attributes } => {
            let list: Vec<_> = attributes.iter().map(attribute).collect();
            format!(
                "ALTER ROLE {} WITH {};",
                ident(role.as_str()),
                list.join(" ")
            )
        }
        Statement::GrantMembership {
            parent,
            member,
            options,
            granted_by: by,
        } => format!(
            "GRANT {} TO {}{}{};",
            ident(parent.as_str()),
            ident(member.as_str()),
            membership_options(*options),
            granted_by(by)
        ),
        Statement::RevokeMembership {
            parent,
            member,
            granted_by: by,
            admin_only,
            ..
        } => format!(
            "REVOKE {}{} FROM {}{};",
            if *admin_only { "ADMIN OPTION FOR " } else { "" },
            ident(parent.as_str()),
            ident(member.as_str()),
            granted_by(by)
        ),
        Statement::SetPassword { role } => {
            format!(
                "ALTER ROLE {} WITH PASSWORD {};",
                ident(role.as_str()),
                literal(password)
            )
        }
        Statement::Grant {
            privileges,
            on,
            role,
            grant_option,
        } => format!(
            "GRANT {} ON {} TO {}{};",
            privilege_list(*privileges, on),
            target(on),
            ident(role.as_str()),
            if *grant_option {
                " WITH GRANT OPTION"
            } else {
                ""
            }
        ),
        Statement::Revoke {
            privileges,
            on,
            role,
            grant_option_only,
            ..
        } => format!(
            "REVOKE {}{} ON {} FROM {};",
            if *grant_option_only {
                "GRANT OPTION FOR "
            } else {
                ""
            },
            privilege_list(*privileges, on),
            target(on),
            ident(role.as_str())
        ),
        Statement::DropRole { role } => format!("DROP ROLE {};", ident(role.as_str())),
    }
}

/// The lines of one step: as another role where it must be.
fn step_lines(step: &Step) -> String {
    let sql = statement(&step.statement, PASSWORD_PLACEHOLDER);
    match &step.acting_as {
        None => format!("{sql}\n"),
        Some(role) => {
            // SET LOCAL only holds inside a transaction, and the role section has none.
            let local = if step.database.is_some() {
                "LOCAL "
            } else {
                ""
            };
            format!(
                "SET {local}ROLE {};\n{sql}\nRESET ROLE;\n",
                ident(role.as_str())
            )
        }
    }
}

fn role_section(role: &str, steps: &[&Step]) -> String {
    let mut text = format!("{BAR}-- Role: {}\n{BAR}\n", display(role));
    for step in steps {
        match &step.statement {
            Statement::CreateRole { role: made, .. } if made.as_str() == role => text
                .push_str("-- Role does not exist yet; create it with the desired attributes.\n"),
            _ => text.push_str(&format!("-- {}\n", step.reason)),
        }
        if let Statement::CreateRole { login: true, .. } = step.statement {
            text.push_str(
                "-- The password below is randomly generated — capture it before applying.\n",
            );
        }
        text.push_str(&step_lines(step));
    }
    text + "\n"
}

fn database_section(database: &DatabaseName, steps: &[&Step]) -> String {
    // Planning refuses to enter a database whose name no \connect line can carry.
    let argument = connect_argument(database.as_str()).unwrap_or_else(|| ident(database.as_str()));
    let mut text = format!("{BAR}-- Database: {database}\n{BAR}\\connect {argument}\nBEGIN;\n");
    for step in steps {
        text.push_str(&step_lines(step));
    }
    text + "COMMIT;\n\n"
}

/// The whole plan: a section for the role where there is something to do to it, then one for each
/// database, in the order of the steps.
pub fn render(role: &str, steps: &[Step]) -> String {
    if steps.is_empty() {
        return NO_CHANGES.to_owned();
    }
    let mut sections: Vec<(Option<&DatabaseName>, Vec<&Step>)> = Vec::new();
    for step in steps {
        match sections.last_mut() {
            Some((database, list)) if *database == step.database.as_ref() => list.push(step),
            _ => sections.push((step.database.as_ref(), vec![step])),
        }
    }
    let sections: Vec<_> = sections
        .into_iter()
        .map(|(database, steps)| match database {
            None => role_section(role, &steps),
            Some(database) => database_section(database, &steps),
        })
        .collect();
    sections.join("\n")
}
