//! What a connection needs to know, gathered from the inventory, the credentials and libpq's
//! environment. What the inventory says wins; the service wins over variables, as in libpq.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use planner::names::{DatabaseName, ResourceName, RoleName};
use planner::quote::display;
use tokio_postgres::config::ChannelBinding;

use super::conninfo::Conninfo;
use super::env::Env;
use super::error::ConnectErrorKind;
use super::limits::Limits;
use super::passfile::PassFile;
use super::password::{Asked, PasswordSource, Passwords};
use super::password_command::PasswordCommand;
use super::require_auth::RequireAuth;
use super::sslmode::SslMode;
use super::target_session::TargetSession;
use super::tls::TlsSettings;
use secret::Secret;

/// What the inventory and the credential store say about a resource.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The resource's name, for messages.
    pub resource: ResourceName,
    /// Host name, address, or directory of Unix sockets. `None`: libpq's environment, then
    /// `localhost`.
    pub host: Option<String>,
    /// `None`: libpq's environment, then 5432.
    pub port: Option<u16>,
    /// The admin account. `None`: libpq's environment, then `postgres`.
    pub user: Option<String>,
    /// Where its password comes from.
    pub password: PasswordSource,
    /// The database for what concerns the whole cluster. `None`: `postgres`, and `template1` where
    /// that does not exist.
    pub maintenance_db: Option<DatabaseName>,
}

/// Everything needed to open connections to one cluster. `Debug` shows no secret.
#[derive(Clone, Debug)]
pub struct ConnectionParams {
    /// The resource's name, for messages.
    pub resource: ResourceName,
    /// Host name, address, or directory of Unix sockets (starts with `/`).
    pub host: String,
    /// The port.
    pub port: u16,
    /// Who logs in.
    pub user: RoleName,
    /// The password that is neither from the password file nor from a command.
    pub password: Option<Secret>,
    /// How the server's logs and `pg_stat_activity` name us.
    pub application_name: String,
    /// The databases to try, in order, for what concerns the whole cluster. Never from
    /// `PGDATABASE`: advisory locks are per database, so everybody must arrive at the same one.
    pub maintenance: Vec<DatabaseName>,
    /// Startup options (`-c name=value`), for the server's session.
    pub options: Option<String>,
    /// Timeouts.
    pub limits: Limits,
    /// What to tell the user: a password file that is not used, and why.
    pub warnings: Vec<String>,
    /// Where the host is, without asking for its address.
    pub(super) hostaddr: Option<IpAddr>,
    pub(super) require_auth: RequireAuth,
    pub(super) channel_binding: ChannelBinding,
    pub(super) target_session: TargetSession,
    pub(super) tls: TlsSettings,
    passwords: Passwords,
}

/// Why no [`ConnectionParams`] could be made.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)] // The messages say it.
pub enum ParamsError {
    #[error("`{key}` is `{value}`; {expected}")]
    Value {
        key: &'static str,
        value: String,
        expected: &'static str,
    },
    #[error(
        "PGSERVICE names the service `{name}`, which is not in {files}; add it there or unset PGSERVICE"
    )]
    NoService { name: String, files: String },
    #[error("`{name}` is set and cannot be obeyed: {why}")]
    Refused {
        name: &'static str,
        why: &'static str,
    },
    #[error("the service that PGSERVICE names has the key `{0}`, which is not known")]
    UnknownKey(String),
    #[error("{}, line {line}: this is not `key=value`", .path.display())]
    ServiceLine { path: PathBuf, line: usize },
    #[error("{} cannot be read: {source}", .path.display())]
    File {
        path: PathBuf,
        source: std::io::Error,
    },
}

impl ConnectionParams {
    /// Gathers the settings. `env` looks up an environment variable; files it names (service,
    /// password file) are read here, once.
    ///
    /// # Errors
    /// [`ParamsError`]: a setting that cannot be understood, or a service that is not there.
    pub fn new(
        target: Endpoint,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, ParamsError> {
        let env = Env::new(env)?;
        let port = match target.port {
            Some(port) => port,
            None => number(&env, "port", "PGPORT")?.unwrap_or(5432),
        };
        let mut limits = Limits::default();
        // libpq: zero or less is "for ever". Here there is always an end.
        let seconds: Option<i64> = number(&env, "connect_timeout", "PGCONNECT_TIMEOUT")?;
        if let Some(seconds @ 1..) = seconds {
            limits.connect = Duration::from_secs(seconds.unsigned_abs());
        }
        let mut warnings = Vec::new();
        let password = match &target.password {
            PasswordSource::Known(password) => Some(password.clone()),
            PasswordSource::Libpq => env.setting("password", "PGPASSWORD").map(Secret::new),
            _ => None,
        };
        let passwords = Passwords {
            asked: Asked::of(&target.password),
            file: match target.password {
                PasswordSource::Libpq if password.is_none() => passfile(&env, &mut warnings),
                PasswordSource::PassFile => passfile(&env, &mut warnings),
                _ => PassFile::default(),
            },
            command: match target.password {
                PasswordSource::Command(command) => Some(command),
                _ => None,
            },
        };
        let host = match target.host {
            Some(host) => host,
            None => one_host(&env)?,
        };
        let user = target.user.or_else(|| env.setting("user", "PGUSER"));
        let user = RoleName::new(user.unwrap_or_else(|| "postgres".to_owned()));
        Ok(Self {
            resource: target.resource,
            host,
            port,
            user,
            password,
            application_name: "rolewright".to_owned(),
            maintenance: target.maintenance_db.map_or_else(
                || vec!["postgres".into(), "template1".into()],
                |db| vec![db],
            ),
            options: env.setting("options", "PGOPTIONS"),
            limits,
            warnings,
            hostaddr: hostaddr(&env)?,
            require_auth: require_auth(&env)?,
            channel_binding: channel_binding(&env)?,
            target_session: target_session(&env)?,
            tls: TlsSettings::from_env(&env)?,
            passwords,
        })
    }

    /// The TLS mode in force.
    pub fn sslmode(&self) -> SslMode {
        self.tls.mode()
    }

    /// True for a directory of Unix sockets.
    pub fn is_unix_socket(&self) -> bool {
        self.hostaddr.is_none() && self.host.starts_with('/')
    }

    /// Where a connection to this database goes.
    pub fn conninfo(&self, database: &DatabaseName) -> Conninfo {
        Conninfo {
            resource: self.resource.clone(),
            host: self.host.clone(),
            port: self.port,
            database: database.clone(),
            user: self.user.clone(),
        }
    }

    /// The password that is known, else the password file's line for this database.
    pub(super) fn password_for(&self, database: &DatabaseName) -> Option<Secret> {
        self.password.clone().or_else(|| {
            let (file, user) = (&self.passwords.file, self.user.as_str());
            file.find(&self.host, self.port, database.as_str(), user)
        })
    }

    /// The command that prints the password, where one does.
    pub(super) fn password_command(&self) -> Option<&PasswordCommand> {
        self.passwords.command.as_deref()
    }

    /// Where the password comes from, in a word: `stored`, `command`, `pgpass`, `none`, `libpq`.
    pub fn password_from(&self) -> &'static str {
        self.passwords.asked.as_str()
    }

