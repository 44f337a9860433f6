//! The planner for browsers and node: decode, call, encode. Nothing is decided here.
//!
//! Values cross as JSON; their TypeScript types are generated from the Rust types (`types.ts`), and
//! so are the signatures below. A snapshot and a plan stay on this side, as handles.

mod value;

use planner::desired::{Item, Prefix, RoleConfig};
use planner::outcome::{Question, explain};
use planner::review::{
    Details, Found, Graph, Names, PlanFailure, PlanSummary, Problem, Reach, SnapshotSummary,
    read_csv, read_table, read_yaml, write_yaml,
};
use planner::{Catalog, Draft, Plan, SessionDocument, catalog, import, model};
use value::{fault, give, take};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "import type { Answers, Desired, Details, Found, Graph, Item, Names, PlanSummary, Question, Reach, SnapshotSummary, Table } from '../types';";

/// The planner's version, as session documents carry it.
#[wasm_bindgen]
pub fn version() -> String {
    planner::VERSION.to_owned()
}

/// A plan.yaml: its sound items, and what is wrong with the others.
#[wasm_bindgen(js_name = readYaml, unchecked_return_type = "Desired")]
pub fn yaml_in(text: &str) -> JsValue {
    give(&read_yaml(text, &Prefix::default()))
}

/// A roles CSV: its sound rows, and what is wrong with the others.
#[wasm_bindgen(js_name = readCsv, unchecked_return_type = "Desired")]
pub fn csv_in(text: &str) -> JsValue {
    give(&read_csv(text, &Prefix::default()))
}

/// A roles CSV as cells.
#[wasm_bindgen(js_name = readTable, unchecked_return_type = "Table")]
pub fn table_in(text: &str) -> JsValue {
    give(&read_table(text, &Prefix::default()))
}

/// Items as plan.yaml.
#[wasm_bindgen(js_name = writeYaml)]
pub fn yaml_out(
    #[wasm_bindgen(unchecked_param_type = "Item[]")] items: &JsValue,
) -> Result<String, JsValue> {
    Ok(write_yaml(take(items)?))
}

/// Items as CSV.
#[wasm_bindgen(js_name = writeCsv)]
pub fn csv_out(
    #[wasm_bindgen(unchecked_param_type = "Item[]")] items: &JsValue,
) -> Result<String, JsValue> {
    Ok(import::write_roles(&take::<Vec<Item>>(items)?))
}

/// Cells as CSV: the header, then the rows.
#[wasm_bindgen(js_name = writeTable)]
pub fn table_out(
    #[wasm_bindgen(unchecked_param_type = "string[][]")] rows: &JsValue,
) -> Result<String, JsValue> {
    Ok(import::write_table(&take::<Vec<Vec<String>>>(rows)?))
}

/// A snapshot, parsed once.
#[wasm_bindgen]
pub struct Snapshot(Catalog);

#[wasm_bindgen]
impl Snapshot {
    /// Reads a snapshot file; throws a Problem.
    pub fn read(bytes: &[u8]) -> Result<Snapshot, JsValue> {
        let catalog = Catalog::from_bytes(bytes);
        catalog.map(Self).map_err(|e| fault(&Problem::from(&e)))
    }

    /// The resource that it says it is of.
    pub fn resource(&self) -> Option<String> {
        self.0.resource.as_ref().map(|name| name.to_string())
    }

    /// What is in it.
    #[wasm_bindgen(unchecked_return_type = "SnapshotSummary")]
    pub fn summary(&self) -> JsValue {
        give(&SnapshotSummary::new(&self.0))
    }

    /// What completion offers.
    #[wasm_bindgen(unchecked_return_type = "Names")]
    pub fn names(&self) -> JsValue {
        give(&Names::new(&self.0))
    }

    /// The objects that are called something like that.
    #[wasm_bindgen(unchecked_return_type = "Found")]
    pub fn find(&self, text: &str) -> JsValue {
        give(&Found::new(text, &self.0))
    }

