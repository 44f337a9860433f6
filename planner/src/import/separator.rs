//! What stands between the cells: spreadsheets write the mark of their country.

use super::header::Format;

/// The marks that are read.
pub(super) const MARKS: [char; 3] = [',', ';', '\t'];

/// Finds the mark, and where the table begins.
///
/// Excel's `sep=;` in the first line says it; without one it is the mark that most columns of the
/// format stand between in the header, a comma where none do.
pub(super) fn separator<'a>(text: &'a str, format: &Format) -> (char, &'a str) {
    let line = first_line(text);
    if let Some(mark) = said(line) {
        // Its line end stays, so that all lines keep their number.
        return (mark, text.get(line.len()..).unwrap_or_default());
    }
    let header = first_line(text.trim_start());
    let known = |mark: char| {
        let names = header.split(mark).map(|name| name.trim().trim_matches('"'));
        names.filter(|name| format.knows(name.trim())).count()
    };
    // Of several with as many, the first: a single column stands between no marks.
    let mut best = (',', known(','));
    for mark in MARKS {
        let count = known(mark);
        if count > best.1 {
            best = (mark, count);
        }
    }
    (best.0, text)
}

fn first_line(text: &str) -> &str {
    text.split(['\n', '\r']).next().unwrap_or_default()
}

/// The mark of a `sep=` line, which may be in quotes and have marks after it.
fn said(line: &str) -> Option<char> {
    let bare = line.trim_start_matches('"');
    let (word, rest) = bare.split_at_checked(4)?;
    let mark = rest.chars().next()?;
    (word.eq_ignore_ascii_case("sep=")
        && MARKS.contains(&mark)
        && rest.chars().all(|c| c == mark || c == '"' || c == ' '))
    .then_some(mark)
}

/// In words, for messages.
pub(super) fn word(mark: char) -> &'static str {
    match mark {
        ';' => "semicolon",
        '\t' => "tab",
        _ => "comma",
    }
}

#[cfg(test)]
mod tests {
    use super::super::roles::FORMAT;
    use super::*;

    #[test]
    fn the_header_or_a_line_of_its_own_says_it() {
        for (text, mark, table) in [
            ("resource_name,type,role\n", ',', 0),
            ("\n \"resource_name\"; type ;role\r\n", ';', 0),
            ("role\tresource_name\n", '\t', 0),
            // A list in the header's only cell is for the header to refuse.
            ("resource_name\n", ',', 0),
            ("sep=;\r\nresource_name;type\r\n", ';', 5),
            ("SEP=\t\nrole,type\n", '\t', 5),
            ("\"sep=;\"\nrole;type\n", ';', 7),
            ("sep=;;;;\nrole;type\n", ';', 8),
            ("sep=x\nrole;type\n", ',', 0),
            ("", ',', 0),
            ("séparé\n", ',', 0),
        ] {
            assert_eq!(separator(text, &FORMAT), (mark, &text[table..]), "{text:?}");
        }
    }
}
