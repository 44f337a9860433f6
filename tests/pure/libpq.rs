//! libpq's settings: each is obeyed, or refused by its name, or known to make nothing weaker.

use cluster::connect::{
    ConnectionParams, Endpoint, ParamsError, PasswordSource, SETTINGS, Setting, Treatment,
};

/// What `PQconndefaults` of libpq 18 lists: key and variable.
const CONNDEFAULTS: &str = "service PGSERVICE,user PGUSER,password PGPASSWORD,passfile PGPASSFILE,\
channel_binding PGCHANNELBINDING,connect_timeout PGCONNECT_TIMEOUT,dbname PGDATABASE,host PGHOST,\
hostaddr PGHOSTADDR,port PGPORT,client_encoding PGCLIENTENCODING,options PGOPTIONS,\
application_name PGAPPNAME,fallback_application_name,keepalives,keepalives_idle,keepalives_interval,\
keepalives_count,tcp_user_timeout,sslmode PGSSLMODE,sslnegotiation PGSSLNEGOTIATION,\
sslcompression PGSSLCOMPRESSION,sslcert PGSSLCERT,sslkey PGSSLKEY,sslcertmode PGSSLCERTMODE,sslpassword,\
sslrootcert PGSSLROOTCERT,sslcrl PGSSLCRL,sslcrldir PGSSLCRLDIR,sslsni PGSSLSNI,requirepeer PGREQUIREPEER,\
require_auth PGREQUIREAUTH,min_protocol_version PGMINPROTOCOLVERSION,max_protocol_version PGMAXPROTOCOLVERSION,\
ssl_min_protocol_version PGSSLMINPROTOCOLVERSION,ssl_max_protocol_version PGSSLMAXPROTOCOLVERSION,\
gssencmode PGGSSENCMODE,krbsrvname PGKRBSRVNAME,gsslib PGGSSLIB,gssdelegation PGGSSDELEGATION,replication,\
target_session_attrs PGTARGETSESSIONATTRS,load_balance_hosts PGLOADBALANCEHOSTS,scram_client_key,\
scram_server_key,oauth_issuer,oauth_client_id,oauth_client_secret,oauth_scope,sslkeylogfile";

/// The variables that it documents besides.
const VARIABLES: &str =
    "PGSERVICEFILE,PGSYSCONFDIR,PGREQUIRESSL,PGOAUTHDEBUG,PGLOCALEDIR,PGDATESTYLE,PGTZ,PGGEQO";

fn made(env: &[(&str, &str)]) -> Result<ConnectionParams, ParamsError> {
    let endpoint = Endpoint {
        resource: "test".into(),
        host: None,
        port: None,
        user: None,
        password: PasswordSource::Libpq,
        maintenance_db: None,
    };
    ConnectionParams::new(endpoint, &|name| {
        let found = env.iter().find(|(n, _)| *n == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

/// A value that says something else than the default.
fn sample(name: &str) -> &'static str {
    match name {
        "PGPORT" => "6000",
        "PGPASSFILE" => "/", // It is there, and no file: the parameters carry a warning.
        "PGCONNECT_TIMEOUT" => "3",
        "PGHOSTADDR" => "192.0.2.1",
        "PGCHANNELBINDING" | "PGSSLMODE" => "require",
        "PGSSLNEGOTIATION" => "direct",
        "PGREQUIREAUTH" => "scram-sha-256",
        "PGSSLMINPROTOCOLVERSION" => "TLSv1.3",
        "PGSSLMAXPROTOCOLVERSION" => "TLSv1.2",
        "PGTARGETSESSIONATTRS" => "primary",
        "PGREQUIRESSL" => "1",
        "PGSSLSNI" => "0",
        "PGSSLCERTMODE" | "PGGSSENCMODE" => "require",
        "PGMINPROTOCOLVERSION" => "3.2",
        "PGLOADBALANCEHOSTS" => "random",
        _ => "something",
    }
}

/// Obeyed: the parameters are others, or an error names it. Refused: an error names it. Else: no change.
fn judge(setting: &Setting, named: &[&str], env: &[(&str, &str)]) {
    let before = format!("{:?}", made(&[]).unwrap());
    let now = made(env).map(|params| (params.password.is_some(), format!("{params:?}")));
    let names_it = |error: &ParamsError| named.iter().any(|n| error.to_string().contains(n));
    match (setting.treatment, now) {
        (Treatment::Refused(_), Err(ParamsError::Refused { name, .. })) => {
            assert_eq!(name, setting.name());
        }
        (Treatment::Refused(_), other) => panic!("{}: {other:?}", setting.name()),
        (Treatment::Obeyed | Treatment::Default, Ok((has_password, now))) => {
            assert!(
                now != before || has_password,
                "{} is ignored",
                setting.name()
            );
        }
        (Treatment::Obeyed | Treatment::Default, Err(error)) => {
            assert!(names_it(&error), "{}: {error}", setting.name());
        }
        (Treatment::Ours | Treatment::Moot, Ok((_, now))) => {
            assert_eq!(now, before, "{}", setting.name());
            assert!(!setting.why.is_empty(), "{}", setting.name());
        }
        (_, Err(error)) => panic!("{}: {error}", setting.name()),
    }
}

#[test]
fn the_table_is_all_that_libpq_knows() {
    let word = |s: &Setting| {
        [s.key, s.variable]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let table: Vec<String> = SETTINGS.iter().map(word).collect();
    let known: Vec<&str> = CONNDEFAULTS
        .split(',')
        .chain(VARIABLES.split(','))
        .collect();
    assert_eq!(table, known);
}

#[test]
fn each_variable_is_treated_as_the_table_says() {
    for setting in SETTINGS {
        let Some(variable) = setting.variable else {
            continue;
        };
        // Which files a service is looked for in.
        let service = ("PGSERVICE", "there");
        let env = [(variable, sample(variable)), service];
        match variable {
            "PGSERVICEFILE" | "PGSYSCONFDIR" => judge(setting, &["something"], &env),
            _ => judge(setting, &[variable], &env[..1]),
        }
    }
}

#[test]
fn each_key_of_a_service_is_treated_as_the_table_says() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("services");
    let env = [
        ("PGSERVICE", "s"),
        ("PGSERVICEFILE", file.to_str().unwrap()),
    ];
    for setting in SETTINGS.iter().filter(|s| s.key != Some("service")) {
        let Some(key) = setting.key else { continue };
        let text = format!("[s]\n{key}={}\n", sample(setting.name()));
        std::fs::write(&file, text).unwrap();
        judge(setting, &[setting.name()], &env);
    }
    for bad in ["service=t", "sslmodus=require"] {
        std::fs::write(&file, format!("[s]\n{bad}\n")).unwrap();
        let error = made(&env).unwrap_err();
        let key = bad.split('=').next().unwrap();
        assert!(
            matches!(&error, ParamsError::UnknownKey(k) if k == key),
            "{error}"
        );
    }
}

#[test]
fn values_that_ask_for_what_is_done_anyhow_are_fine() {
    for setting in SETTINGS {
        if let (Treatment::Refused(fine), Some(variable)) = (setting.treatment, setting.variable) {
            for value in fine {
                made(&[(variable, value)]).unwrap();
            }
        }
    }
}