    /// SHA-256 of the facts, hex: the same for the same facts, whenever taken.
    pub fn fingerprint(&self) -> String {
        catalog::fingerprint(&self.0)
    }

    /// Plans one item; throws a PlanFailure, or a Problem where the item is no role.
    pub fn plan(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Item")] item: &JsValue,
    ) -> Result<Planned, JsValue> {
        let config = resolve(&take(item)?)?;
        let draft = planner::draft(&config, &self.0);
        draft.map(Planned).map_err(|e| fault(&PlanFailure::from(e)))
    }

    /// Whether a role may do something, and why; throws a Problem.
    #[wasm_bindgen(unchecked_return_type = "Answers")]
    pub fn explain(&self, role: &str, privilege: &str, object: &str) -> Result<JsValue, JsValue> {
        let question = Question {
            role: role.to_owned(),
            privilege: privilege.to_owned(),
            object: object.to_owned(),
        };
        let answers = explain(&question, &self.0);
        answers
            .map(|a| give(&a))
            .map_err(|why| fault(&Problem::new(why)))
    }
}

fn resolve(item: &Item) -> Result<RoleConfig, JsValue> {
    let config = item.resolve(&Prefix::default());
    config.map_err(|e| fault(&Problem::new(e.message)))
}

/// A plan of one item on one snapshot; its methods take that same snapshot. Held as far as every key
/// needs it: what is asked for in a pause completes it.
#[wasm_bindgen]
pub struct Planned(Draft);

impl Planned {
    fn plan(&self, snapshot: &Snapshot) -> Plan {
        self.0.clone().complete(&snapshot.0)
    }
}

#[wasm_bindgen]
impl Planned {
    /// The plan at a glance.
    #[wasm_bindgen(unchecked_return_type = "PlanSummary")]
    pub fn summary(&self) -> JsValue {
        let Draft { config, steps, .. } = &self.0;
        give(&PlanSummary::new(config, steps, &self.0.sql_checksum))
    }

    /// The SQL text.
    pub fn sql(&self) -> String {
        self.0.sql.clone()
    }

    /// Steps, advice, undo and what changes; throws a Problem.
    #[wasm_bindgen(unchecked_return_type = "Details")]
    pub fn details(&self, snapshot: &Snapshot) -> Result<JsValue, JsValue> {
        let details = Details::new(&self.plan(snapshot), &snapshot.0);
        details.map(|d| give(&d)).map_err(|e| fault(&e))
    }

    /// The role among the others; throws a Problem.
    #[wasm_bindgen(unchecked_return_type = "Graph")]
    pub fn graph(&self, snapshot: &Snapshot) -> Result<JsValue, JsValue> {
        let graph = Graph::new(&self.0, &snapshot.0);
        graph.map(|g| give(&g)).map_err(|e| fault(&e))
    }

    /// Who reaches an object, before and after; throws a Problem.
    #[wasm_bindgen(unchecked_return_type = "Reach")]
    pub fn reach(&self, snapshot: &Snapshot, object: &str) -> Result<JsValue, JsValue> {
        let reach = Reach::new(object, &self.0.steps, &snapshot.0);
        reach.map(|r| give(&r)).map_err(|e| fault(&e))
    }

    /// The snapshot as it would be after the plan; throws a Problem.
    pub fn after(&self, snapshot: &Snapshot) -> Result<Snapshot, JsValue> {
        let after = model::apply(&snapshot.0, &self.0.steps);
        after
            .map(Snapshot)
            .map_err(|e| fault(&Problem::new(e.to_string())))
    }

    /// The session document, YAML; throws a Problem.
    pub fn document(
        &self,
        snapshot: &Snapshot,
        sid: &str,
        expires_at: Option<String>,
    ) -> Result<String, JsValue> {
        let plan = self.plan(snapshot);
        let document = SessionDocument::new(sid, &plan, &snapshot.0, expires_at);
        let text = document.to_yaml();
        text.map_err(|e| fault(&Problem::new(e.to_string())))
    }
}
