//! The order of the planner's rooms: a room uses those above it in `planner/src/lib.rs`, none below,
//! and nobody inside imports the crate's face. The order of the `mod` lines is the only list.

use std::path::Path;

/// The rooms, from the ground up.
fn order(lib: &str) -> Vec<&str> {
    let lines = lib.lines();
    let declared = lines.filter_map(|line| {
        let rest = line.strip_prefix("pub ").unwrap_or(line);
        rest.strip_prefix("mod ")?.strip_suffix(';')
    });
    declared.collect()
}

/// The text without comments, line by line as before.
fn without_comments(text: &str) -> String {
    let bare = |line: &str| match line.find("//") {
        Some(at) => line[..at].to_owned(),
        None => line.to_owned(),
    };
    text.lines().map(bare).collect::<Vec<_>>().join("\n")
}

/// The first names of each path below the crate's root, with the byte where each path begins:
/// `crate::a::b` gives `a`, `crate::{a::b, c}` gives `a` and `c`, and so does `super` at the top.
fn first_names<'a>(text: &'a str, root: &str) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(root) {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &text[at + root.len()..];
        let Some(inside) = rest.strip_prefix('{') else {
            found.push((at, name(rest)));
            continue;
        };
        let mut depth = 0;
        let mut begins = true;
        for (offset, c) in inside.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                c if begins && !c.is_whitespace() => {
                    found.push((at + root.len() + 1 + offset, name(&inside[offset..])));
                    begins = false;
                }
                _ => {}
            }
        }
    }
    found
}

fn name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

/// What is against the order in one file of the planner: file, line, and both rooms.
fn violations(order: &[&str], file: &str, text: &str) -> Vec<String> {
    let below_src = Path::new(file).strip_prefix("planner/src").unwrap();
    let parts: Vec<_> = below_src.iter().map(|p| p.to_str().unwrap()).collect();
    let room = parts[0].trim_end_matches(".rs");
    let Some(own) = order.iter().position(|known| *known == room) else {
        return vec![format!("{file}: room `{room}` is not declared in lib.rs")];
    };
    // As many `super`s as the module is deep lead to the crate's root.
    let is_folder = parts.last() == Some(&"mod.rs");
    let depth = parts.len() - usize::from(is_folder);
    let text = without_comments(text);
    let by_crate = first_names(&text, "crate::").into_iter();
    let supers = "super::".repeat(depth);
    let by_super = first_names(&text, &supers).into_iter();
    let paths = by_crate
        .map(|p| (p, true))
        .chain(by_super.map(|p| (p, false)));
    let mut wrong = Vec::new();
    for ((at, used), by_crate) in paths {
        let line = text[..at].matches('\n').count() + 1;
        match order.iter().position(|known| *known == used) {
            Some(other) if other <= own => {}
            Some(_) => wrong.push(format!(
                "{file}:{line}: room `{room}` uses room `{used}`, which comes later: lib.rs declares `{used}` after `{room}`"
            )),
            // Within an inline module `super` is nearer than it looks.
            None if !by_crate => {}
            None => wrong.push(format!(
                "{file}:{line}: room `{room}` uses `{used}` of the crate's face; import it from the room it lives in"
            )),
        }
    }
    wrong
}

#[test]
fn the_planners_rooms_import_upwards_only() {
    let files = super::files(".rs");
    let lib = files.iter().find(|(name, _)| name == "planner/src/lib.rs");
    let (_, lib) = lib.expect("planner/src/lib.rs");
    let order = order(lib);
    assert!(order.len() > 10, "the rooms were not found: {order:?}");
    let mut wrong = Vec::new();
    for (name, text) in &files {
        if name.starts_with("planner/src/") && name != "planner/src/lib.rs" {
            wrong.extend(violations(&order, name, text));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn an_import_against_the_order_is_named() {
    let order = ["ground", "step", "plan"];
    let planted = "//! A file.\n\nuse crate::ground::names::RoleName;\nuse crate::{\n    ground::quote,\n    plan::Plan,\n};\n\nfn f() -> crate::VERSION {}\n";
    assert_eq!(
        violations(&order, "planner/src/step/mod.rs", planted),
        [
            "planner/src/step/mod.rs:6: room `step` uses room `plan`, which comes later: lib.rs declares `plan` after `step`",
            "planner/src/step/mod.rs:9: room `step` uses `VERSION` of the crate's face; import it from the room it lives in",
        ]
    );
    let by_super = "use super::plan::Plan;\n";
    assert_eq!(
        violations(&order, "planner/src/step/mod.rs", by_super).len(),
        1
    );
    let own = "use super::plan::Plan; // its own `plan`\n";
    assert_eq!(
        violations(&order, "planner/src/step/deep/a.rs", own),
        [""; 0]
    );
}
