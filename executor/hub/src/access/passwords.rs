//! Passwords of users: argon2id, at most a few at a time, and as long for a user who is not there.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRng;
use rand::rngs::SysRng;
use secret::Secret;
use tokio::sync::Semaphore;

use crate::problem::{Kind, Problem};

const SHORTEST: usize = 12;
const LONGEST: usize = 512;

/// Each takes 19 MiB for its time.
const AT_ONCE: usize = 2;

/// Makes and checks what proves a password.
pub(crate) struct Passwords {
    turns: Semaphore,
    /// Of a password that nobody has.
    nobodys: Secret,
}

impl Passwords {
    /// Takes as long as a login.
    pub fn new() -> Result<Self, Problem> {
        let password = random(24);
        Ok(Self {
            turns: Semaphore::new(AT_ONCE),
            nobodys: prove(&password)?,
        })
    }

    /// What proves a password that somebody chose.
    ///
    /// # Errors
    /// It is too short or too long, or says the name.
    pub async fn proof(&self, password: &Secret, name: &str) -> Result<Secret, Problem> {
        let length = password.expose().chars().count();
        if !(SHORTEST..=LONGEST).contains(&length) {
            return Err(Problem::bad(format!(
                "a password has {SHORTEST} to {LONGEST} characters, and this one {length}"
            )));
        }
        if password
            .expose()
            .to_lowercase()
            .contains(&name.to_lowercase())
        {
            return Err(Problem::bad("the password must not contain the name"));
        }
        let password = password.clone();
        self.in_turn(move || prove(&password)).await?
    }

    /// Whether a password is the one that `proof` proves. Where there is none it takes as long.
    pub async fn is(&self, password: &Secret, proof: Option<&Secret>) -> Result<bool, Problem> {
        let there = proof.is_some();
        let proof = proof.unwrap_or(&self.nobodys).clone();
        let password = password.clone();
        let right = self.in_turn(move || proves(&proof, &password)).await?;
        Ok(right && there)
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let _turn = self.turns.acquire().await;
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|error| crate::problem::internal(&error))
    }
}

fn prove(password: &Secret) -> Result<Secret, Problem> {
    let hash = Argon2::default().hash_password(password.expose().as_bytes());
    let hash = hash.map_err(|_| Problem::new(Kind::Internal, "the password cannot be hashed"))?;
    Ok(Secret::new(hash.to_string()))
}

fn proves(proof: &Secret, password: &Secret) -> bool {
    let hash = PasswordHash::new(proof.expose());
    hash.is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.expose().as_bytes(), &hash)
            .is_ok()
    })
}

/// A value of so many random bytes, that nobody guesses.
pub(crate) fn random(bytes: usize) -> Secret {
    let mut value = vec![0; bytes];
    // Without the system's randomness nothing here can be kept secret: better none at all.
    #[expect(clippy::expect_used, reason = "there is nothing to go on with")]
    SysRng
        .try_fill_bytes(&mut value)
        .expect("the system gives random bytes");
    Secret::new(URL_SAFE_NO_PAD.encode(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[tokio::test]
    async fn a_password_proves_itself_and_no_other() {
        let passwords = Passwords::new().unwrap();
        let right = secret("correct horse battery");
        let proof = passwords.proof(&right, "ana").await.unwrap();
        assert!(proof.expose().starts_with("$argon2id$"));
        assert!(passwords.is(&right, Some(&proof)).await.unwrap());
        assert!(!passwords.is(&secret("other"), Some(&proof)).await.unwrap());
        assert!(!passwords.is(&right, None).await.unwrap());
        for bad in ["short", "my name is Ana, yes", &"x".repeat(600)] {
            assert!(passwords.proof(&secret(bad), "ana").await.is_err(), "{bad}");
        }
        assert_ne!(random(24).expose(), random(24).expose());
    }
}
