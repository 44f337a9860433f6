//! What a message says about the cluster, against what is there.

use crate::look::{DATABASES, Part, Standing, Where};

/// Words that say that all is as before.
const AS_BEFORE: [&str; 4] = [
    "nothing was changed",
    "nothing was run",
    "committed: nothing",
    "the cluster is as before",
];

/// Words that say that all is as planned.
const AS_PLANNED: [&str; 4] = [
    "all of it is applied, and in sync",
    "applied and verified in sync",
    "applied and proved before the commit",
    "in sync already",
];

/// Words that put it on somebody else, and nobody else is there.
const SOMEBODY: [&str; 2] = ["somebody else changed", "changed meanwhile"];

/// What a message calls the part outside the databases: the role and its password.
const ROLE: [&str; 2] = ["the maintenance database", "the role itself"];

/// What is untrue in it; `None` where all is true.
pub fn untrue(text: &str, at: &Standing) -> Option<String> {
    let place = at.place();
    let says = |words: &[&'static str]| words.iter().copied().find(|words| text.contains(words));
    if let Some(words) = says(&SOMEBODY) {
        return Some(format!("says \"{words}\", and nobody was there"));
    }
    if let Some(words) = says(&AS_PLANNED).filter(|_| place != Where::Planned) {
        return Some(format!("says \"{words}\", and the cluster is {place:?}"));
    }
    // "nothing was run" goes with "in sync already".
    let denied = says(&AS_BEFORE).filter(|_| says(&AS_PLANNED).is_none());
    if let Some(words) = denied.filter(|_| place != Where::Before) {
        return Some(format!("says \"{words}\", and the cluster is {place:?}"));
    }
    let of_commits = after(text, "committed: ").find_map(|list| committed(list, text, at));
    let of_looks = || after(text, "applied in ").find_map(|lists| looked(lists, at));
    let of_refusals = || refused(text, at);
    of_commits.or_else(of_looks).or_else(of_refusals)
}

/// What comes after these words, each time, to the end of the line.
fn after<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = &'t str> {
    let each = text.match_indices(words);
    each.filter_map(move |(at, _)| text.get(at + words.len()..)?.lines().next())
}

/// The list of a COMMIT that failed: all of it is committed, and nothing else, unless its answer
/// never came or it was looked at afterwards.
fn committed(list: &str, text: &str, at: &Standing) -> Option<String> {
    let list = list.split(';').next().unwrap_or_default();
    let names = Names(list);
    if let Some(part) = names.parts(at).find(|part| !is_done(at, part)) {
        return Some(format!("says that {part} is committed, and it is not"));
    }
    let open = |part: &str| {
        text.contains(&format!("database \"{part}\" never answered")) || text.contains("applied in")
    };
    let done = at.done().filter(|part| DATABASES.contains(part));
    let mut untold = done.filter(|part| !names.has(part) && !open(part));
    // "committed: nothing" was judged, and what is as planned everywhere is told otherwise.
    let untold = untold.next().filter(|_| at.place() != Where::Planned);
    untold.map(|part| format!("does not say that {part} is committed"))
}

/// "applied in A, B; not in C": A and B are, C is not, and there is nothing else.
fn looked(lists: &str, at: &Standing) -> Option<String> {
    let (done, rest) = lists.split_once("; not in ")?;
    let left = rest.split(';').next().unwrap_or_default();
    let (done, left) = (Names(done), Names(left));
    if let Some(part) = done.parts(at).find(|part| !is_done(at, part)) {
        return Some(format!("says that it is applied in {part}, and it is not"));
    }
    if let Some(part) = left.parts(at).find(|part| is_left(at, part) == Some(false)) {
        return Some(format!("says that it is not applied in {part}, and it is"));
    }
    let mut untold = at.0.keys().filter(|part| DATABASES.contains(part));
    let untold = untold.find(|part| !done.has(part) && !left.has(part));
    untold.map(|part| format!("does not say what {part} is like"))
}

/// "database A refused: why": it is not committed there.
fn refused(text: &str, at: &Standing) -> Option<String> {
    let said = |part: &&str| text.contains(&format!("database \"{part}\" refused: "));
    let wrong = at
        .done()
        .find(|part| DATABASES.contains(part) && said(part));
    wrong.map(|part| format!("says that {part} refused to commit, and it is committed"))
}

/// A list of places, in words.
struct Names<'t>(&'t str);

