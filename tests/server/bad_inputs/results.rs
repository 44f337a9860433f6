//! Plan results given to `apply -f`.

use super::case::Case;
use super::world::World;

pub fn cases(world: &World) -> Vec<Case> {
    let apply = |name, text: &str| {
        Case::new(name, "apply -f result.yaml")
            .file("result.yaml", text)
            .place(&["result.yaml"])
    };
    let change = |name, from: &str, to: &str| {
        assert!(world.result.contains(from), "{from}");
        apply(name, &world.result.replacen(from, to, 1))
    };
    // Still a result, but not the one that was made: refused and recorded, not run.
    let refused = |name, from: &str, to: &str| {
        assert!(world.result.contains(from), "{from}");
        Case::new(name, "apply -f result.yaml")
            .file("result.yaml", world.result.replacen(from, to, 1))
            .exits(4)
            .rows()
            .recorded()
            .place(&["analytics", "hoopdev_analytics_ro_6075a443"])
    };
    vec![
        Case::new("a result that is not there", "apply -f missing.yaml")
            .place(&["missing.yaml"])
            .remedy(&["there is no such file"]),
        apply("an empty result", "").remedy(&["write one with `plan -o`"]),
        apply(
            "a plan file for a result",
            "items:\n  - resource_name: analytics\n",
        )
        .place(&["`items`"])
        .remedy(&["write one with `plan -o`"]),
        apply("a result that is binary", "format: \u{1}\n")
            .place(&["position 8"])
            .remedy(&["write one with `plan -o`"]),
        change("a result of another format", "result/1", "result/2")
            .place(&["`rolewright/result/2`"])
            .remedy(&["plan again"]),
        change(
            "a result with another resource outside",
            "resource_name: analytics",
            "resource_name: bare",
        )
        .exits(4)
        .place(&["result 1", "`resource_name`", "`bare`", "`analytics`"])
        .remedy(&["plan again"]),
        change(
            "a result with an unknown key",
            "results:\n- ",
            "results:\n- owner: me\n  ",
        )
        .place(&["results[0]", "`owner`", "line 3"])
        .remedy(&["expected one of"]),
        change(
            "a result with an unknown status",
            "status: out-of-sync\n",
            "status: done\n",
        )
        .place(&["`done`", "line"])
        .remedy(&["expected one of", "`out-of-sync`"]),
        refused(
            "a result with other SQL",
            "GRANT SELECT ON ALL",
            "GRANT ALL ON ALL",
        )
        .remedy(&["was edited", "make a fresh plan"]),
        refused("a result with other privileges", "- SELECT", "- DELETE")
            .remedy(&["was edited", "make a fresh plan"]),
        refused(
            "a result that rotates",
            "rotate_password: false",
            "rotate_password: true",
        )
        .remedy(&["was edited", "make a fresh plan"]),
    ]
}
