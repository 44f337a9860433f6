//! As whom statements run.

use super::*;

#[tokio::test]
async fn another_grantors_entry_is_revoked_as_that_grantor() {
    let cluster = cluster();
    create(cluster, &["grantor"]);
    let desk = desk(cluster, "grantor").await;
    let plan = desk.plan("ro", &["grantor"], &["SELECT"]).await;
    assert_eq!(desk.apply(&plan).await.status, Status::Success);
    let role = &plan.role_name;
    cluster.sql(
        "grantor",
        &format!(
            "CREATE ROLE middleman; GRANT USAGE ON SCHEMA public TO middleman;
         GRANT INSERT ON public.t TO middleman WITH GRANT OPTION;
         SET ROLE middleman; GRANT INSERT ON public.t TO {role}; RESET ROLE"
        ),
    );
    let plan = desk.plan("ro", &["grantor"], &["SELECT"]).await;
    let sql = &plan.document.as_ref().unwrap().sql_plan;
    assert!(
        sql.contains("SET LOCAL ROLE \"middleman\";\nREVOKE INSERT"),
        "{sql}"
    );
    let applied = desk.apply(&plan).await;
    assert_eq!(applied.status, Status::Success, "{}", applied.message);
    assert_eq!(
        desk.plan("ro", &["grantor"], &["SELECT"]).await.status,
        Status::InSync
    );
}
