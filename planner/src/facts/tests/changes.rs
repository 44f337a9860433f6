//! Each kind of change in its sentence.

use crate::facts::compare;

/// Before, now (`""`: no such line), what is said.
const CHANGES: &[[&str; 3]] = &[
    [
        r#"["rolewright/state/1","prod","7",16]"#,
        r#"["rolewright/state/1","prod","7",17]"#,
        "the server is PostgreSQL 17, where it was 16",
    ],
    [
        r#"["role","r",true,"inherit login",5,null]"#,
        r#"["role","r",true,"createdb inherit superuser",5,null]"#,
        UNREADABLE,
    ],
    [
        r#"["rolewright/state/1","prod","7",16]"#,
        r#"["rolewright/state/1","prod","8",17]"#,
        "the cluster is another",
    ],
    [
        r#"["role","r",true,"inherit login",5,null]"#,
        r#"["role","r",true,"superuser inherit createdb",null,"infinity"]"#,
        "role r gained CREATEDB, SUPERUSER and lost LOGIN and has another connection limit and is valid until another time",
    ],
    [
        r#"["role","a.b",true,"login",null,null]"#,
        r#"["role","a.b",false]"#,
        r#"role "a.b" was dropped"#,
    ],
    [
        r#"["role","r",false]"#,
        r#"["role","r",true,"login",null,null]"#,
        "role r was created",
    ],
    [
        "",
        r#"["membership","m","g",false,true,true]"#,
        "the role was made a member of m (by g)",
    ],
    [
        r#"["membership","m","g",false,true,true]"#,
        "",
        "the role is no longer a member of m (by g)",
    ],
    [
        r#"["membership","m","g",false,true,true]"#,
        r#"["membership","m","g",false,true,false]"#,
        "the options of the membership in m (by g) changed",
    ],
    [
        r#"["login","a",false]"#,
        r#"["login","a",true,"login",null,null]"#,
        "role a was created",
    ],
    [
        r#"["login","a",true,"login",null,null]"#,
        r#"["login","a",true,"login",null,"2030-01-01T00:00:00Z"]"#,
        "role a is valid until another time",
    ],
    [
        "",
        r#"["login_membership","a","r","g",false,true,true]"#,
        "membership of login a in r (by g) was created",
    ],
    [
        r#"["login_membership","a","r","g",false,true,true]"#,
        "",
        "the membership of login a in r (by g) was ended",
    ],
    [
        "",
        r#"["over","a"]"#,
        "the VALID UNTIL of role a has passed",
    ],
    [
        r#"["over","a"]"#,
        "",
        "the VALID UNTIL of role a is still to come",
    ],
    [
        "",
        r#"["default","app","public","t","id","ids","s"]"#,
        "the default of column app.public.t.id calls sequence app.ids.s now",
    ],
    [
        r#"["default","app","public","t","id","ids","s"]"#,
        "",
        "the default of column app.public.t.id calls sequence app.ids.s no longer",
    ],
    [
        r#"["source","s",true]"#,
        r#"["source","s",false]"#,
        "role s was dropped",
    ],
    [
        r#"["source","s",false]"#,
        r#"["source","s",true]"#,
        "role s was created",
    ],
    [
        r#"["database","d","o",[],"CONNECT"]"#,
        r#"["database","d","p.q",[["o","CONNECT",""]],""]"#,
        r#"database d has another owner: "p.q" instead of o"#,
    ],
    [
        r#"["database","d","o",[],"CONNECT"]"#,
        r#"["database","d","o",[],""]"#,
        "what PUBLIC holds on database d changed",
    ],
    [
        "",
        r#"["database","d","o",[["o","CONNECT",""]]]"#,
        "the role now holds CONNECT on database d",
    ],
    [
        "",
        r#"["schema","d","s","o",[],""]"#,
        "schema d.s was created",
    ],
    [
        r#"["schema","d","s","o",[],""]"#,
        "",
        "schema d.s was dropped, renamed or left by the role",
    ],
    [
        r#"["schema","d","s","o",[["o","USAGE",""]],""]"#,
        r#"["schema","d","s","o",[["o","USAGE","USAGE"]],""]"#,
        "the role may grant USAGE on schema d.s, where it might grant nothing",
    ],
    [
        r#"["schema","d","s","o",[["o","USAGE",""]],""]"#,
        r#"["schema","d","s","o",[["p","USAGE",""]],""]"#,
        "what the role holds on schema d.s now comes from other grantors",
    ],
    [
        r#"["relations","d","s","materialized_view","o",[],"",["a","b","c"]]"#,
        r#"["relations","d","s","materialized_view","o",[],"",["a","c"]]"#,
        "materialized view d.s.b was dropped, renamed or left by the role",
    ],
    [
        r#"["relations","d","s","table","o",[],"",["a","b"]]"#,
        r#"["relations","d","s","table","o",[],"",["a"]]
["relations","d","s","table","p",[],"",["b"]]"#,
        "table d.s.b has another owner: p instead of o",
    ],
    [
        r#"["relations","d","s","sequence","o",[["o","USAGE",""]],"",["q"]]"#,
        r#"["relations","d","s","sequence","o",[["o","USAGE",""],["p","SELECT UPDATE",""]],"",["q"]]"#,
        "the role holds SELECT, UPDATE, USAGE on sequence d.s.q, where it held USAGE",
    ],
    [
        r#"["relations","d","s","table","o",[],"",["a"]]"#,
        r#"["relations","d","s","table","o",[],"SELECT",["a"]]"#,
        "what PUBLIC holds on table d.s.a changed",
    ],
    [
        r#"["column","d","s","t","c",[["o","SELECT",""]]]"#,
        r#"["column","d","s","t","c",[["o","UPDATE",""]]]"#,
        "the role holds UPDATE on column d.s.t.c, where it held SELECT",
    ],
    [
        "",
        r#"["column","d","s","t","c",[["o","SELECT",""]]]"#,
        "the role now holds SELECT on column d.s.t.c",
    ],
    [
        r#"["column","d","s","t","c",[["o","SELECT",""]]]"#,
        "",
        "column d.s.t.c was dropped, renamed or left by the role",
    ],
    [r#"["of later",1]"#, r#"["of later",2]"#, UNREADABLE],
    ["", r#"["of later",2]"#, UNREADABLE],
];

const UNREADABLE: &str = "something of another version of the facts, which cannot be read here";

#[test]
fn each_change_is_said() {
    for [before, now, sentence] in CHANGES {
        assert_eq!(compare(before, now), [*sentence], "{before}\n{now}");
        assert_eq!(compare(before, before), Vec::<String>::new());
        assert_eq!(compare(now, now), Vec::<String>::new());
    }
}

#[test]
fn changes_come_by_kind_and_path() {
    let before = "";
    let now = r#"["schema","d","s","o",[],""]
["relations","d","s","table","o",[],"",["b","a"]]
["column","d","s","t","c",[["o","SELECT",""]]]"#;
    assert_eq!(
        compare(before, now),
        [
            "the role now holds SELECT on column d.s.t.c",
            "schema d.s was created",
            "table d.s.a was created",
            "table d.s.b was created",
        ]
    );
}
