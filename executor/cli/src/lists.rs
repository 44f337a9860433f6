//! Lists on the command line: comma-separated, repeatable, or both.

use std::str::FromStr;

use super::error::{CommandError, ErrorKind};

/// The entries of all values of an option, in order. A comma in SQL quotes belongs to the name.
///
/// # Errors
/// An empty entry, or one that is no `T`; names the option.
pub fn parse<T>(option: &str, values: &[String]) -> Result<Vec<T>, CommandError>
where
    T: FromStr<Err = String>,
{
    let wrong = |why: String| CommandError::new(ErrorKind::Usage, format!("{option}: {why}"));
    let mut entries = Vec::new();
    for value in values {
        for entry in split(value) {
            if entry.trim().is_empty() {
                return Err(wrong(format!(
                    "an entry of `{}` is empty; put one comma between entries",
                    planner::quote::brief(value)
                )));
            }
            entries.push(entry.trim().parse().map_err(wrong)?);
        }
    }
    Ok(entries)
}

fn split(value: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    value.split(move |c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use planner::desired::{PrivilegeWord, Scope};

    fn scopes(values: &[&str]) -> Result<Vec<String>, String> {
        let values: Vec<_> = values.iter().map(|v| (*v).to_owned()).collect();
        parse::<Scope>("--scopes", &values)
            .map(|scopes| scopes.iter().map(Scope::to_source).collect())
            .map_err(|error| error.message)
    }

    #[test]
    fn commas_and_repetition_are_one_list() {
        let expected = ["analytics.public", "legacy", "app"];
        assert_eq!(scopes(&["analytics.public,legacy,app"]).unwrap(), expected);
        assert_eq!(
            scopes(&["analytics.public, legacy", "app"]).unwrap(),
            expected
        );
    }

    #[test]
    fn a_comma_in_quotes_is_part_of_the_name() {
        assert_eq!(
            scopes(&[r#""a,b".public,c"#]).unwrap(),
            [r#""a,b".public"#, "c"]
        );
        assert_eq!(scopes(&[r#""a"",b",c"#]).unwrap(), [r#""a"",b""#, "c"]);
    }

    #[test]
    fn nothing_is_dropped_or_guessed() {
        for values in [["a,,b"], [""], ["a,"]] {
            assert!(
                scopes(&values).unwrap_err().contains("is empty"),
                "{values:?}"
            );
        }
        assert!(scopes(&["a.b.c"]).unwrap_err().starts_with("--scopes: "));
        let words = parse::<PrivilegeWord>("--privileges", &["select,Insert".to_owned()]).unwrap();
        assert_eq!(words.len(), 2);
    }
}
