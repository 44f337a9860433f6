//! Values across the border, as JSON: the browser's own parser is faster than building objects here.

use planner::review::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = JSON, js_name = parse)]
    fn parse(text: &str) -> JsValue;
    #[wasm_bindgen(js_namespace = JSON, js_name = stringify)]
    fn stringify(value: &JsValue) -> Option<String>;
}

/// A value for the other side.
pub fn give(value: &impl Serialize) -> JsValue {
    parse(&serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned()))
}

/// An error for the other side.
pub fn fault(value: &impl Serialize) -> JsValue {
    give(value)
}

/// A value from the other side.
///
/// # Errors
/// A Problem, for the other side.
pub fn take<T: DeserializeOwned>(value: &JsValue) -> Result<T, JsValue> {
    let text = stringify(value).unwrap_or_default();
    serde_json::from_str(&text).map_err(|error| fault(&Problem::new(error.to_string())))
}
