//! Where settings come from, and which one wins.

use super::*;

fn target() -> Endpoint {
    Endpoint {
        resource: "prod".into(),
        host: None,
        port: None,
        user: None,
        password: PasswordSource::Libpq,
        maintenance_db: None,
    }
}

fn env<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
    move |name| {
        pairs
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, v)| (*v).to_owned())
    }
}

fn made(target: Endpoint, pairs: &[(&str, &str)]) -> ConnectionParams {
    ConnectionParams::new(target, &env(pairs)).unwrap()
}

#[test]
fn nothing_said_is_libpq_s_defaults() {
    let p = made(target(), &[]);
    assert_eq!(
        (p.host.as_str(), p.port, p.user.as_str()),
        ("localhost", 5432, "postgres")
    );
    assert_eq!(p.sslmode(), SslMode::Prefer);
    assert_eq!(p.limits, Limits::default());
    assert_eq!(p.maintenance, ["postgres".into(), "template1".into()]);
    assert!(p.password_for(&"postgres".into()).is_none());
}

#[test]
fn the_inventory_wins_over_the_environment() {
    let given = Endpoint {
        host: Some("db".into()),
        port: Some(6000),
        user: Some("adm".into()),
        password: Secret::new("stored".into()).into(),
        ..target()
    };
    let variables = [
        ("PGHOST", "elsewhere"),
        ("PGPORT", "1"),
        ("PGUSER", "someone"),
        ("PGPASSWORD", "hunter2"),
        ("PGDATABASE", "app"),
        ("PGSSLMODE", "require"),
        ("PGCONNECT_TIMEOUT", "3"),
    ];
    let p = made(given, &variables);
    assert_eq!(
        (p.host.as_str(), p.port, p.user.as_str()),
        ("db", 6000, "adm")
    );
    assert_eq!(p.password_for(&"x".into()).unwrap().expose(), "stored");
    assert_eq!(p.limits.connect, Duration::from_secs(3));
    assert_eq!(p.sslmode(), SslMode::Require);
    assert_eq!(p.maintenance.first().unwrap().as_str(), "postgres");
    assert!(!format!("{p:?}").contains("stored"));
    let p = made(target(), &variables);
    assert_eq!(p.password_for(&"x".into()).unwrap().expose(), "hunter2");
}

#[test]
fn the_service_wins_over_variables_and_must_exist() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("services");
    std::fs::write(&file, "[prod]\nhost=svc\nuser=svcuser\nsslmode=disable\n").unwrap();
    let file = file.to_str().unwrap();
    let variables = [
        ("PGSERVICE", "prod"),
        ("PGSERVICEFILE", file),
        ("PGHOST", "var"),
        ("PGPORT", "7"),
    ];
    let p = made(target(), &variables);
    assert_eq!(
        (p.host.as_str(), p.port, p.user.as_str()),
        ("svc", 7, "svcuser")
    );
    assert_eq!(p.sslmode(), SslMode::Disable);
    let missing = [("PGSERVICE", "nope"), ("PGSERVICEFILE", file)];
    let error = ConnectionParams::new(target(), &env(&missing)).unwrap_err();
    assert!(matches!(error, ParamsError::NoService { .. }), "{error}");
}

#[cfg(unix)]
#[test]
fn the_password_file_is_asked_for_each_database() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(".pgpass");
    std::fs::write(&path, "localhost:5432:app:postgres:one\n*:*:*:*:two\n").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let home = dir.path().to_str().unwrap();
    let p = made(target(), &[("HOME", home)]);
    assert_eq!(p.password_for(&"app".into()).unwrap().expose(), "one");
    assert_eq!(p.password_for(&"other".into()).unwrap().expose(), "two");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let p = made(target(), &[("HOME", home)]);
    assert!(p.password_for(&"app".into()).is_none());
    assert_eq!(p.warnings.len(), 1);
}

#[test]
fn an_account_without_a_password_gets_none_from_the_environment() {
    let variables = [("PGPASSWORD", "hunter2"), ("HOME", "/nowhere")];
    for (source, word) in [
        (PasswordSource::Nobody, "none"),
        (PasswordSource::PassFile, "pgpass"),
    ] {
        let given = Endpoint {
            password: source,
            ..target()
        };
        let p = made(given, &variables);
        assert!(p.password_for(&"x".into()).is_none());
        assert_eq!(p.password_from(), word);
    }
}

#[test]
fn tls_settings_are_checked() {
    let bad = [("PGSSLMODE", "maybe")];
    assert!(ConnectionParams::new(target(), &env(&bad)).is_err());
    let weak = [("PGSSLMODE", "require"), ("PGSSLROOTCERT", "system")];
    assert!(ConnectionParams::new(target(), &env(&weak)).is_err());
    assert_eq!(
        made(target(), &[("PGSSLROOTCERT", "system")]).sslmode(),
        SslMode::VerifyFull
    );
    let full = made(target(), &[("PGSSLMODE", "verify-full")]);
    assert!(
        full.tls
            .connector()
            .err()
            .unwrap()
            .contains("PGSSLROOTCERT")
    );
    let absent = made(target(), &[("PGSSLROOTCERT", "/nowhere/root.crt")]);
    assert!(
        absent
            .tls
            .connector()
            .err()
            .unwrap()
            .contains("/nowhere/root.crt")
    );
}
