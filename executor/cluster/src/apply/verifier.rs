//! Which of several passwords a role has: by its verifier where that may be read, else by logging in.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::join3;
use hmac::{Hmac, KeyInit, Mac};
use planner::names::{DatabaseName, RoleName};
use secret::Secret;
use sha2::{Digest, Sha256};
use tokio_postgres::types::Type;
use zeroize::Zeroizing;

use crate::connect::{ConnectErrorKind as Kind, Connection, ConnectionParams, Purpose, connect};

/// What a comparison with the server found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// This one is in force, by its place in the list.
    InForce(usize),
    /// None of them is.
    None,
    /// It cannot be told from here, and why.
    Unknown(String),
}

/// Compares passwords, the likeliest first, with what the server holds for a role. `login` has the
/// role's name and no password, to log in with where the verifier may not be read.
pub async fn compare(
    maintenance: &Connection,
    login: &ConnectionParams,
    database: &DatabaseName,
    candidates: &[Secret],
) -> Comparison {
    match stored(maintenance, &login.user).await {
        Some(None) => Comparison::None,
        Some(Some(verifier)) => {
            let found = candidates.iter().position(|c| is_of(&verifier, c));
            found.map_or(Comparison::None, Comparison::InForce)
        }
        None => by_login(login, database, candidates).await,
    }
}

/// The role's verifier; the inner `None` is no password, the outer that it may not be read.
async fn stored(maintenance: &Connection, role: &RoleName) -> Option<Option<Secret>> {
    const READ: &str = "SELECT a.rolpassword::pg_catalog.text FROM pg_catalog.pg_authid AS a
        WHERE a.rolname OPERATOR(pg_catalog.=) $1::pg_catalog.name";
    let name = role.as_str();
    let named = [(&name as _, Type::TEXT)];
    let (begun, rows, _) = join3(
        maintenance.begin(Purpose::Read),
        maintenance.query(READ, &named),
        maintenance.rollback(),
    )
    .await;
    let rows = begun.and(rows).ok()?;
    let Some(row) = rows.first() else {
        return Some(None);
    };
    Some(row.try_get::<_, Option<String>>(0).ok()?.map(Secret::new))
}

async fn by_login(
    login: &ConnectionParams,
    database: &DatabaseName,
    candidates: &[Secret],
) -> Comparison {
    for (at, candidate) in candidates.iter().enumerate() {
        let mut params = login.clone();
        params.password = Some(candidate.clone());
        match connect(&params, database).await {
            Ok(connection) => {
                connection.close().await;
                return Comparison::InForce(at);
            }
            Err(error) => match error.kind {
                Kind::WrongPassword => {}
                // Looked at after the password only.
                Kind::NoConnectPrivilege(_) | Kind::NoSuchDatabase => {
                    return Comparison::InForce(at);
                }
                kind => return Comparison::Unknown(kind.to_string()),
            },
        }
    }
    Comparison::None
}

/// True where a `SCRAM-SHA-256$…` verifier was made from this password (RFC 5803). Passwords of ours
/// are ASCII, which SASLprep leaves as it is.
fn is_of(verifier: &Secret, password: &Secret) -> bool {
    let parts = || {
        let rest = verifier.expose().strip_prefix("SCRAM-SHA-256$")?;
        let (parameters, keys) = rest.split_once('$')?;
        let (iterations, salt) = parameters.split_once(':')?;
        let (stored, _server) = keys.split_once(':')?;
        let salt = STANDARD.decode(salt).ok()?;
        Some((
            iterations.parse().ok()?,
            salt,
            STANDARD.decode(stored).ok()?,
        ))
    };
    let Some((iterations, salt, stored)) = parts() else {
        return false;
    };
    let mut salted = Zeroizing::new([0; 32]);
    pbkdf2::pbkdf2_hmac::<Sha256>(
        password.expose().as_bytes(),
        &salt,
        iterations,
        &mut *salted,
    );
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&*salted) else {
        return false;
    };
    mac.update(b"Client Key");
    Sha256::digest(mac.finalize().into_bytes()).as_slice() == stored
}

#[cfg(test)]
mod tests {
    use super::super::password::{ScramVerifier, generate_password};
    use super::*;

    #[test]
    fn a_verifier_is_told_from_anothers() {
        let (ours, other) = (generate_password(), generate_password());
        let verifier = Secret::new(ScramVerifier::of(&ours).unwrap().expose().to_owned());
        assert!(is_of(&verifier, &ours));
        assert!(!is_of(&verifier, &other));
        for odd in [
            "",
            "md5abc",
            "SCRAM-SHA-256$x:y$z:w",
            "SCRAM-SHA-256$4096:$:",
        ] {
            assert!(!is_of(&Secret::new(odd.to_owned()), &ours), "{odd}");
        }
    }
}
