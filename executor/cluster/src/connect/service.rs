//! libpq's connection service file: one `[name]` section of `key=value` lines.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

/// The settings of one service; values may be passwords.
#[derive(Default)]
pub(super) struct Service(BTreeMap<String, Zeroizing<String>>);

impl Service {
    /// Finds `[name]` in the file's text. As in libpq, the first value of a key wins, lines that
    /// start with `#` are comments, and a value is everything after the first `=`.
    ///
    /// Returns `None` where there is no such section.
    ///
    /// # Errors
    /// The number of the line (from 1) in that section that is not `key=value`.
    pub(super) fn find(text: &str, name: &str) -> Result<Option<Self>, usize> {
        let mut found: Option<Self> = None;
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(section) = line.strip_prefix('[') {
                if found.is_some() {
                    break;
                }
                if section.strip_suffix(']') == Some(name) {
                    found = Some(Self::default());
                }
                continue;
            }
            let Some(Self(settings)) = &mut found else {
                continue;
            };
            let (key, value) = line.split_once('=').ok_or(index + 1)?;
            settings
                .entry(key.trim().to_owned())
                .or_insert_with(|| Zeroizing::new(value.trim().to_owned()));
        }
        Ok(found)
    }

    /// The keys that are there.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The value of a key, empty ones aside.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0
            .get(key)
            .map(|v| v.as_str())
            .filter(|v| !v.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# fleet\n[other]\nhost=x\n[prod]\nhost=db\nport = 6432\nhost=late\npassword=a=b#c\n\n[later]\nuser=z\n";

    #[test]
    fn the_section_is_found() {
        let prod = Service::find(FILE, "prod").unwrap().unwrap();
        assert_eq!(prod.get("host"), Some("db"));
        assert_eq!(prod.get("port"), Some("6432"));
        assert_eq!(prod.get("password"), Some("a=b#c"));
        assert_eq!(prod.get("user"), None);
        assert!(Service::find(FILE, "nope").unwrap().is_none());
        assert_eq!(Service::find("[a]\n\nnonsense\n", "a").err(), Some(3));
    }
}
