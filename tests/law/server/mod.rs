//! A real cluster with five databases that every case begins anew in.

mod build;
mod insert;
mod look;
mod run;

use cluster::connect::{Connection, ConnectionParams, Endpoint, connect};
use planner::plan::Plan;
use planner::{Catalog, model, plan};
use secret::Secret;

use crate::law::case::Case;
use crate::law::models::{held_by_all, order_of_grantors_is_unknown, without_dependents};
use crate::law::oracle::objects;
use crate::law::undo::{cannot_be_undone, comparable};
use throwaway::Cluster;

/// The databases that can be entered, in the order of the cases' databases.
const OPEN: [&str; 3] = ["law_a", "law_b", "law_c"];

pub struct Server {
    pub maintenance: Connection,
    pub databases: Vec<Connection>,
}

/// What the cases came to.
#[derive(Debug, Default)]
pub struct Counts {
    pub events: u32,
    pub refused: u32,
    pub in_sync: u32,
    pub planned: u32,
    pub steps: u32,
    pub as_another: u32,
    pub inserts: u32,
    pub undone: u32,
}

/// A session that is ours alone: what a transaction of the executor sets is set for good.
async fn open(params: &ConnectionParams, database: &str) -> Connection {
    let session = connect(params, &database.into()).await.unwrap();
    run::sql(&session, "SET search_path TO pg_catalog, pg_temp")
        .await
        .unwrap();
    session
}

impl Server {
    pub async fn new(cluster: &Cluster) -> Self {
        let endpoint = Endpoint {
            resource: "law".into(),
            host: Some(cluster.host.clone()),
            port: Some(cluster.port),
            user: Some(cluster.user.to_owned()),
            password: Secret::new(cluster.password.clone()).into(),
            maintenance_db: None,
        };
        let params = ConnectionParams::new(endpoint, &|_| None).unwrap();
        let maintenance = open(&params, "postgres").await;
        for database in OPEN {
            run::sql(&maintenance, &format!("CREATE DATABASE {database}"))
                .await
                .unwrap();
        }
        for special in [
            "law_closed ALLOW_CONNECTIONS false",
            "law_template IS_TEMPLATE true",
        ] {
            run::sql(&maintenance, &format!("CREATE DATABASE {special}"))
                .await
                .unwrap();
        }
        let mut databases = Vec::new();
        for database in OPEN {
            let session = open(&params, database).await;
            let foreign =
                "CREATE FOREIGN DATA WRAPPER law; CREATE SERVER law FOREIGN DATA WRAPPER law";
            run::sql(&session, foreign).await.unwrap();
            databases.push(session);
        }
        Self {
            maintenance,
            databases,
        }
    }

    /// All laws for one case.
    ///
    /// # Errors
    /// Which one does not hold, and why.
    pub async fn holds(&self, case: &Case, counts: &mut Counts) -> Result<(), String> {
        build::build(self, case, counts).await?;
        let before = look::look(self, case).await?;
        same(
            "the simulation and the server",
            &look::of_the_case(case, &before),
            &case.catalog,
        )?;
        let Ok(first) = plan(&case.config, &before) else {
            counts.refused += 1;
            return Ok(());
        };
        count(&first, counts);
        run::plan_steps(self, case, &first.steps)
            .await
            .map_err(|e| format!("{e}\n{}", first.sql))?;
        let after = look::look(self, case).await?;
        let predicted = model::apply(&before, &first.steps).map_err(|e| e.to_string())?;
        agrees(case, &predicted, &after).map_err(|e| format!("{e}\nafter\n{}", first.sql))?;
        let second = plan(&case.config.clone().rotated(), &after)
            .map_err(|e| format!("{e}\nafter\n{}", first.sql))?;
        if !second.steps.is_empty() {
            return Err(format!(
                "after\n{}\nthere is still\n{}",
                first.sql, second.sql
            ));
        }
        insert::inserts(self, case, counts)
            .await
            .map_err(|e| format!("{e}\nafter\n{}", first.sql))?;
        if cannot_be_undone(case) {
            return Ok(());
        }
        let undo = first.undo_steps(&before);
        let texts = format!("{}\nundo:\n{}", first.sql, first.undo_sql(&before));
        run::undo_steps(self, case, &undo)
            .await
            .map_err(|e| format!("{e}\n{texts}"))?;
        let restored = look::look(self, case).await?;
        let (was, is) = (comparable(&before), comparable(&restored));
        if was != is {
            return Err(format!(
                "undo does not give back what was\n{was:?}\n{is:?}\n{texts}"
            ));
        }
        counts.undone += 1;
        Ok(())
    }
}

fn count(plan: &Plan, counts: &mut Counts) {
    if plan.is_in_sync() {
        counts.in_sync += 1;
    } else {
        counts.planned += 1;
    }
    counts.steps += u32::try_from(plan.steps.len()).unwrap_or(0);
    let as_another = plan.steps.iter().filter(|s| s.acting_as.is_some()).count();
    counts.as_another += u32::try_from(as_another).unwrap_or(0);
}

fn agrees(case: &Case, predicted: &Catalog, real: &Catalog) -> Result<(), String> {
    if order_of_grantors_is_unknown(case) {
        let (predicted, real) = (held_by_all(predicted), held_by_all(real));
        return if predicted == real {
            Ok(())
        } else {
            Err(format!("model and server:\n{predicted:?}\n{real:?}"))
        };
    }
    same(
        "model and server",
        &without_dependents(predicted),
        &without_dependents(real),
    )
}

fn same(what: &str, a: &Catalog, b: &Catalog) -> Result<(), String> {
    if a == b {
        return Ok(());
    }
    let (a_objects, b_objects) = (objects(a), objects(b));
    let mut lines = vec![format!("{what} differ:")];
    for (place, object) in &a_objects {
        if b_objects.get(place) != Some(object) {
            lines.push(format!(
                "{place:?}\n  {object:?}\n  {:?}",
                b_objects.get(place)
            ));
        }
    }
    lines.extend(
        b_objects
            .keys()
            .filter(|p| !a_objects.contains_key(p))
            .map(|p| format!("only there: {p:?}")),
    );
    if a.memberships != b.memberships {
        lines.push(format!("{:?}\n  {:?}", a.memberships, b.memberships));
    }
    if a.roles != b.roles {
        lines.push(format!("{:?}\n  {:?}", a.roles, b.roles));
    }
    if lines.len() == 1 {
        lines.push(format!(
            "{}\n{}",
            a.to_json().unwrap_or_default(),
            b.to_json().unwrap_or_default()
        ));
    }
    Err(lines.join("\n"))
}
