//! All quoting, in one place: identifiers, literals, psql's `\connect`, and names shown to people.

use std::fmt::Write as _;

/// A character that must not stand raw in a line of SQL text, a comment or a terminal: controls,
/// line and paragraph separators, and the bidirectional marks that make text read in another order.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// True where one of them is in the text; nearly all are plain ASCII, which is quick to tell.
fn has_unsafe(text: &str) -> bool {
    let plain = |b: u8| (b' '..=b'~').contains(&b);
    !text.bytes().fold(true, |all, b| all & plain(b)) && text.chars().any(is_unsafe)
}

/// A quoted identifier. A name with control characters is written as `U&"…"` with escapes, so that
/// a newline in a name never breaks a line of the plan.
///
/// ```
/// use planner::quote::ident;
/// assert_eq!(ident("public"), r#""public""#);
/// assert_eq!(ident(r#"a"b.c"#), r#""a""b.c""#);
/// assert_eq!(ident(r"back\slash"), r#""back\slash""#);
/// assert_eq!(ident("x\n\\! touch pwned"), r#"U&"x\000A\\! touch pwned""#);
/// assert_eq!(ident("日本"), "\"日本\"");
/// ```
pub fn ident(name: &str) -> String {
    let escaped = has_unsafe(name);
    let mut out = String::with_capacity(name.len() + 2);
    out.push_str(if escaped { "U&\"" } else { "\"" });
    for c in name.chars() {
        match c {
            '"' => out.push_str("\"\""),
            '\\' if escaped => out.push_str("\\\\"),
            c if escaped && is_unsafe(c) => push_unicode_escape(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A string literal, for servers with `standard_conforming_strings` on (the executor sets it).
///
/// ```
/// use planner::quote::literal;
/// assert_eq!(literal("it's"), "'it''s'");
/// assert_eq!(literal("a\nb"), r"U&'a\000Ab'");
/// ```
pub fn literal(text: &str) -> String {
    let escaped = has_unsafe(text);
    let mut out = String::with_capacity(text.len() + 2);
    out.push_str(if escaped { "U&'" } else { "'" });
    for c in text.chars() {
        match c {
            '\'' => out.push_str("''"),
            '\\' if escaped => out.push_str("\\\\"),
            c if escaped && is_unsafe(c) => push_unicode_escape(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

fn push_unicode_escape(out: &mut String, c: char) {
    let code = u32::from(c);
    // Writing to a String cannot fail.
    let _ = if code <= 0xFFFF {
        write!(out, "\\{code:04X}")
    } else {
        write!(out, "\\+{code:06X}")
    };
}

/// The argument of psql's `\connect` for a database, or `None` where no such line can carry the
/// name (control characters). psql takes a name with `=`, or one that starts like a URI, for a
/// connection string: those are wrapped in one.
///
/// ```
/// use planner::quote::connect_argument;
/// assert_eq!(connect_argument("app").unwrap(), r#""app""#);
/// assert_eq!(connect_argument("a=b").unwrap(), r#"-reuse-previous=on "dbname='a=b'""#);
/// assert!(connect_argument("x\n\\! touch pwned").is_none());
/// ```
pub fn connect_argument(database: &str) -> Option<String> {
    if has_unsafe(database) {
        return None;
    }
    let looks_like_conninfo = database.contains('=')
        || database.starts_with("postgres://")
        || database.starts_with("postgresql://");
    if !looks_like_conninfo {
        return Some(ident(database));
    }
    let value = database.replace('\\', "\\\\").replace('\'', "\\'");
    Some(format!(
        "-reuse-previous=on {}",
        ident(&format!("dbname='{value}'"))
    ))
}

/// A name for people: unsafe characters are written as `\u{…}`.
///
/// ```
/// assert_eq!(planner::quote::display("x\ny"), r"x\u{a}y");
/// ```
pub fn display(name: &str) -> String {
    if !has_unsafe(name) {
        return name.to_owned();
    }
    escape(name, is_unsafe)
}

/// Text of several lines for people: as [`display`], but line breaks and tabs stay.
///
/// ```
/// assert_eq!(planner::quote::display_lines("x\n\u{202e}y"), "x\n\\u{202e}y");
/// ```
pub fn display_lines(text: &str) -> String {
    escape(text, |c| is_unsafe(c) && !matches!(c, '\n' | '\t'))
}

fn escape(text: &str, escaped: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if escaped(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// A value in a message: as [`display`], and one that is too long to be read is cut.
///
/// ```
/// use planner::quote::brief;
/// assert_eq!(brief("x\ny"), r"x\u{a}y");
/// let long = brief(&"x".repeat(1_000));
/// assert!(long.starts_with("xxx") && long.ends_with("x… (1000 characters)"));
/// assert!(long.len() < 250);
/// ```
pub fn brief(value: &str) -> String {
    const MOST: usize = 200;
    let Some((end, _)) = value.char_indices().nth(MOST) else {
        return display(value);
    };
    let head = display(value.get(..end).unwrap_or_default());
    format!("{head}… ({} characters)", value.chars().count())
}

/// The message of a library that quotes its input: as [`display_lines`], and what is too long to be
/// read is left out in the middle, for such messages end with the place.
///
/// ```
/// use planner::quote::message;
/// let text = format!("unknown field `{}` at line 2", "x".repeat(5_000));
/// let said = message(&text);
/// assert!(said.starts_with("unknown field `xxx") && said.ends_with("xx` at line 2"));
/// assert!(said.contains(" … (4026 characters left out) … ") && said.len() < 1_100);
/// ```
pub fn message(text: &(impl std::fmt::Display + ?Sized)) -> String {
    const HEAD: usize = 700;
    const TAIL: usize = 300;
    let text = text.to_string();
    let count = text.chars().count();
    let place = |at: usize| text.char_indices().nth(at).map(|(at, _)| at);
    let cut = count > HEAD + TAIL;
    let ends = (place(HEAD), place(count.saturating_sub(TAIL)));
    let ((Some(end), Some(begin)), true) = (ends, cut) else {
        return display_lines(&text);
    };
    format!(
        "{} … ({} characters left out) … {}",
        display_lines(text.get(..end).unwrap_or_default()),
        count - HEAD - TAIL,
        display_lines(text.get(begin..).unwrap_or_default())
    )
}

/// One part of a scope or object path for people and for document keys: quoted only where the
/// plain name would be read differently.
///
/// ```
/// use planner::quote::path_part;
/// assert_eq!(path_part("public"), "public");
/// assert_eq!(path_part("my.db"), "\"my.db\"");
/// ```
pub fn path_part(name: &str) -> String {
    let plain = !name.is_empty()
        && !name.contains(['.', '"', ';', ','])
        && name.trim() == name
        && !has_unsafe(name);
    if plain {
        name.to_owned()
    } else {
        format!("\"{}\"", display(name).replace('"', "\"\""))
    }
}
