//! Each new role logs in with the password that apply made, and shows what it can and cannot do.

use tokio_postgres::error::SqlState;

use super::server::{Server, rows};
use super::show::Show;
use super::story::{EXTERNAL, RO, RW};
use crate::error::CommandError;

/// A statement in a database, and whether it is allowed.
type Try = (&'static str, &'static str, bool);

const READS_ALL: [Try; 4] = [
    ("app", "SELECT count(*) FROM customers", true),
    ("legacy", "SELECT * FROM archive", true),
    (
        "app",
        "INSERT INTO customers VALUES (4, 'customers 4')",
        false,
    ),
    ("analytics", "UPDATE events SET seen = 1", false),
];

const WRITES_ONE: [Try; 4] = [
    ("analytics", "INSERT INTO events VALUES (4, 0)", true),
    ("analytics", "UPDATE events SET seen = 1 WHERE id = 4", true),
    ("analytics", "DELETE FROM events", false),
    ("app", "SELECT * FROM customers", false),
];

const INHERITS: [Try; 3] = [
    ("app", "SELECT count(*) FROM orders", true),
    ("legacy", "SELECT * FROM archive", true),
    ("legacy", "INSERT INTO archive VALUES (2, 'new')", false),
];

pub async fn tell(show: &mut Show<'_>, server: &Server) -> Result<(), CommandError> {
    show.stage("Log in as each role with the password that apply made: what it can and cannot do")?;
    for (role, what, tries) in [
        (
            RO,
            "reads all three databases, writes nowhere",
            &READS_ALL[..],
        ),
        (
            RW,
            "reads and writes analytics, but deletes nothing and sees no other database's tables",
            &WRITES_ONE,
        ),
        (
            EXTERNAL,
            "inherits from a role that reads everything",
            &INHERITS,
        ),
    ] {
        show.heading(&format!("{role}: {what}"))?;
        let password = password_of(show, server, role).await?;
        for (database, sql, allowed) in tries {
            attempt(show, server, (role, &password), (database, sql), *allowed).await?;
        }
    }
    Ok(())
}

/// The password goes from one program to the other, not onto the screen.
async fn password_of(
    show: &mut Show<'_>,
    server: &Server,
    role: &str,
) -> Result<String, CommandError> {
    let command = ["credentials", "show", role, "--quiet"];
    show.prompt(&format!(
        "$ rolewright {}   # into the login",
        command.join(" ")
    ))?;
    let password = show.answer(&command).await?.trim_end().to_owned();
    if password.is_empty() {
        return Err(show.not_as_told(format!("no password is stored for {role}")));
    }
    if server.is_own() {
        let wrong = format!("not-{password}");
        if server.log_in(role, &wrong, "app").await.is_ok() {
            return Err(show.not_as_told(format!("{role} could log in with a wrong password")));
        }
        show.ok("a wrong password is refused")?;
    }
    Ok(password)
}

async fn attempt(
    show: &mut Show<'_>,
    server: &Server,
    (role, password): (&str, &str),
    (database, sql): (&str, &str),
    allowed: bool,
) -> Result<(), CommandError> {
    show.prompt(&format!("{role}@{database}=> {sql};"))?;
    let client = server.log_in(role, password, database).await;
    let answer = match &client {
        Ok(client) => rows(client, sql).await.map_err(Some),
        Err(_) => Err(None),
    };
    match answer {
        Ok(text) if allowed => {
            if !text.is_empty() {
                show.plain(&format!("{text}\n"))?;
            }
            show.ok("allowed, as planned")
        }
        Ok(_) => Err(show.not_as_told(format!("this is denied to {role}"))),
        Err(error) => {
            let error = error.or(client.err());
            let denied =
                error.as_ref().and_then(|e| e.code()) == Some(&SqlState::INSUFFICIENT_PRIVILEGE);
            let said = error.as_ref().and_then(|e| e.as_db_error());
            let said = said.map_or_else(String::new, |e| e.message().to_owned());
            show.plain(&format!("{said}\n"))?;
            if allowed || !denied {
                return Err(show.not_as_told(format!("{role}: {said}")));
            }
            show.ok("denied, as planned")
        }
    }
}
