//! `plan --report` and `--open`: one page with the plans inside, which loads nothing from anywhere.

use crate::desk::{Desk, Output, tests_file};

const GOLDEN: &str = "c6da4a8cc008b923114f8a0adcfa201b527b8e05536f4befd2373fe962647e71";

fn plan(desk: &Desk, more: &[&str]) -> Output {
    let one = tests_file("cases/reference/plan-yaml/catalog.analytics.json");
    let two = tests_file("cases/reference/plan-yaml/catalog.marketplace.json");
    let (one, two) = (format!("analytics={one}"), format!("marketplace={two}"));
    let file = tests_file("reference/plan.yaml");
    let args = ["plan", "-f", &file, "--snapshot", &one, "--snapshot", &two];
    desk.run(&[&args[..], more].concat())
}

/// The data inside the page.
fn data(page: &str) -> serde_json::Value {
    let start = "<script type=\"application/json\" id=\"report\">";
    let (_, rest) = page
        .split_once(start)
        .expect("the page has a place for its data");
    let (json, _) = rest.split_once("</script>").unwrap();
    serde_json::from_str(json).unwrap()
}

#[test]
fn the_page_holds_every_plan_and_loads_nothing() {
    let desk = Desk::new();
    plan(&desk, &["--report", "report.html"])
        .expect(0)
        .says("wrote report.html");
    let page = desk.read("report.html");
    let report = data(&page);
    assert_eq!(report["format"], "rolewright/report/1");
    let reviews = report["reviews"].as_array().unwrap();
    assert_eq!(reviews.len(), 3);
    assert_eq!(reviews[0]["summary"]["sql_plan_checksum"], GOLDEN);
    let document = reviews[0]["document"].as_str().unwrap();
    assert!(document.contains(GOLDEN) && document.starts_with("sid: "));
    assert!(
        reviews[0]["details"]["matrix"]["rows"]
            .as_array()
            .unwrap()
            .len()
            > 3
    );
    for loads in [
        "src=\"http",
        "href=\"http",
        "src=\"/",
        "url(http",
        "@import",
    ] {
        assert!(!page.contains(loads), "{loads}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn a_role_without_a_plan_is_in_the_page_with_its_reasons() {
    let desk = Desk::new();
    let catalog = tests_file("cases/reference/analytics-ro/catalog.json");
    let args = [
        "plan",
        "a",
        "--role",
        "ro",
        "--scopes",
        "nowhere",
        "--privileges",
        "SELECT",
    ];
    let more = ["--snapshot", &catalog, "--report", "report.html"];
    desk.run(&[&args[..], &more].concat()).expect(1);
    let report = data(&desk.read("report.html"));
    let notes = &report["reviews"][0]["failure"]["notes"];
    assert_eq!(notes[0]["code"], "unknown-database", "{report}");
}

#[test]
fn what_cannot_be_written_is_said_before_any_work() {
    let desk = Desk::new();
    plan(&desk, &["--report", "-"])
        .expect(64)
        .says("takes a file");
    plan(&desk, &["--report", "none/report.html"])
        .expect(1)
        .says("no directory");
    plan(&desk, &["--report", "."])
        .expect(1)
        .says("is a directory");
}
