//! Roles of ours: by cluster, and those of before.

use super::super::testing;
use super::*;

fn place(system: &str) -> RolePlace {
    RolePlace {
        resource: "analytics".to_owned(),
        system_identifier: system.to_owned(),
        role: "ro".to_owned(),
    }
}

#[tokio::test]
async fn a_role_is_ours_on_its_cluster_only() {
    let (_directory, store) = testing::store().await;
    let [s1, s2] = testing::running(&store, ["s1", "s2"]).await;
    let made = store.made_roles();
    assert_eq!(made.get(&place("1")).await.unwrap(), None);
    made.record(&place("1"), &s1, How::Created).await.unwrap();
    made.record(&place("1"), &s2, How::Adopted).await.unwrap();
    let role = made.get(&place("1")).await.unwrap().unwrap();
    assert_eq!((role.made_by.as_str(), role.how), ("s1", How::Created));
    assert_eq!(made.get(&place("2")).await.unwrap(), None);
    assert!(made.forget(&place("1"), &s1).await.unwrap());
    assert!(!made.forget(&place("1"), &s1).await.unwrap());
}

#[tokio::test]
async fn one_of_before_is_ours_until_its_cluster_is_known() {
    let (_directory, store) = testing::store().await;
    let [s0, s1] = testing::running(&store, ["s0", "s1"]).await;
    let made = store.made_roles();
    made.record(&place(""), &s0, How::Before).await.unwrap();
    let role = made.get(&place("1")).await.unwrap().unwrap();
    assert_eq!((role.made_by.as_str(), role.how), ("s0", How::Before));
    made.record(&place("1"), &s1, How::Adopted).await.unwrap();
    assert_eq!(made.get(&place("2")).await.unwrap(), None);
    let role = made.get(&place("1")).await.unwrap().unwrap();
    assert_eq!((role.made_by.as_str(), role.how), ("s1", How::Adopted));
}

#[tokio::test]
async fn an_edited_row_makes_no_role_ours_but_a_persons_word_does() {
    for change in [
        "UPDATE made_roles SET role_name = 'boss'",
        "UPDATE made_roles SET role_name = 'boss', system_identifier = ''",
        "INSERT INTO made_roles (resource, system_identifier, role_name, made_by, how, at, mac)
         SELECT resource, system_identifier, 'boss', made_by, how, at, mac FROM made_roles",
        "INSERT INTO made_roles (resource, system_identifier, role_name, made_by, how, at)
         SELECT resource, system_identifier, 'boss', made_by, how, at FROM made_roles",
    ] {
        let (_directory, store) = testing::store().await;
        let [s1] = testing::running(&store, ["s1"]).await;
        let made = store.made_roles();
        made.record(&place("1"), &s1, How::Created).await.unwrap();
        store.db.execute("change", change, &[]).await.unwrap();
        let boss = RolePlace {
            role: "boss".to_owned(),
            ..place("1")
        };
        let error = made.get(&boss).await.unwrap_err();
        assert!(matches!(error, StoreError::RowEdited { .. }), "{error}");
        assert!(error.to_string().contains("\"boss\""), "{error}");
        let verified = store.sessions().verify().await.unwrap();
        assert_eq!(verified.faults.len(), 1, "{change}");
        made.record(&boss, &s1, How::Adopted).await.unwrap();
        let role = made.get(&boss).await.unwrap().unwrap();
        assert_eq!(role.how, How::Adopted);
        assert!(store.sessions().verify().await.unwrap().faults.is_empty());
    }
}
