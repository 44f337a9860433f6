//! CSV: roles, inventory, credentials; the file, its header, its cells.

use super::case::{Case, SECRET};

pub fn cases() -> Vec<Case> {
    [roles(), inventory(), credentials()]
        .into_iter()
        .flatten()
        .collect()
}

fn roles() -> Vec<Case> {
    const HEADER: &str = "resource_name,type,role,scopes,permissions,source_role\n";
    let file = |name, text: &str| {
        Case::new(name, "plan -f roles.csv")
            .file("roles.csv", text)
            .place(&["roles.csv"])
    };
    let row = |name, row: &str| {
        let sound = "analytics,managed,rw,app,SELECT,\n";
        file(name, &format!("{HEADER}{sound}{row}\n")).place(&["line 3"])
    };
    vec![
        file("an empty roles.csv", "").remedy(&["begin it with the header `resource_name,type,"]),
        file("a roles.csv without rows", HEADER).remedy(&["add them below the header"]),
        file("a roles.csv with bars", &HEADER.replace(',', "|"))
            .place(&["line 1"])
            .remedy(&["save the file with commas"]),
        file(
            "a roles.csv with a wrong header",
            "resource_nam,type,role,scopes,permissions\na,b,c,d,e\n",
        )
        .place(&["line 1", "column 1 (`resource_nam`)"])
        .remedy(&["did you mean `resource_name`?"]),
        Case::new("a UTF-16 roles.csv that was cut off", "plan -f roles.csv")
            .file("roles.csv", &b"\xff\xfer\0e\0s"[..])
            .place(&["roles.csv"])
            .remedy(&["save it as \"CSV UTF-8\""]),
        row(
            "a quote in roles.csv that is not closed",
            "analytics,managed,ro,\"app,SELECT,",
        )
        .place(&["column 4"])
        .remedy(&["close it"]),
        row(
            "a row of roles.csv that is too short",
            "analytics,managed,ro",
        )
        .remedy(&["an empty cell still needs its comma"]),
        row(
            "a type in roles.csv that there is not",
            "analytics,manged,ro,app,SELECT,",
        )
        .place(&["column 2 (type)", "`manged`"])
        .remedy(&["write managed or external"]),
        row(
            "a scope of three parts in roles.csv",
            "analytics,managed,ro,app.public.t,SELECT,",
        )
        .place(&["column 4 (scopes)", "`app.public.t`"])
        .remedy(&["`database` or `database.schema`"]),
        row(
            "scopes in roles.csv with commas",
            "analytics,managed,ro,\"app,legacy\",SELECT,",
        )
        .place(&["column 4 (scopes)"])
        .remedy(&["put `;` between scopes"]),
        row(
            "a permission in roles.csv that there is not",
            "analytics,managed,ro,app,READ,",
        )
        .place(&["column 5 (permissions)", "`READ`"])
        .remedy(&["use USAGE, SELECT, INSERT"]),
        row(
            "external with permissions in roles.csv",
            "analytics,external,ro,,SELECT,pg_monitor",
        )
        .place(&["column 5 (permissions)"])
        .remedy(&["remove it, or set `type: managed`"]),
        row(
            "two rows of roles.csv that differ on one role",
            "analytics,managed,rw,app,INSERT,",
        )
        .place(&["line 2", "hoopdev_analytics_rw_2c764c3a"])
        .remedy(&["keep one"]),
    ]
}

