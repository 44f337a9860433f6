//! libpq's password file: `host:port:database:user:password` lines, first match wins.

use std::path::Path;

use zeroize::Zeroizing;

use secret::Secret;

/// The lines of a password file.
#[derive(Clone, Debug, Default)]
pub(super) struct PassFile(Vec<Line>);

#[derive(Clone, Debug)]
struct Line {
    host: Pattern,
    port: Pattern,
    database: Pattern,
    user: Pattern,
    password: Secret,
}

#[derive(Clone, Debug)]
enum Pattern {
    Any,
    Is(String),
}

impl Pattern {
    fn matches(&self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Is(wanted) => wanted == text,
        }
    }
}

impl PassFile {
    /// Reads the file, if it is there. The second part is a warning: like libpq, a file that others
    /// could read is left alone, and so is one that cannot be read.
    pub(super) fn read(path: &Path) -> (Self, Option<String>) {
        let ignored = |why: String| {
            let warning = format!("password file `{}` is not used: {why}", path.display());
            (Self::default(), Some(warning))
        };
        let metadata = match std::fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return (Self::default(), None),
            Err(e) => return ignored(e.to_string()),
        };
        if !metadata.is_file() {
            return ignored("it is not a plain file".to_owned());
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            if metadata.mode() & 0o077 != 0 {
                return ignored(
                    "others can read it; allow only its owner to (`chmod 0600`)".to_owned(),
                );
            }
        }
        match std::fs::read_to_string(path) {
            Ok(text) => (Self::parse(&Zeroizing::new(text)), None),
            Err(e) => ignored(e.to_string()),
        }
    }

    fn parse(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        Self(lines.filter_map(parse_line).collect())
    }

    /// The password for one connection. `localhost` also stands for the usual socket directories.
    pub(super) fn find(&self, host: &str, port: u16, database: &str, user: &str) -> Option<Secret> {
        let port = port.to_string();
        let is_default_socket = ["/var/run/postgresql", "/run/postgresql", "/tmp"].contains(&host);
        self.0
            .iter()
            .find(|line| {
                (line.host.matches(host) || is_default_socket && line.host.matches("localhost"))
                    && line.port.matches(&port)
                    && line.database.matches(database)
                    && line.user.matches(user)
            })
            .map(|line| line.password.clone())
    }
}

fn parse_line(line: &str) -> Option<Line> {
    let mut fields = Fields(line);
    let host = fields.pattern()?;
    let port = fields.pattern()?;
    let database = fields.pattern()?;
    let user = fields.pattern()?;
    let password = Secret::new(fields.next(true)?);
    (!password.expose().is_empty()).then_some(Line {
        host,
        port,
        database,
        user,
        password,
    })
}

/// What is left of a line.
struct Fields<'a>(&'a str);

impl Fields<'_> {
    fn pattern(&mut self) -> Option<Pattern> {
        let wildcard = self.0.starts_with("*:");
        let text = self.next(false)?;
        Some(if wildcard {
            Pattern::Any
        } else {
            Pattern::Is(text)
        })
    }

    /// Up to the next `:`, which must be there unless this is the last field; `\` takes the next
    /// character as it is.
    fn next(&mut self, last: bool) -> Option<String> {
        // As long as the whole rest, so that a password is never left behind by growing.
        let mut field = String::with_capacity(self.0.len());
        let mut chars = self.0.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => field.push(chars.next().map_or('\\', |(_, c)| c)),
                ':' => {
                    self.0 = self.0.get(at + 1..)?;
                    return Some(field);
                }
                c => field.push(c),
            }
        }
        self.0 = "";
        last.then_some(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(file: &PassFile, host: &str, database: &str) -> Option<String> {
        file.find(host, 5432, database, "u")
            .map(|s| s.expose().to_owned())
    }

    #[test]
    fn the_first_match_wins_and_escapes_are_read() {
        let file = PassFile::parse(
            "# db:5432:app:u:no\ndb:5432:app:u:p\\:1\\\\\ndb:*:*:u:second\nlocalhost:*:*:*:sock\nbroken:5432\ne\\:f:*:*:u:x:rest\n*:*:*:u:\n",
        );
        assert_eq!(find(&file, "db", "app").as_deref(), Some("p:1\\"));
        assert_eq!(find(&file, "db", "other").as_deref(), Some("second"));
        assert_eq!(find(&file, "/tmp", "x").as_deref(), Some("sock"));
        assert_eq!(find(&file, "e:f", "x").as_deref(), Some("x"));
        assert_eq!(find(&file, "elsewhere", "x"), None);
        assert!(!format!("{file:?}").contains("second"));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_ignored_with_a_warning() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("pgpass");
        std::fs::write(&path, "*:*:*:*:s3cret\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let (file, warning) = PassFile::read(&path);
        assert!(find(&file, "x", "y").is_none());
        assert!(warning.unwrap().contains("chmod 0600"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        let (file, warning) = PassFile::read(&path);
        assert_eq!(find(&file, "x", "y").as_deref(), Some("s3cret"));
        assert!(warning.is_none());
        assert!(PassFile::read(&dir.path().join("none")).1.is_none());
    }
}
