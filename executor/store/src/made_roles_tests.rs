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
    let made = store.made_roles();
    assert_eq!(made.get(&place("1")).await.unwrap(), None);
    made.record(&place("1"), "s1", How::Created).await.unwrap();
    made.record(&place("1"), "s2", How::Adopted).await.unwrap();
    let role = made.get(&place("1")).await.unwrap().unwrap();
    assert_eq!((role.made_by.as_str(), role.how), ("s1", How::Created));
    assert_eq!(made.get(&place("2")).await.unwrap(), None);
    assert!(made.forget(&place("1")).await.unwrap());
    assert!(!made.forget(&place("1")).await.unwrap());
}

#[tokio::test]
async fn one_of_before_is_ours_until_its_cluster_is_known() {
    let (_directory, store) = testing::store().await;
    let made = store.made_roles();
    made.record(&place(""), "s0", How::Before).await.unwrap();
    let role = made.get(&place("1")).await.unwrap().unwrap();
    assert_eq!((role.made_by.as_str(), role.how), ("s0", How::Before));
    made.record(&place("1"), "s1", How::Adopted).await.unwrap();
    assert_eq!(made.get(&place("2")).await.unwrap(), None);
    let role = made.get(&place("1")).await.unwrap().unwrap();
    assert_eq!((role.made_by.as_str(), role.how), ("s1", How::Adopted));
}