impl Names<'_> {
    fn has(&self, database: &str) -> bool {
        self.0.contains(&format!("\"{database}\""))
    }

    fn has_role(&self) -> bool {
        ROLE.iter().any(|words| self.0.contains(words))
    }

    /// The parts that it names, of those that the plan changes; `role` is the password too.
    fn parts<'s>(&'s self, at: &'s Standing) -> impl Iterator<Item = &'static str> + 's {
        let databases = DATABASES.into_iter();
        let databases = databases.filter(|part| at.of(part).is_some() && self.has(part));
        databases.chain(self.has_role().then_some("role"))
    }
}

/// The parts that are changed outside the databases.
fn outside(at: &Standing) -> impl Iterator<Item = Part> {
    ["role", "password"]
        .into_iter()
        .filter_map(|part| at.of(part))
}

/// One word stands for role and password: something of it has to be so.
fn is_done(at: &Standing, part: &str) -> bool {
    match part {
        "role" => outside(at).any(|part| part == Part::Planned),
        part => at.of(part) == Some(Part::Planned),
    }
}

fn is_left(at: &Standing, part: &str) -> Option<bool> {
    match part {
        "role" => Some(outside(at).any(|part| part != Part::Planned)),
        part => at.of(part).map(|how| how != Part::Planned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(parts: &[(&'static str, Part)]) -> Standing {
        Standing(parts.iter().copied().collect())
    }

    /// The role and one database are there, two are not.
    fn half() -> Standing {
        use Part::{Before, Planned};
        standing(&[
            ("role", Planned),
            ("password", Planned),
            ("one", Planned),
            ("two", Before),
            ("three", Before),
        ])
    }

    fn all(how: Part) -> Standing {
        standing(&["role", "one", "two", "three"].map(|part| (part, how)))
    }

    #[track_caller]
    fn holds(text: &str, at: &Standing) {
        assert_eq!(untrue(text, at), None);
    }

    #[track_caller]
    fn fails(text: &str, at: &Standing, why: &str) {
        let found = untrue(text, at).unwrap_or_default();
        assert!(found.contains(why), "{found}");
    }

    #[test]
    fn words_for_the_whole() {
        let (before, planned) = (all(Part::Before), all(Part::Planned));
        fails(
            "it failed; nothing was changed",
            &half(),
            "nothing was changed",
        );
        holds("it failed; nothing was changed", &before);
        fails(
            "committed: nothing; plan again",
            &planned,
            "committed: nothing",
        );
        fails("applied and verified in sync", &half(), "verified in sync");
        fails("all of it is applied, and in sync", &before, "all of it");
        holds("x; all of it is applied, and in sync", &planned);
        holds("in sync already; nothing was run", &planned);
        fails(
            "it has drifted since, somebody else changed the cluster",
            &planned,
            "nobody",
        );
    }

    #[test]
    fn lists_of_commits() {
        holds("committed: database \"one\"; plan", &half());
        holds(
            "committed: the maintenance database, database \"one\"",
            &half(),
        );
        fails(
            "committed: database \"one\", database \"two\"",
            &half(),
            "two is committed",
        );
        fails(
            "committed: the maintenance database",
            &half(),
            "does not say that one",
        );
        let unanswered =
            "database \"one\" never answered: cut; committed: the maintenance database";
        holds(unanswered, &half());
        fails(
            "database \"one\" refused: no; committed: the maintenance database",
            &half(),
            "one",
        );
        fails("database \"one\" refused: no", &half(), "refused");
    }

    #[test]
    fn lists_of_looks() {
        let told = "applied in the role itself, database \"one\"; not in ";
        holds(
            &format!("{told}database \"two\", database \"three\""),
            &half(),
        );
        fails(
            &format!("{told}database \"two\""),
            &half(),
            "what three is like",
        );
        let wrong = "applied in database \"two\"; not in database \"one\", database \"three\"";
        fails(wrong, &half(), "applied in two");
        let mut other = half();
        other.0.insert("two", Part::Planned);
        fails(
            &format!("{told}database \"two\", database \"three\""),
            &other,
            "not applied in two",
        );
        // Of a COMMIT whose answer was lost, and the look afterwards.
        let both = format!(
            "database \"one\" never answered: x; committed: the maintenance database; {told}"
        );
        holds(
            &format!("{both}database \"two\", database \"three\""),
            &half(),
        );
    }
}
