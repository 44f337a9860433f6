//! The steps of the protocol, as they are seen from outside: the requests of an undisturbed apply.

use proxy::Request;

/// Where to strike: each request that is more than a read, and the first of each run of reads;
/// alike ones in one database, such as grant after grant, are struck at the first and the last.
pub fn points(requests: &[Request]) -> Vec<&Request> {
    let mut points: Vec<(&str, &Request)> = Vec::new();
    for request in requests {
        let kind = kind(&request.text);
        let last = points.len().checked_sub(1);
        let same = |at: usize| points[at].0 == kind && points[at].1.database == request.database;
        match (kind, last) {
            ("terminate" | "password", _) => continue,
            ("read", Some(last)) if points[last].0 == "read" => continue,
            // The third of a kind takes the place of the second.
            ("statement", Some(last)) if last > 0 && same(last) && same(last - 1) => {
                points.pop();
            }
            _ => {}
        }
        points.push((kind, request));
    }
    points.into_iter().map(|(_, request)| request).collect()
}

const CONTROL: [&str; 3] = ["BEGIN", "COMMIT", "ROLLBACK"];

fn kind(text: &str) -> &'static str {
    let code = without_comments(text);
    let begins = |words: &[&str]| words.iter().any(|word| code.starts_with(word));
    match text {
        "terminate" => "terminate",
        "password" => "password",
        _ if text.starts_with("startup") => "startup",
        _ if begins(&["GRANT", "REVOKE", "CREATE", "ALTER", "DROP"]) => "statement",
        _ if begins(&CONTROL) || text.contains("advisory") => "control",
        _ => "read",
    }
}

fn without_comments(sql: &str) -> String {
    let lines = sql
        .lines()
        .filter(|line| !line.trim_start().starts_with("--"));
    lines.collect::<Vec<_>>().join("\n").trim_start().to_owned()
}

#[test]
fn grants_are_thinned_and_reads_are_one_step() {
    let ask = |text: &str| Request {
        database: "one".to_owned(),
        text: text.to_owned(),
        nth: 0,
    };
    let texts = [
        "startup as postgres",
        "password",
        "-- why\nSELECT 1",
        "SELECT 2",
        "BEGIN",
        "GRANT a",
        "GRANT b",
        "GRANT c",
        "-- why\nSELECT 1",
        "COMMIT",
        "terminate",
    ];
    let requests: Vec<_> = texts.iter().map(|text| ask(text)).collect();
    let struck: Vec<_> = points(&requests).iter().map(|r| r.text.as_str()).collect();
    let expected = [
        "startup as postgres",
        "-- why\nSELECT 1",
        "BEGIN",
        "GRANT a",
        "GRANT c",
        "-- why\nSELECT 1",
        "COMMIT",
    ];
    assert_eq!(struck, expected);
}
