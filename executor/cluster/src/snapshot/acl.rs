//! The one place that decodes ACLs as the `.sql` files encode them.
//!
//! An ACL is a `text[]`, NULL where the catalog's is NULL and empty where it is empty. An element
//! is one grantee and grantor: `grantee-oid grantor-oid PRIVILEGE,PRIVILEGE*`, where `*` is WITH
//! GRANT OPTION and grantee 0 is PUBLIC.

use planner::catalog::AclRow;

/// Decodes one ACL.
///
/// # Errors
/// The element that is not of this form.
pub(super) fn decode(elements: Vec<String>) -> Result<Vec<AclRow>, String> {
    let mut rows = Vec::with_capacity(elements.len());
    for element in elements {
        decode_element(&element, &mut rows)
            .ok_or_else(|| format!("`{}` is no ACL entry", planner::quote::brief(&element)))?;
    }
    Ok(rows)
}

/// As [`decode`], keeping NULL apart from empty.
pub(super) fn decode_nullable(
    elements: Option<Vec<String>>,
) -> Result<Option<Vec<AclRow>>, String> {
    elements.map(decode).transpose()
}

fn decode_element(element: &str, rows: &mut Vec<AclRow>) -> Option<()> {
    let mut parts = element.splitn(3, ' ');
    let grantee = parts.next()?.parse().ok()?;
    let grantor = parts.next()?.parse().ok()?;
    // The keywords have spaces from 15 on (`ALTER SYSTEM`), never commas.
    for keyword in parts.next()?.split(',') {
        let plain = keyword.strip_suffix('*');
        let privilege = plain.unwrap_or(keyword).to_owned();
        rows.push(AclRow {
            grantee,
            grantor,
            privilege,
            grantable: plain.is_some(),
        });
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_empty_and_entries_are_told_apart() {
        assert!(decode_nullable(None).unwrap().is_none());
        assert!(decode_nullable(Some(vec![])).unwrap().unwrap().is_empty());
        let acl = decode(vec!["0 10 SELECT".into(), "16384 10 INSERT,SELECT*".into()]).unwrap();
        let seen: Vec<_> = acl
            .iter()
            .map(|r| (r.grantee, r.grantor, r.privilege.as_str(), r.grantable))
            .collect();
        let expected = [
            (0, 10, "SELECT", false),
            (16384, 10, "INSERT", false),
            (16384, 10, "SELECT", true),
        ];
        assert_eq!(seen, expected);
        assert!(
            decode(vec!["16384 SELECT".into()])
                .unwrap_err()
                .contains("16384 SELECT")
        );
    }
}
