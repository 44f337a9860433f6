//! Which ways of asking who we are may be answered: libpq's `require_auth`, and no password in clear to
//! whoever asks for it.

use std::collections::BTreeSet;

/// A way of asking, as `require_auth` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuthMethod {
    /// In clear text.
    Password,
    /// Hashed with MD5.
    Md5,
    /// GSSAPI.
    Gss,
    /// SSPI.
    Sspi,
    /// SCRAM.
    Scram,
    /// A token.
    Oauth,
    /// Not at all: trust, peer, or a certificate.
    None,
}

/// Why the server's question was not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthRefused {
    /// It asked for the password in clear text, on a connection that is not verified.
    Clear {
        /// The connection was encrypted, but anybody could be at its other end.
        tls: bool,
    },
    /// It asked in a way that `require_auth` does not allow, or not at all.
    NotRequired(AuthMethod),
    /// It let us in without proving that it knows the password, as SCRAM has it do.
    NotProved,
}

impl AuthMethod {
    const ALL: [Self; 7] = [
        Self::Password,
        Self::Md5,
        Self::Gss,
        Self::Sspi,
        Self::Scram,
        Self::Oauth,
        Self::None,
    ];

    /// As libpq writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Md5 => "md5",
            Self::Gss => "gss",
            Self::Sspi => "sspi",
            Self::Scram => "scram-sha-256",
            Self::Oauth => "oauth",
            Self::None => "none",
        }
    }
}

/// What `require_auth` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequireAuth {
    allowed: BTreeSet<AuthMethod>,
    /// A person named `password` as allowed.
    names_password: bool,
}

impl Default for RequireAuth {
    fn default() -> Self {
        Self {
            allowed: AuthMethod::ALL.into(),
            names_password: false,
        }
    }
}

impl RequireAuth {
    /// `scram-sha-256,md5`, or `!password,!none`. As in libpq, the two ways cannot be mixed and no
    /// method is named twice.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut named = BTreeSet::new();
        let mut negated = None;
        for word in text.split(',') {
            let word = word.trim();
            let (without, negates) = match word.strip_prefix('!') {
                Some(rest) => (rest, true),
                None => (word, false),
            };
            if *negated.get_or_insert(negates) != negates {
                return None;
            }
            let method = AuthMethod::ALL
                .into_iter()
                .find(|m| m.as_str() == without)?;
            if !named.insert(method) {
                return None;
            }
        }
        let all = BTreeSet::from(AuthMethod::ALL);
        Some(if negated == Some(true) {
            Self {
                allowed: &all - &named,
                names_password: false,
            }
        } else {
            Self {
                names_password: named.contains(&AuthMethod::Password),
                allowed: named,
            }
        })
    }

    /// The rules for one connection.
    pub(super) fn rules(&self, wire: Trust) -> Rules {
        Rules {
            allowed: self.allowed.clone(),
            clear: self.names_password || wire == Trust::Verified,
            tls: wire == Trust::Encrypted,
        }
    }
}

/// How far the other end of a wire can be trusted with a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// TLS with a verified certificate, or a Unix socket.
    Verified,
    /// TLS with whoever answered.
    Encrypted,
    /// A network.
    Open,
}

/// See [`RequireAuth::rules`].
#[derive(Clone, Debug)]
pub(super) struct Rules {
    allowed: BTreeSet<AuthMethod>,
    clear: bool,
    tls: bool,
}

impl Rules {
    /// Every method; the password in clear, or not.
    #[cfg(test)]
    pub(super) fn any(clear: bool) -> Self {
        let wire = if clear { Trust::Verified } else { Trust::Open };
        RequireAuth::default().rules(wire)
    }
}

/// Hears the server's authentication messages.
pub(super) struct Judge {
    rules: Rules,
    asked: bool,
    /// SCRAM began, and the server has not proved itself.
    owes_proof: bool,
}

impl Judge {
    pub(super) fn new(rules: Rules) -> Self {
        Self {
            rules,
            asked: false,
            owes_proof: false,
        }
    }

    /// The number of an authentication message.
    pub(super) fn hear(&mut self, number: i32) -> Result<(), AuthRefused> {
        let method = match number {
            0 if self.owes_proof => return Err(AuthRefused::NotProved),
            0 if self.asked => return Ok(()),
            0 => AuthMethod::None,
            3 => AuthMethod::Password,
            5 => AuthMethod::Md5,
            7 => AuthMethod::Gss,
            9 => AuthMethod::Sspi,
            10 => AuthMethod::Scram,
            // The end of SCRAM, which the driver checks.
            12 => {
                self.owes_proof = false;
                return Ok(());
            }
            // The other parts of an exchange; what the driver does not know it refuses itself.
            _ => return Ok(()),
        };
        self.owes_proof = method == AuthMethod::Scram;
        self.asked = true;
        if !self.rules.allowed.contains(&method) {
            return Err(AuthRefused::NotRequired(method));
        }
        if method == AuthMethod::Password && !self.rules.clear {
            return Err(AuthRefused::Clear {
                tls: self.rules.tls,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(text: &str, wire: Trust, numbers: &[i32]) -> Result<(), AuthRefused> {
        let mut judge = Judge::new(RequireAuth::parse(text).unwrap().rules(wire));
        numbers.iter().try_for_each(|number| judge.hear(*number))
    }

    #[test]
    fn lists_and_their_negation() {
        use AuthMethod as M;
        let not = |m| Err(AuthRefused::NotRequired(m));
        let scram = [10, 11, 12, 0];
        assert_eq!(judged("scram-sha-256", Trust::Open, &scram), Ok(()));
        assert_eq!(judged("md5, password", Trust::Open, &[3, 0]), Ok(()));
        assert_eq!(judged("scram-sha-256", Trust::Open, &[5]), not(M::Md5));
        assert_eq!(judged("scram-sha-256", Trust::Open, &[0]), not(M::None));
        assert_eq!(judged("!md5", Trust::Open, &[5]), not(M::Md5));
        assert_eq!(judged("!none", Trust::Open, &scram), Ok(()));
        assert_eq!(judged("!none", Trust::Open, &[0]), not(M::None));
        let unproved = Err(AuthRefused::NotProved);
        assert_eq!(judged("scram-sha-256", Trust::Open, &[10, 11, 0]), unproved);
        let clear = Err(AuthRefused::Clear { tls: false });
        assert_eq!(judged("!md5", Trust::Open, &[3]), clear);
        assert_eq!(judged("!md5", Trust::Verified, &[3, 0]), Ok(()));
        for bad in ["", "scram", "md5,!none", "md5,md5", "md5,"] {
            assert_eq!(RequireAuth::parse(bad), None, "{bad}");
        }
    }
}
