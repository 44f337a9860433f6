//! What is wrong with a text, and where.

use super::*;

#[test]
fn every_item_at_fault_is_told_and_the_sound_ones_stay() {
    let desired = read_yaml(
        "items:\n- {resource_name: a, type: managed, role: ro, scopes: [x], privileges: [SELECT]}\n\
         - {resource_name: a, type: managed, role: rw, privileges: [SELECT]}\n\
         - {resource_name: a, type: managed, role: ' ro', scopes: [x], privileges: []}\n\
         - {resource_name: '', type: external, role: x, source_role: y}\n\
         - {resource_name: a, type: managed, role: RO!, scopes: [y], privileges: [SELECT]}\n\
         - {resource_name: a, type: managed, role: ro, scopes: [y], privileges: [SELECT]}\n",
        &Prefix::default(),
    );
    let numbers: Vec<_> = desired.items.iter().map(|i| i.number).collect();
    assert_eq!(numbers, [1, 5], "{:?}", desired.problems);
    let faults: Vec<_> = desired
        .problems
        .iter()
        .map(|p| (p.item, p.key.as_deref()))
        .collect();
    assert_eq!(
        faults,
        [
            (Some(2), Some("scopes")),
            (Some(3), Some("role")),
            (Some(4), Some("resource_name")),
            (Some(6), Some("role"))
        ]
    );
    let text = &desired.problems[3].message;
    assert!(
        text.starts_with("items 1 (a/ro) and 6 (a/ro) are one role"),
        "{text}"
    );
    let broken = read_yaml("items:\n- {role: [", &Prefix::default());
    assert_eq!((broken.items.len(), broken.problems[0].line), (0, Some(2)));
}

#[test]
fn an_item_that_cannot_be_read_does_not_hide_the_others() {
    let text = "# ours\nitems:\n\
        - {resource_name: a, type: managed, role: ro, scopes: [x], privileges: [SELECT]}\n\
        # the second\n\
        - resource_name: a\n  type: managed\n  role: rw\n  scopes: [x]\n  privileges: [SELECT, SELEKT]\n\
        - resource_name: a\n  role: un\n  scopes: [x\n  privileges: [SELECT]\n\
        - {resource_name: a, rolle: x}\n\
        - {resource_name: a, type: managed, role: last, scopes: [x], privileges: [SELECT]}\n";
    let desired = read_yaml(text, &Prefix::default());
    let numbers: Vec<_> = desired.items.iter().map(|i| i.number).collect();
    assert_eq!(numbers, [1, 5], "{:?}", desired.problems);
    let places: Vec<_> = desired
        .problems
        .iter()
        .map(|p| (p.item, p.line, p.key.as_deref()))
        .collect();
    assert_eq!(
        places,
        [
            (Some(2), Some(9), Some("privileges")),
            (Some(3), Some(13), None),
            (Some(4), Some(14), None)
        ],
        "{:?}",
        desired.problems
    );
    let whole = crate::desired::parse_items(text).unwrap_err().to_string();
    assert!(!desired.problems[0].message.is_empty() && whole.contains("line"));
    for problem in &desired.problems {
        let reason = problem.reason.as_deref().unwrap();
        assert!(
            !reason.contains("items[") && !reason.contains(" at line "),
            "{reason}"
        );
        assert!(problem.message.contains("line"), "{problem:?}");
    }
    // The first is told as it would be for the whole file.
    let only = text
        .replace("scopes: [x\n", "scopes: [x]\n")
        .replace("rolle: x", "role: x");
    let whole = crate::desired::parse_items(&only).unwrap_err().to_string();
    assert_eq!(
        read_yaml(&only, &Prefix::default()).problems[0].message,
        whole
    );
    // One that names values for others cannot be read alone.
    let shared = "items:\n- &a {resource_name: a}\n- *a\n- {role: [}\n";
    assert_eq!(read_yaml(shared, &Prefix::default()).problems[0].item, None);
}

#[test]
fn the_key_of_a_finding_is_a_key() {
    for code in crate::ground::note::Code::ALL {
        let key = code.key();
        let known = |key| crate::desired::keys::KEYS.iter().any(|k| k.name == key);
        assert!(key.is_none_or(known), "{code}");
    }
}

#[test]
fn a_csv_fault_has_its_row_and_key_and_the_cells_stay() {
    let text =
        "resource_name,type,role,scopes,permissions\na,managed,ro,x,SELECT\na,managed,rw,x,SELEC\n";
    let table = read_table(text, &Prefix::default());
    assert_eq!(table.rows[1].cells[4], "SELEC");
    let [problem] = table.problems.as_slice() else {
        panic!("{:?}", table.problems);
    };
    assert_eq!(
        (problem.line, problem.key.as_deref()),
        (Some(3), Some("privileges"))
    );
    let desired = read_csv(text, &Prefix::default());
    assert_eq!((desired.items.len(), desired.items[0].line), (1, Some(2)));
    let items: Vec<Item> = desired.items.into_iter().map(|i| i.item).collect();
    let again = read_yaml(&write_yaml(items.clone()), &Prefix::default());
    assert_eq!(again.items[0].item, items[0]);
    assert!(write_yaml(Vec::new()).contains("items: []"));
}