    /// The server asks for a password, and there is none.
    pub(super) fn no_password(&self) -> ConnectErrorKind {
        match self.passwords.asked {
            Asked::Nobody => ConnectErrorKind::PasswordUnwanted,
            Asked::PassFile => ConnectErrorKind::NotInPassFile,
            _ => ConnectErrorKind::PasswordMissing,
        }
    }
}

fn hostaddr(env: &Env<'_>) -> Result<Option<IpAddr>, ParamsError> {
    let address = |text: &str| text.trim().parse().ok();
    word(
        env,
        "hostaddr",
        "PGHOSTADDR",
        "one address is wanted",
        address,
    )
}

fn require_auth(env: &Env<'_>) -> Result<RequireAuth, ParamsError> {
    const EXPECTED: &str = "a list of password, md5, gss, sspi, scram-sha-256, oauth and none is wanted, each once, all or none of them with `!`";
    let methods = word(
        env,
        "require_auth",
        "PGREQUIREAUTH",
        EXPECTED,
        RequireAuth::parse,
    )?;
    Ok(methods.unwrap_or_default())
}

fn channel_binding(env: &Env<'_>) -> Result<ChannelBinding, ParamsError> {
    const EXPECTED: &str = "disable, prefer or require is wanted";
    let binding = |text: &str| {
        Some(match text {
            "disable" => ChannelBinding::Disable,
            "prefer" => ChannelBinding::Prefer,
            "require" => ChannelBinding::Require,
            _ => return None,
        })
    };
    let binding = word(
        env,
        "channel_binding",
        "PGCHANNELBINDING",
        EXPECTED,
        binding,
    )?;
    Ok(binding.unwrap_or(ChannelBinding::Prefer))
}

fn target_session(env: &Env<'_>) -> Result<TargetSession, ParamsError> {
    const EXPECTED: &str =
        "any, read-write, read-only, primary, standby or prefer-standby is wanted";
    let session = |text: &str| text.parse().ok();
    let session = word(
        env,
        "target_session_attrs",
        "PGTARGETSESSIONATTRS",
        EXPECTED,
        session,
    )?;
    Ok(session.unwrap_or_default())
}

/// The password file, and a warning where it is not used.
fn passfile(env: &Env<'_>, warnings: &mut Vec<String>) -> PassFile {
    let named = env.setting("passfile", "PGPASSFILE").map(PathBuf::from);
    let Some(path) = named.or_else(|| env.home(".pgpass")) else {
        return PassFile::default();
    };
    let (file, warning) = PassFile::read(&path);
    warnings.extend(warning);
    file
}

/// libpq takes lists; a resource is one host.
fn one_host(env: &Env<'_>) -> Result<String, ParamsError> {
    let one = |text: &str| (!text.contains(',')).then(|| text.to_owned());
    let host = word(env, "host", "PGHOST", "one host is wanted", one)?;
    Ok(host.unwrap_or_else(|| "localhost".to_owned()))
}

/// A setting that is one of a few words.
fn word<T>(
    env: &Env<'_>,
    key: &'static str,
    variable: &'static str,
    expected: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, ParamsError> {
    let Some(text) = env.setting(key, variable) else {
        return Ok(None);
    };
    parse(&text).map(Some).ok_or_else(|| ParamsError::Value {
        key: variable,
        value: display(&text),
        expected,
    })
}

fn number<N: std::str::FromStr>(
    env: &Env<'_>,
    key: &'static str,
    variable: &'static str,
) -> Result<Option<N>, ParamsError> {
    let Some(text) = env.setting(key, variable) else {
        return Ok(None);
    };
    let expected = "a whole number that fits is wanted";
    let error = || ParamsError::Value {
        key: variable,
        value: display(&text),
        expected,
    };
    text.trim().parse().map(Some).map_err(|_| error())
}

#[cfg(test)]
#[path = "params_tests.rs"]
mod tests;
