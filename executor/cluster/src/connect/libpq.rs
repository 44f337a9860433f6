//! libpq's settings, and what becomes of each here: obeyed, or refused by name; what is passed over
//! cannot make a connection weaker than was asked for.

/// What becomes of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// As libpq does.
    Obeyed,
    /// As libpq does where the inventory, or the account that is stored, says nothing.
    Default,
    /// Rolewright decides it: nothing that it asks for depends on this.
    Ours,
    /// It is about something that is never used here; a server that insists on it is refused.
    Moot,
    /// An error that names it, but for these values, which ask for what is done anyhow.
    Refused(&'static [&'static str]),
}

/// One setting of libpq.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The environment variable.
    pub variable: Option<&'static str>,
    /// The key in a service file.
    pub key: Option<&'static str>,
    /// What becomes of it.
    pub treatment: Treatment,
    /// Why, where it is not simply obeyed.
    pub why: &'static str,
}

impl Setting {
    /// As a person knows it.
    pub fn name(&self) -> &'static str {
        self.variable.or(self.key).unwrap_or_default()
    }
}

const fn both(
    key: &'static str,
    variable: &'static str,
    treatment: Treatment,
    why: &'static str,
) -> Setting {
    Setting {
        variable: Some(variable),
        key: Some(key),
        treatment,
        why,
    }
}

const fn key(key: &'static str, treatment: Treatment, why: &'static str) -> Setting {
    Setting {
        variable: None,
        key: Some(key),
        treatment,
        why,
    }
}

const fn variable(variable: &'static str, treatment: Treatment, why: &'static str) -> Setting {
    Setting {
        variable: Some(variable),
        key: None,
        treatment,
        why,
    }
}

use Treatment::{Default, Moot, Obeyed, Ours, Refused};

const GSS: &str = "GSSAPI is not built in: a server that asks for it is refused";
const OAUTH: &str = "OAuth is not built in: a server that asks for it is refused";
const OUR_SETTINGS: &str = "every transaction of ours sets what it depends on";
const OUR_KEEPALIVES: &str = "a peer that vanished is always noticed within a minute or so";
const KEYS: &str = "SCRAM is done with the password itself";

/// All of them, in libpq's order (`PQconndefaults` of version 18), then the variables that stand for none.
pub const SETTINGS: &[Setting] = &[
    both("service", "PGSERVICE", Obeyed, ""),
    both("user", "PGUSER", Default, ""),
    both("password", "PGPASSWORD", Default, ""),
    both("passfile", "PGPASSFILE", Default, ""),
    both("channel_binding", "PGCHANNELBINDING", Obeyed, ""),
    both(
        "connect_timeout",
        "PGCONNECT_TIMEOUT",
        Obeyed,
        "zero is our default: there is always an end",
    ),
    both(
        "dbname",
        "PGDATABASE",
        Ours,
        "the maintenance database is the same for everybody",
    ),
    both("host", "PGHOST", Default, ""),
    both("hostaddr", "PGHOSTADDR", Obeyed, ""),
    both("port", "PGPORT", Default, ""),
    both(
        "client_encoding",
        "PGCLIENTENCODING",
        Ours,
        "UTF8 is spoken",
    ),
    both("options", "PGOPTIONS", Obeyed, ""),
    both(
        "application_name",
        "PGAPPNAME",
        Ours,
        "each apply is named by its session",
    ),
    key(
        "fallback_application_name",
        Ours,
        "each apply is named by its session",
    ),
    key("keepalives", Ours, OUR_KEEPALIVES),
    key("keepalives_idle", Ours, OUR_KEEPALIVES),
    key("keepalives_interval", Ours, OUR_KEEPALIVES),
    key("keepalives_count", Ours, OUR_KEEPALIVES),
    key("tcp_user_timeout", Ours, OUR_KEEPALIVES),
    both("sslmode", "PGSSLMODE", Obeyed, ""),
    both("sslnegotiation", "PGSSLNEGOTIATION", Obeyed, ""),
    both(
        "sslcompression",
        "PGSSLCOMPRESSION",
        Moot,
        "TLS never compresses here",
    ),
    both("sslcert", "PGSSLCERT", Obeyed, ""),
    both("sslkey", "PGSSLKEY", Obeyed, ""),
    both(
        "sslcertmode",
        "PGSSLCERTMODE",
        Refused(&["disable", "allow"]),
        "whether the server asked for the certificate is not looked at",
    ),
    key("sslpassword", Obeyed, ""),
    both("sslrootcert", "PGSSLROOTCERT", Obeyed, ""),
    both("sslcrl", "PGSSLCRL", Obeyed, ""),
    both("sslcrldir", "PGSSLCRLDIR", Obeyed, ""),
    both("sslsni", "PGSSLSNI", Obeyed, ""),
    both(
        "requirepeer",
        "PGREQUIREPEER",
        Refused(&[]),
        "who runs the server at a socket is not looked at",
    ),
    both("require_auth", "PGREQUIREAUTH", Obeyed, ""),
    both(
        "min_protocol_version",
        "PGMINPROTOCOLVERSION",
        Refused(&["3.0"]),
        "protocol 3.0 is spoken",
    ),
    both(
        "max_protocol_version",
        "PGMAXPROTOCOLVERSION",
        Moot,
        "protocol 3.0 is spoken, the lowest there is",
    ),
    both(
        "ssl_min_protocol_version",
        "PGSSLMINPROTOCOLVERSION",
        Obeyed,
        "",
    ),
    both(
        "ssl_max_protocol_version",
        "PGSSLMAXPROTOCOLVERSION",
        Obeyed,
        "",
    ),
    both(
        "gssencmode",
        "PGGSSENCMODE",
        Refused(&["disable", "prefer"]),
        "GSSAPI encryption is not built in",
    ),
    both("krbsrvname", "PGKRBSRVNAME", Moot, GSS),
    both("gsslib", "PGGSSLIB", Moot, GSS),
    both("gssdelegation", "PGGSSDELEGATION", Moot, GSS),
    key(
        "replication",
        Refused(&["false", "off", "no", "0"]),
        "a replication connection runs no plan",
    ),
    both("target_session_attrs", "PGTARGETSESSIONATTRS", Obeyed, ""),
    both(
        "load_balance_hosts",
        "PGLOADBALANCEHOSTS",
        Refused(&["disable"]),
        "a resource is one host, and its addresses are tried in order",
    ),
    key("scram_client_key", Refused(&[]), KEYS),
    key("scram_server_key", Refused(&[]), KEYS),
    key("oauth_issuer", Moot, OAUTH),
    key("oauth_client_id", Moot, OAUTH),
    key("oauth_client_secret", Moot, OAUTH),
    key("oauth_scope", Moot, OAUTH),
    key(
        "sslkeylogfile",
        Refused(&[]),
        "the keys of a connection are written nowhere",
    ),
    variable("PGSERVICEFILE", Obeyed, ""),
    variable("PGSYSCONFDIR", Obeyed, ""),
    variable("PGREQUIRESSL", Obeyed, ""),
    variable("PGOAUTHDEBUG", Moot, OAUTH),
    variable("PGLOCALEDIR", Moot, "messages are in English"),
    variable("PGDATESTYLE", Ours, OUR_SETTINGS),
    variable("PGTZ", Ours, OUR_SETTINGS),
    variable("PGGEQO", Ours, OUR_SETTINGS),
];
