//! Two logins under one role: what they are called, and how long the one before stays.

use super::RoleConfig;
use super::role_name::slug;
use crate::ground::moment;
use crate::ground::names::{MAX_NAME_BYTES, RoleName};
use crate::ground::quote::brief;

/// Where an item does not say.
pub const DEFAULT_RETIRE_AFTER: &str = "24h";

/// The longest, in days.
const LONGEST: u32 = 366;

impl RoleConfig {
    /// True where two roles log in in turn, members of this one.
    pub fn has_two_logins(&self) -> bool {
        self.item.logins == Some(2)
    }

    /// What the two logins of the role are called, whether there are any.
    pub fn login_names(&self) -> [RoleName; 2] {
        login_names(&self.role_name, self.label())
    }

    /// Every role that may log in for it: itself, and its two logins.
    pub fn sign_in_names(&self) -> [RoleName; 3] {
        let [a, b] = self.login_names();
        [self.role_name.clone(), a, b]
    }

    /// How long a login works that is taken out of use.
    pub fn retire_after(&self) -> &str {
        let given = self.item.retire_after.as_deref();
        given.unwrap_or(DEFAULT_RETIRE_AFTER)
    }

    /// Until when a login works that a plan takes out of use, given when the snapshot was taken.
    pub(crate) fn retirement(&self, taken_at: Option<&str>) -> Option<String> {
        let counted = || moment::later(taken_at?, span(self.retire_after()).ok()?);
        self.retire_at.clone().or_else(counted)
    }
}

/// What the two logins of a role are called: as the role, with `_a` and `_b`. Where that is too long,
/// what stands before label and hash is cut.
pub fn login_names(role: &RoleName, label: Option<&str>) -> [RoleName; 2] {
    let base = login_base(role.as_str(), label);
    ["a", "b"].map(|letter| RoleName::new(format!("{base}_{letter}")))
}

fn login_base(name: &str, label: Option<&str>) -> String {
    let room = MAX_NAME_BYTES - "_a".len();
    if name.len() <= room {
        return name.to_owned();
    }
    let hash = name.rfind('_').and_then(|at| name.get(at..)).unwrap_or("");
    let labelled = label.map(|label| format!("_{}{hash}", slug(label)));
    let tail = labelled.filter(|tail| name.ends_with(tail.as_str()));
    let tail = tail.unwrap_or_else(|| hash.to_owned());
    let mut head = name.strip_suffix(&tail).unwrap_or(name).to_owned();
    while head.len() + tail.len() > room && head.pop().is_some() {}
    head.truncate(head.trim_end_matches('_').len());
    head + &tail
}

/// `90s`, `30m`, `24h`, `7d`, in seconds.
pub(super) fn span(text: &str) -> Result<u32, String> {
    let count = text.get(..text.len().saturating_sub(1)).unwrap_or_default();
    let unit = match text.as_bytes().last() {
        Some(b's') => 1,
        Some(b'm') => 60,
        Some(b'h') => 3600,
        Some(b'd') => 86_400,
        _ => 0,
    };
    let digits = count.bytes().all(|byte| byte.is_ascii_digit());
    let count = count.parse::<u32>().ok().filter(|_| digits);
    let seconds = count.and_then(|count| count.checked_mul(unit));
    let within = |seconds: &u32| (1..=LONGEST * 86_400).contains(seconds);
    seconds.filter(within).ok_or_else(|| {
        format!(
            "`retire_after` is `{}`; write a whole number of seconds, minutes, hours or days, such as 90s, 30m, 24h or 7d, at most {LONGEST}d",
            brief(text)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desired::{Item, Prefix};

    fn names(resource: &str, label: &str) -> (String, [String; 2]) {
        let item = Item {
            resource_name: resource.into(),
            role: label.to_owned(),
            scopes: Some(vec!["app".parse().unwrap()]),
            privileges: Some(Vec::new()),
            ..Item::default()
        };
        let config = item.resolve(&Prefix::default()).unwrap();
        let logins = config.login_names().map(|name| name.as_str().to_owned());
        (config.role_name.as_str().to_owned(), logins)
    }

    #[test]
    fn logins_are_called_like_their_role() {
        let (_, logins) = names("analytics", "ro");
        assert_eq!(
            logins,
            [
                "hoopdev_analytics_ro_6075a443_a",
                "hoopdev_analytics_ro_6075a443_b"
            ]
        );
    }

    #[test]
    fn a_long_name_is_cut_before_label_and_hash() {
        let long = "customer-data-warehouse-production-europe-west-cluster-01";
        let (role, logins) = names(long, "ro");
        assert_eq!(
            role,
            "hoopdev_customer_data_warehouse_production_europe_w_ro_dbc220b3"
        );
        assert_eq!(
            logins,
            [
                "hoopdev_customer_data_warehouse_production_europe_ro_dbc220b3_a",
                "hoopdev_customer_data_warehouse_production_europe_ro_dbc220b3_b"
            ]
        );
        for label in ["ro", &"x".repeat(44), &"x".repeat(43)] {
            for length in 1..60 {
                let (role, logins) = names(&"r".repeat(length), label);
                for login in logins {
                    assert!(login.len() <= MAX_NAME_BYTES, "{login}");
                    let hash = role.rsplit('_').next().unwrap();
                    assert!(login.contains(&format!("_{label}_{hash}_")), "{login}");
                }
            }
        }
    }

    #[test]
    fn a_span_is_a_number_and_a_unit() {
        for (text, seconds) in [("1s", 1), ("90s", 90), ("30m", 1800), ("24h", 86_400)] {
            assert_eq!(span(text), Ok(seconds));
        }
        assert_eq!(span("366d"), Ok(366 * 86_400));
        for wrong in [
            "",
            "h",
            "24",
            "0h",
            "-1h",
            "+1h",
            "1.5h",
            "24 h",
            "367d",
            "1w",
            "99999999999h",
            "1µ",
        ] {
            assert!(span(wrong).is_err(), "{wrong}");
        }
    }
}
