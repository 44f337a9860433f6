//! Pages of the inventory.

use super::super::{NewResource, testing};
use super::*;

fn names(page: &[ListedResource]) -> Vec<&str> {
    page.iter().map(|one| one.resource.name.as_str()).collect()
}

#[tokio::test]
async fn a_page_is_filtered_sorted_and_says_how_far_each_is() {
    let (_directory, store) = testing::store().await;
    let inventory = store.inventory();
    let new = |name: &str, host: &str| NewResource {
        name: name.to_owned(),
        kind: "PostgreSQL".to_owned(),
        host: host.to_owned(),
        port: 5432,
    };
    let all = [new("a_b", "x"), new("axb", "y"), new("C", "db.Example")];
    inventory.upsert_many(&all).await.unwrap();
    store
        .credentials()
        .set("a_b", &testing::account())
        .await
        .unwrap();
    let whole = InventoryFilter {
        limit: 10,
        ..InventoryFilter::default()
    };
    let page = inventory.page(&whole).await.unwrap();
    assert_eq!(names(&page), ["C", "a_b", "axb"]);
    assert_eq!(page[1].setup(), Setup::Provision);
    assert_eq!(page[1].account.as_ref().unwrap().0.user, "admin");
    let of = async |filter: InventoryFilter| {
        let page = inventory.page(&filter).await.unwrap();
        names(&page)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let text = |text: &str| InventoryFilter {
        text: Some(text.to_owned()),
        ..whole.clone()
    };
    // What LIKE takes for a wildcard is a character here.
    assert_eq!(of(text("a_b")).await, ["a_b"]);
    assert_eq!(of(text("%")).await, [""; 0]);
    assert_eq!(of(text("EXAMPLE:54")).await, ["C"]);
    let manage = InventoryFilter {
        setup: Some(Setup::Manage),
        order: InventoryOrder::NameDown,
        ..whole.clone()
    };
    assert_eq!(of(manage).await, ["axb", "C"]);
    let second = InventoryFilter {
        skip: 1,
        limit: 1,
        order: InventoryOrder::Host,
        ..whole.clone()
    };
    assert_eq!(of(second).await, ["a_b"]);
    let session = super::super::Session {
        resource: "axb".to_owned(),
        ..testing::session("s1")
    };
    store.sessions().insert(&session).await.unwrap();
    let latest = InventoryFilter {
        order: InventoryOrder::Latest,
        ..whole.clone()
    };
    assert_eq!(of(latest).await, ["axb", "C", "a_b"]);
    let counts = inventory.counts(None).await.unwrap();
    let expected = SetupCounts {
        inventory: 3,
        manage: 2,
        provision: 1,
        configured: 0,
    };
    assert_eq!(counts, expected);
    assert_eq!(inventory.counts(Some("ax")).await.unwrap().inventory, 1);
}

#[tokio::test]
async fn a_yes_to_a_near_address_is_of_that_address_alone() {
    let (_directory, store) = testing::store().await;
    let inventory = store.inventory();
    let new = |port| NewResource {
        name: "a".to_owned(),
        kind: "PostgreSQL".to_owned(),
        host: "localhost".to_owned(),
        port,
    };
    inventory.upsert_many(&[new(1)]).await.unwrap();
    inventory.allow_near("a", Some("ana")).await.unwrap();
    inventory.set_agent("a", "eu").await.unwrap();
    let listed = inventory.listed("a").await.unwrap();
    assert_eq!(
        (listed.near_by.as_deref(), listed.agent.as_str()),
        (Some("ana"), "eu")
    );
    inventory.upsert_many(&[new(2)]).await.unwrap();
    assert_eq!(inventory.listed("a").await.unwrap().near_by, None);
    let error = inventory.set_agent("b", "eu").await.unwrap_err();
    assert!(
        matches!(error, StoreError::NoSuchResource { .. }),
        "{error}"
    );
}
