//! JSON Schema for the types that read and write themselves as text.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::catalog::Grantee;
use crate::desired::{PrivilegeWord, Scope};
use crate::ground::privilege::{Privilege, Privileges};

/// The keywords of every privilege.
fn keywords() -> Vec<&'static str> {
    Privilege::ALL.into_iter().map(Privilege::keyword).collect()
}

impl JsonSchema for Privileges {
    fn schema_name() -> Cow<'static, str> {
        "Privileges".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Privilege keywords, in byte order.",
            "type": "array",
            "items": { "enum": keywords() },
        })
    }
}

impl JsonSchema for PrivilegeWord {
    fn schema_name() -> Cow<'static, str> {
        "PrivilegeWord".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A privilege, in any case, or ALL; `ON SEQUENCES` or `ON TABLES` after it names one kind.",
            "type": "string",
        })
    }
}

impl JsonSchema for Scope {
    fn schema_name() -> Cow<'static, str> {
        "Scope".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "`database` or `database.schema`; parts may be quoted as in SQL.",
            "type": "string",
            "minLength": 1,
        })
    }
}

impl JsonSchema for Grantee {
    fn schema_name() -> Cow<'static, str> {
        "Grantee".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A role's name; null is PUBLIC.",
            "type": ["string", "null"],
        })
    }
}
