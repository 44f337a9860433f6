//! `docs/findings.md` is made from the codes: `ROLEWRIGHT_UPDATE=1 cargo test findings_page`.

use planner::note::{Code, Severity};

fn page() -> String {
    let mut page = String::from(
        "# Findings\n\nWhat a plan has to say beside its SQL, by code. The codes are stable; the sentences that come with \
         them name the object and what to do. Made from `planner/src/ground/note.rs`.\n",
    );
    for (severity, title) in [
        (
            Severity::Error,
            "Errors: the plan cannot be made, or was not",
        ),
        (
            Severity::Warning,
            "Warnings: the role can do more, or less, than the desired state says",
        ),
        (Severity::Info, "Information: worth knowing, nothing to do"),
    ] {
        page.push_str(&format!("\n## {title}\n\n| Code | Meaning |\n|---|---|\n"));
        let codes = Code::ALL.iter().filter(|c| c.severity() == severity);
        for code in codes {
            page.push_str(&format!("| `{code}` | {} |\n", code.meaning()));
        }
    }
    page
}

#[test]
fn the_findings_page_is_made_from_the_codes() {
    let path = super::root().join("docs/findings.md");
    if std::env::var_os("ROLEWRIGHT_UPDATE").is_some() {
        std::fs::write(&path, page()).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(committed, page(), "see the head of this file");
}

#[test]
fn the_codes_are_in_order_and_each_has_its_own_word() {
    let words: Vec<_> = Code::ALL.iter().map(|c| c.word()).collect();
    assert!(words.is_sorted_by(|a, b| a < b), "{words:?}");
    for code in Code::ALL {
        let json = serde_json::to_string(code).unwrap();
        assert_eq!(json, format!("\"{}\"", code.word()));
        assert!(code.meaning().ends_with('.'), "{code}");
    }
}
