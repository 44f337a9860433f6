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

/// What may be in force.
#[derive(Clone, Debug)]
pub enum Candidate {
    /// A password.
    Password(Secret),
    /// The verifier of one that is kept elsewhere; `None` where that is not known.
    Elsewhere(Option<Secret>),
}

/// Compares passwords, the likeliest first, with what the server holds for a role. `login` has the
/// role's name and no password, to log in with where the verifier may not be read.
pub async fn compare(
    maintenance: &Connection,
    login: &ConnectionParams,
    database: &DatabaseName,
    candidates: &[Candidate],
) -> Comparison {
    match stored(maintenance, &login.user).await {
        Some(None) => Comparison::None,
        Some(Some(verifier)) => by_verifier(&verifier, candidates),
        None => by_login(login, database, candidates).await,
    }
}

/// The verifier that the server holds for a role; `None` where it holds none, or it may not be read.
pub async fn verifier_of(maintenance: &Connection, role: &RoleName) -> Option<Secret> {
    stored(maintenance, role).await.flatten()
}

fn by_verifier(verifier: &Secret, candidates: &[Candidate]) -> Comparison {
    let fits = |candidate: &Candidate| match candidate {
        Candidate::Password(password) => is_of(verifier, password),
        Candidate::Elsewhere(kept) => kept
            .as_ref()
            .is_some_and(|kept| kept.expose() == verifier.expose()),
    };
    let unknown = |candidate: &Candidate| matches!(candidate, Candidate::Elsewhere(None));
    match candidates.iter().position(fits) {
        Some(at) => Comparison::InForce(at),
        None if candidates.iter().any(unknown) => Comparison::Unknown(
            "a password is kept elsewhere, and nothing is known here to compare it by".to_owned(),
        ),
        None => Comparison::None,
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
    candidates: &[Candidate],
) -> Comparison {
    let mut elsewhere = false;
    for (at, candidate) in candidates.iter().enumerate() {
        let Candidate::Password(candidate) = candidate else {
            elsewhere = true;
            continue;
        };
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
    match elsewhere {
        true => Comparison::Unknown(
            "a password is kept elsewhere, and the admin account may not read the server's verifier (pg_authid) to compare it by".to_owned(),
        ),
        false => Comparison::None,
    }
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
    fn one_that_is_kept_elsewhere_is_known_by_its_verifier() {
        let verifier = |password| {
            let verifier = ScramVerifier::of(password).unwrap();
            Secret::new(verifier.expose().to_owned())
        };
        let (new, old) = (generate_password(), generate_password());
        let held = verifier(&new);
        let elsewhere = |kept: &Secret| Candidate::Elsewhere(Some(kept.clone()));
        let of_old = elsewhere(&verifier(&old));
        let both = [of_old.clone(), elsewhere(&held)];
        assert_eq!(by_verifier(&held, &both), Comparison::InForce(1));
        let here = [of_old.clone(), Candidate::Password(new)];
        assert_eq!(by_verifier(&held, &here), Comparison::InForce(1));
        assert_eq!(
            by_verifier(&held, std::slice::from_ref(&of_old)),
            Comparison::None
        );
        let lost = [of_old, Candidate::Elsewhere(None)];
        assert!(matches!(by_verifier(&held, &lost), Comparison::Unknown(_)));
    }

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
