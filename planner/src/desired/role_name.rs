//! Role names: `hoopdev_<slug>_<label>_<hash>`, deterministic and at most 63 bytes.

use crate::ground::hash::sha256_hex;
use crate::ground::names::{MAX_NAME_BYTES, ResourceName, RoleName};
use crate::ground::quote::brief;

/// The prefix of the reference document.
pub const DEFAULT_PREFIX: &str = "hoopdev";

/// What role names start with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix(String);

impl Default for Prefix {
    fn default() -> Self {
        Self(DEFAULT_PREFIX.to_owned())
    }
}

impl Prefix {
    /// A prefix of lower-case letters, digits and `_`, starting with a letter, at most 20 bytes.
    ///
    /// # Errors
    /// The sentence to show.
    pub fn new(text: &str) -> Result<Self, String> {
        let legal = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            && text.len() <= 20;
        if !legal {
            return Err(format!(
                "role prefix `{}`: use 1 to 20 of a-z, 0-9 and _, starting with a letter",
                brief(text)
            ));
        }
        if text == "pg" || text.starts_with("pg_") {
            return Err(format!(
                "role prefix `{text}`: names starting with `pg_` belong to PostgreSQL; use another"
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Lower-cased, each run outside `[a-z0-9]` one `_`, trimmed.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // The only letters outside of ASCII that have a lower case in it. Unicode's own tables
        // would come in another version with every compiler, and names must never change.
        let c = match c {
            '\u{130}' => {
                out.push('i');
                '\u{307}'
            }
            '\u{212a}' => 'k',
            c => c.to_ascii_lowercase(),
        };
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}

/// The role's name: the hash is the first 8 hex digits of the SHA-256 of `resource:label`, raw.
///
/// ```
/// use planner::desired::{Prefix, role_name};
/// let name = |r: &str, l: &str| role_name(&Prefix::default(), &r.into(), l).unwrap();
/// assert_eq!(name("analytics", "ro").as_str(), "hoopdev_analytics_ro_6075a443");
/// assert_eq!(name("---", "ro").as_str(), "hoopdev_x_ro_5d35d33e");
/// assert_eq!(name("Billing DB (EU)", "rw").as_str(), "hoopdev_billing_db_eu_rw_fa31bdbc");
/// ```
///
/// # Errors
/// An empty resource or label, or a label that leaves no room.
pub fn role_name(
    prefix: &Prefix,
    resource: &ResourceName,
    label: &str,
) -> Result<RoleName, String> {
    if resource.as_str().trim().is_empty() {
        return Err("`resource_name` is empty; name a resource of the inventory".to_owned());
    }
    let shown = brief(label);
    if label.trim().is_empty() {
        return Err("`role` is empty; give a label such as `ro`".to_owned());
    }
    let suffix = slug(label);
    if suffix.is_empty() {
        return Err(format!(
            "role label `{shown}` has no letter a-z and no digit, so no role name can be made of it; use one such as `ro`"
        ));
    }
    // prefix _ slug _ label _ 8 hex digits
    let fixed = prefix.0.len() + 1 + 1 + suffix.len() + 1 + 8;
    let Some(room) = MAX_NAME_BYTES.checked_sub(fixed).filter(|room| *room > 0) else {
        return Err(format!(
            "role label `{shown}` is too long: `{suffix}` leaves no room for the resource in a role name of {MAX_NAME_BYTES} bytes; shorten it to at most {}",
            MAX_NAME_BYTES - prefix.0.len() - 12
        ));
    };
    let mut base = slug(resource.as_str());
    base.truncate(room); // ASCII only: every byte is a character boundary.
    base.truncate(base.trim_end_matches('_').len());
    if base.is_empty() {
        base.push('x');
    }
    let hash: String = sha256_hex(format!("{}:{label}", resource.as_str()).as_bytes())
        .chars()
        .take(8)
        .collect();
    Ok(RoleName::new(format!(
        "{}_{base}_{suffix}_{hash}",
        prefix.0
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(resource: &str, label: &str) -> Result<String, String> {
        role_name(&Prefix::default(), &resource.into(), label).map(|n| n.as_str().to_owned())
    }

    #[test]
    fn lower_case_is_that_of_unicode() {
        for c in '\0'..=char::MAX {
            let mut expected = String::new();
            for c in format!("x{c}x").chars().flat_map(char::to_lowercase) {
                match c {
                    'a'..='z' | '0'..='9' => expected.push(c),
                    _ if expected.ends_with('_') => {}
                    _ => expected.push('_'),
                }
            }
            assert_eq!(slug(&format!("x{c}x")), expected, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn the_reference_vectors() {
        for (resource, label, expected) in [
            ("analytics", "ro", "hoopdev_analytics_ro_6075a443"),
            ("analytics", "rw", "hoopdev_analytics_rw_2c764c3a"),
            ("marketplace", "ro", "hoopdev_marketplace_ro_dc311713"),
            ("analytics", "RO", "hoopdev_analytics_ro_95814552"),
            ("my-postgres", "ro", "hoopdev_my_postgres_ro_4da1f169"),
            ("データベース", "rw", "hoopdev_x_rw_03e26402"),
            ("pgdémo", "Read Only!", "hoopdev_pgd_mo_read_only_dce65199"),
            ("foo", "bar_baz", "hoopdev_foo_bar_baz_6322fec7"),
            ("a:b", "c", "hoopdev_a_b_c_b0ee04f8"),
        ] {
            assert_eq!(name(resource, label).unwrap(), expected);
        }
    }

    #[test]
    fn a_long_resource_is_cut_to_exactly_63_bytes() {
        let cut = name(
            "customer-data-warehouse-production-europe-west-cluster-01",
            "ro",
        )
        .unwrap();
        assert_eq!(
            cut,
            "hoopdev_customer_data_warehouse_production_europe_w_ro_dbc220b3"
        );
        assert_eq!(cut.len(), 63);
        let on_underscore = format!("{}-{}", "a".repeat(42), "b".repeat(10));
        assert_eq!(name(&on_underscore, "ro").unwrap().len(), 62);
        assert_eq!(name("db", &"x".repeat(44)).unwrap().len(), 63);
    }

    #[test]
    fn what_makes_no_name_is_refused_with_a_remedy() {
        for (resource, label, expected) in [
            ("", "ro", "`resource_name` is empty"),
            ("db", "  ", "`role` is empty"),
            ("db", "!!!", "no letter"),
            ("db", &"x".repeat(45), "at most 44"),
        ] {
            let message = name(resource, label).unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
    }
}