fn inventory() -> Vec<Case> {
    const HEADER: &str = "name,type,host,port\n";
    let import = |name, text: &str| {
        Case::new(name, "resources import -f inventory.csv").file("inventory.csv", text)
    };
    // The sound row is not stored either.
    let row = |name, row: &str| {
        import(
            name,
            &format!("{HEADER}fresh,PostgreSQL,db.example,5432\n{row}\n"),
        )
        .place(&["3"])
        .rows()
    };
    vec![
        Case::new(
            "an inventory that is not there",
            "resources import -f inventory.csv",
        )
        .place(&["inventory.csv"])
        .remedy(&["there is no such file"]),
        import("an empty inventory", "")
            .place(&["inventory.csv"])
            .remedy(&["begin it with the header `name,type,host,port`"]),
        import(
            "an inventory without a port column",
            "name,type,host\na,postgres,h\n",
        )
        .place(&["inventory.csv", "line 1", "column `port` is missing"])
        .remedy(&["the header is `name,type,host,port`"]),
        row("a resource without a name", ",PostgreSQL,h,1")
            .place(&["column 1 (name)"])
            .remedy(&["name the resource"]),
        row("a resource of another kind", "m,MySQL,h,1")
            .place(&["column 2 (type)", "`MySQL`"])
            .remedy(&["write PostgreSQL"]),
        row(
            "a URL for a host",
            &format!("m,PostgreSQL,postgres://u:{SECRET}@h/db,1"),
        )
        .place(&["column 3 (host)"])
        .remedy(&["give only its host here"]),
        row("a host with its port", "m,PostgreSQL,h:5433,1")
            .place(&["column 3 (host)", "`h:5433`"])
            .remedy(&["in the column `port`"]),
        row("an address that is none", "m,PostgreSQL,10.0.0.256,1")
            .place(&["column 3 (host)", "`10.0.0.256`"])
            .remedy(&["four numbers of 0 to 255"]),
        row("a port out of range", "m,PostgreSQL,h,65536")
            .place(&["column 4 (port)", "`65536`"])
            .remedy(&["1 to 65535"]),
        row("a port in words", "m,PostgreSQL,h,default")
            .place(&["column 4 (port)", "`default`"])
            .remedy(&["an empty cell is 5432"]),
        row("a resource twice", "fresh,PostgreSQL,other.example,5432")
            .place(&["fresh", "line 2"])
            .remedy(&["keep one"]),
    ]
}

fn credentials() -> Vec<Case> {
    const HEADER: &str = "name,admin_user,password\n";
    let import = |name, text: &str| {
        Case::new(name, "credentials import -f credentials.csv").file("credentials.csv", text)
    };
    let row = |name, row: &str| {
        import(name, &format!("{HEADER}{row}\n"))
            .place(&["2"])
            .rows()
    };
    vec![
        import(
            "credentials with a wrong header",
            &format!("name,user,password\na,b,{SECRET}\n"),
        )
        .place(&["credentials.csv", "line 1", "column 2 is unknown"])
        .remedy(&["the header is `name,admin_user,password`"]),
        import(
            "credentials without a header",
            &format!("analytics,postgres,{SECRET}\n"),
        )
        .place(&["credentials.csv", "line 1"])
        .remedy(&["begin the file with `name,admin_user,password`"]),
        row(
            "credentials of an unknown resource",
            &format!("analytica,postgres,{SECRET}"),
        )
        .place(&["column 1 (name)", "`analytica` is not in the inventory"])
        .remedy(&["did you mean `analytics`?"]),
        row(
            "credentials without a user",
            &format!("analytics,,{SECRET}"),
        )
        .place(&["column 2 (admin_user)"])
        .remedy(&["name the role to provision with"]),
        row("credentials without a password", "analytics,postgres,")
            .place(&["column 3 (password)"])
            .remedy(&["give the admin account's password"]),
        row(
            "a password with a comma",
            &format!("analytics,postgres,{SECRET},{SECRET}"),
        )
        .place(&["4 cells"])
        .remedy(&["put a cell that has a comma in it in quotes"]),
        import(
            "a quote in credentials that is not closed",
            &format!("{HEADER}analytics,postgres,\"{SECRET}\n"),
        )
        .place(&["credentials.csv", "line 2, column 3"])
        .remedy(&["close it"]),
        row(
            "credentials that are not let in",
            &format!("analytics,postgres,{SECRET}"),
        )
        .place(&[
            "analytics at ",
            "user `postgres`",
            "the password was not accepted",
        ])
        .remedy(&["rolewright credentials set analytics --user postgres"]),
    ]
}
