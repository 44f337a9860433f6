//! What a command prints for programs.

use serde_json::Value;

use crate::desk::Output;

impl Output {
    /// Stdout is exactly one JSON document of this format.
    #[track_caller]
    pub fn json(&self, format: &str) -> Value {
        let value: Value = serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error} in\n{}", self.stdout));
        assert_eq!(value["format"], format!("rolewright/{format}"));
        value
    }
}
