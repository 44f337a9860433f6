//! Commands that do it right, and each thing that they can do wrong.

use super::*;

fn errand(script: &str) -> Errand {
    let words = ["sh", "-c", script].map(str::to_owned).to_vec();
    Errand {
        argv: Argv::new(words).unwrap(),
        env: vec![("ROLEWRIGHT_RESOURCE", "analytics".to_owned())],
        patience: Duration::from_secs(20),
    }
}

async fn fault(script: &str) -> Fault {
    ask(&errand(script)).await.unwrap_err().fault
}

#[tokio::test]
async fn one_line_is_the_password() {
    for (script, password) in [
        ("printf 'p w '", "p w "),
        ("echo p", "p"),
        ("printf 'p\\r\\n'", "p"),
        ("echo \"$ROLEWRIGHT_RESOURCE$ROLEWRIGHT_HOME\"", "analytics"),
        ("echo noise >&2; echo p", "p"),
    ] {
        assert_eq!(ask(&errand(script)).await.unwrap().expose(), password);
    }
}

#[tokio::test]
async fn what_is_no_password_is_an_error_that_shows_none() {
    assert_eq!(fault(":").await, Fault::Silent);
    assert_eq!(fault("echo").await, Fault::Silent);
    assert_eq!(fault("printf 'a\\nb\\n'").await, Fault::MoreLines);
    assert_eq!(fault("printf 'a\\n\\n'").await, Fault::MoreLines);
    assert_eq!(fault("printf 'a\\377'").await, Fault::NotText);
    assert_eq!(fault("yes").await, Fault::TooMuch);
    assert_eq!(
        fault("kill -9 $$").await,
        Fault::Failed("signal 9".to_owned())
    );
    let error = ask(&errand(
        "echo s3cret-token; printf 'no s3cret-token \\033[2J' >&2; exit 3",
    ))
    .await
    .unwrap_err()
    .to_string();
    assert_eq!(error, "`sh` failed with exit status 3: no […] \\u{1b}[2J");
    let loud = "i=0; while [ $i -lt 3000 ]; do echo $i nonsense >&2; i=$((i+1)); done; exit 1";
    assert!(ask(&errand(loud)).await.unwrap_err().said.len() < 1_100);
    let missing = Errand {
        argv: Argv::new(vec!["/nowhere/at-all".to_owned()]).unwrap(),
        ..errand("")
    };
    let missing = ask(&missing).await.unwrap_err();
    assert!(matches!(missing.fault, Fault::NotStarted(_)), "{missing}");
}

#[cfg(unix)]
#[tokio::test]
async fn one_that_hangs_is_killed_with_all_that_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pids");
    let script = format!(
        "sleep 300 & echo $$ $! > {0}.part; mv {0}.part {0}; wait",
        file.display()
    );
    let hanging = Errand {
        patience: Duration::from_secs(2),
        ..errand(&script)
    };
    let error = ask(&hanging).await.unwrap_err();
    assert_eq!(error.fault, Fault::TooSlow(hanging.patience));
    let pids = std::fs::read_to_string(file).unwrap();
    for pid in pids.split_whitespace() {
        let status = format!("/proc/{pid}/stat");
        let is_gone = || std::fs::read_to_string(&status).map_or(true, |s| s.contains(") Z "));
        while !is_gone() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

#[tokio::test]
async fn what_is_given_is_read_or_it_counts_as_failed() {
    let password = Secret::new("s3cret-passw0rd".to_owned());
    let document = Zeroizing::new(br#"{"password":"s3cret-passw0rd"}"#.to_vec());
    let taken = errand("test \"$(cat)\" = '{\"password\":\"s3cret-passw0rd\"}'");
    give(&taken, &document, &password).await.unwrap();
    let echoes = errand("cat >&2; exit 4");
    let error = give(&echoes, &document, &password).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`sh` failed with exit status 4: {\"password\":\"[…]\"}"
    );
    let long = Zeroizing::new(vec![b' '; 1 << 20]);
    let error = give(&errand("exec <&-; sleep 1"), &long, &password).await;
    assert_eq!(error.unwrap_err().fault, Fault::NotRead);
}

#[test]
fn words_that_are_no_command() {
    let of = |words: &[&str]| Argv::new(words.iter().map(|w| (*w).to_owned()).collect());
    assert_eq!(of(&[]), Err(ArgvError::Empty));
    assert_eq!(of(&["", "x"]), Err(ArgvError::Empty));
    assert_eq!(of(&["a\0"]), Err(ArgvError::Nul));
    assert!(matches!(of(&["./x"]), Err(ArgvError::Relative(_))));
    assert!(matches!(of(&["bin/x"]), Err(ArgvError::Relative(_))));
    assert_eq!(of(&["x", &"y".repeat(40_000)]), Err(ArgvError::TooLong));
    let argv = of(&["vault", "kv", "-field=x", "it's"]).unwrap();
    assert_eq!(argv.shown(), r"vault kv -field=x 'it'\''s'");
    assert_eq!(format!("{argv:?}"), "Argv(vault …)");
}
