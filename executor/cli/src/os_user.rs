//! Who runs this, for the record: by the kernel's word where there is one, else by the environment's.

/// The user's name; under sudo, with who called it.
pub fn os_user() -> String {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let user = by_kernel()
        .or_else(|| variable("LOGNAME"))
        .or_else(|| variable("USER"))
        .or_else(|| variable("USERNAME"))
        .unwrap_or_else(|| "unknown".to_owned());
    let user = match variable("SUDO_USER") {
        Some(caller) if caller != user => format!("{user} (sudo by {caller})"),
        _ => user,
    };
    planner::quote::display(&user)
}

/// The owner of this process, whom no variable can change.
#[cfg(unix)]
fn by_kernel() -> Option<String> {
    let uid = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").ok()?);
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    Some(name_of(uid, &passwd).unwrap_or_else(|| format!("uid {uid}")))
}

#[cfg(not(unix))]
fn by_kernel() -> Option<String> {
    None
}

#[cfg(unix)]
fn name_of(uid: u32, passwd: &str) -> Option<String> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_uid_gets_its_name() {
        let passwd =
            "root:x:0:0:root:/root:/bin/sh\n# comment\nalice:x:1000:1000::/home/alice:/bin/sh\n";
        assert_eq!(name_of(1000, passwd).as_deref(), Some("alice"));
        assert_eq!(name_of(1001, passwd), None);
        assert!(!os_user().is_empty());
    }
}
