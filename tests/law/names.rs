//! Names, plain and hostile.

/// How the objects of one case are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    Plain,
    /// From this position of the pool on.
    Hostile(u8),
}

/// Each is a legal PostgreSQL name of at most 60 bytes.
const HOSTILE: [&str; 32] = [
    "a\"b",
    "a.b",
    "x\ny",
    "back\\slash",
    "\u{65e5}\u{672c}\u{8a9e}",
    "U&\"\\0041\"",
    "' OR 1=1; --",
    "\u{202e}txt.exe",
    "tab\there",
    "PUBLIC",
    "user",
    "select",
    "a b",
    "a,b;c",
    "Upper",
    " lead",
    "trail ",
    "a=b",
    "postgres://host/db",
    "$$; DROP ROLE x; $$",
    "%s%n{}",
    "\\",
    "\r\n\\! id",
    "\u{7f}\u{85}",
    "\u{2028}",
    "e\u{301}",
    "\u{e9}",
    "/* -- */",
    "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"",
    "\u{1f600}\u{10ffff}",
    "true",
    "\u{1b}[31mred",
];

impl Naming {
    fn of(self, what: &str, index: usize) -> String {
        match self {
            Self::Plain => format!("{what}{index:02}"),
            Self::Hostile(from) => {
                let at = (usize::from(from) + index) % (HOSTILE.len() + 2);
                match HOSTILE.get(at) {
                    Some(name) => (*name).to_owned(),
                    // Exactly as long as a name can be.
                    None if at == HOSTILE.len() => "x".repeat(63),
                    None => "\u{6f22}".repeat(21),
                }
            }
        }
    }

    /// The first two are the server's own.
    pub fn role(self, index: usize, major: u32) -> String {
        match index {
            0 => "postgres".to_owned(),
            1 if major >= 14 => "pg_database_owner".to_owned(),
            _ => self.of("law_r", index),
        }
    }

    pub fn database(self, index: usize) -> String {
        self.of("law_d", index)
    }

    pub fn schema(self, index: usize) -> String {
        if index == 0 {
            "public".to_owned()
        } else {
            self.of("s", index + 7)
        }
    }

    pub fn relation(self, index: usize) -> String {
        self.of("t", index + 3)
    }

    pub fn column(self, index: usize) -> String {
        self.of("c", index + 5)
    }
}
