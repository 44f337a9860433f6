//! Admin accounts whose password is not stored: they have none, or it is in libpq's file.

use crate::desk::{Desk, Output, run};
use crate::postgres::{Cluster, cluster};
use crate::snapshot::tls::{place, private_file};

fn set(desk: &Desk, user: &str, how: &str, env: &[(&str, &str)]) -> Output {
    let mut command = desk.command(&["credentials", "set", "fleet", "--user", user, how]);
    command.envs(env.iter().copied());
    run(command, "")
}

fn health(desk: &Desk, env: &[(&str, &str)]) -> Output {
    let mut command = desk.command(&["health", "fleet"]);
    command.envs(env.iter().copied());
    run(command, "")
}

fn os_user() -> String {
    let output = std::process::Command::new("id")
        .arg("-un")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn peer_over_a_unix_socket_and_trust_need_no_password() {
    let c = Cluster::start_private(&[]);
    let Some(sockets) = c.socket_dir() else {
        return; // It runs in a container.
    };
    c.sql("postgres", "CREATE ROLE by_peer LOGIN SUPERUSER; CREATE ROLE by_trust LOGIN CREATEROLE; CREATE ROLE asked LOGIN CREATEROLE PASSWORD 'p'");
    place(
        &c,
        "pg_ident.conf",
        &format!("admins {} by_peer", os_user()),
    );
    place(
        &c,
        "pg_hba.conf",
        "local all by_peer peer map=admins\nlocal all by_trust trust\nlocal all asked scram-sha-256\nhost all all all scram-sha-256\n",
    );
    c.sql("postgres", "SELECT pg_reload_conf(), pg_sleep(0.5)");
    let desk = Desk::new();
    desk.place("fleet", sockets.to_str().unwrap(), c.port);
    // A password of the environment is not sent to whoever asks.
    let env = [("PGPASSWORD", "p")];
    set(&desk, "by_peer", "--no-password", &env).expect(0);
    let found = health(&desk, &[]).expect(0).prints("password: none\n");
    assert!(found.stdout.contains("user: by_peer"), "{}", found.stdout);
    desk.run(&["resources", "list"])
        .expect(0)
        .prints("by_peer (none)");
    set(&desk, "by_trust", "--no-password", &env).expect(0);
    set(&desk, "asked", "--no-password", &env)
        .expect(1)
        .says("stored as one that sends none")
        .says("credentials set fleet --user asked")
        .says("nothing was stored");
    desk.place("fleet", &c.host, c.port);
    health(&desk, &[]).expect(1).says("credentials confirm");
}

#[test]
fn a_client_certificate_is_enough() {
    let c = Cluster::start_private(&[]);
    c.sql("postgres", "CREATE ROLE cert_user LOGIN SUPERUSER");
    place(&c, "server.crt", include_str!("../snapshot/tls/server.crt"));
    place(&c, "server.key", include_str!("../snapshot/tls/server.key"));
    place(&c, "ca.crt", include_str!("../snapshot/tls/ca.crt"));
    place(
        &c,
        "pg_hba.conf",
        "local all all trust\nhostssl all cert_user all cert\nhost all all all scram-sha-256\n",
    );
    c.sql("postgres", "ALTER SYSTEM SET ssl_ca_file = 'ca.crt'");
    c.sql("postgres", "ALTER SYSTEM SET ssl = on");
    c.sql("postgres", "SELECT pg_reload_conf(), pg_sleep(0.5)");
    let desk = Desk::new();
    desk.place("fleet", "localhost", c.port);
    let file = |name, text| private_file(&desk.path(""), name, text);
    let certificate = file("client.crt", include_str!("../snapshot/tls/client.crt"));
    let key = file("client.key", include_str!("../snapshot/tls/client.key"));
    let ca = file("ca.crt", include_str!("../snapshot/tls/ca.crt"));
    let env = [
        ("PGSSLMODE", "verify-full"),
        ("PGSSLROOTCERT", ca.as_str()),
        ("PGSSLCERT", certificate.as_str()),
        ("PGSSLKEY", key.as_str()),
    ];
    set(&desk, "cert_user", "--no-password", &env[..2]).expect(1);
    set(&desk, "cert_user", "--no-password", &env).expect(0);
    health(&desk, &env).expect(0).prints("user: cert_user");

    // Its key may be encrypted: libpq takes the passphrase from the service alone.
    let sealed = file("sealed.key", include_str!("tls/client-encrypted.key"));
    let with_key = [env[0], env[1], env[2], ("PGSSLKEY", sealed.as_str())];
    health(&desk, &with_key).expect(1).says("sslpassword");
    let services = desk.write(
        "services",
        "[right]\nsslpassword=open sesame\n[wrong]\nsslpassword=open\n",
    );
    let service = |name| {
        let file = ("PGSERVICEFILE", services.to_str().unwrap());
        [&with_key[..], &[("PGSERVICE", name), file]].concat()
    };
    health(&desk, &service("right")).expect(0);
    let refused = health(&desk, &service("wrong"))
        .expect(1)
        .says("passphrase");
    assert!(!refused.all().contains("sesame"));
}

#[test]
fn the_password_file_is_read_each_time() {
    let c = cluster();
    let desk = Desk::with_resource(c, "fleet");
    let line = format!("{}:{}:*:{}:{}\n", c.host, c.port, c.user, c.password);
    let file = private_file(&desk.path(""), "pgpass", &line);
    let env = [("PGPASSFILE", file.as_str()), ("PGPASSWORD", "another")];
    set(&desk, c.user, "--pgpass", &env)
        .expect(0)
        .says("password: pgpass");
    health(&desk, &env).expect(0).prints("password: pgpass\n");
    private_file(&desk.path(""), "pgpass", "elsewhere:*:*:*:p\n");
    health(&desk, &env)
        .expect(1)
        .says("has no line for this host");
}

#[test]
fn whose_account_it_is_can_be_said_for_one_call() {
    let c = cluster();
    let desk = Desk::with_resources(c, &["fleet"]);
    c.sql("postgres", "CREATE ROLE wh_other LOGIN PASSWORD 'p'");
    let with = |args: &[&str], more: &[(&str, &str)]| {
        let mut command = desk.command(args);
        command.envs([("PGUSER", "wh_other"), ("PGPASSWORD", "p")]);
        command.envs(more.iter().copied());
        run(command, "")
    };
    let stored = ("ROLEWRIGHT_CREDENTIALS", "store");
    let env = ("ROLEWRIGHT_CREDENTIALS", "env");
    for (option, variable, user) in [
        (None, None, c.user),
        (Some("env"), None, "wh_other"),
        (Some("env"), Some(stored), "wh_other"),
        (Some("store"), Some(env), c.user),
        (None, Some(env), "wh_other"),
        (None, Some(stored), c.user),
    ] {
        let mut args = vec!["health", "fleet"];
        args.extend(
            option
                .into_iter()
                .flat_map(|place| ["--credentials", place]),
        );
        let more: Vec<_> = variable.into_iter().collect();
        with(&args, &more)
            .expect(0)
            .prints(&format!("user: {user}\n"));
    }
    // The others take it as well: nobody is called that.
    for args in [
        &["snapshot", "fleet"][..],
        &[
            "plan",
            "fleet",
            "--role",
            "x",
            "--scopes",
            "postgres",
            "--privileges",
            "SELECT",
        ],
    ] {
        let args = [args, &["--credentials", "env"]].concat();
        let failed = with(&args, &[("PGUSER", "wh_nobody")]).expect(1);
        assert!(failed.all().contains("wh_nobody"), "{}", failed.all());
    }
    with(&["health", "fleet", "--credentials", "both"], &[]).expect(64);
}
