//! What a key holds, and where an item keeps it.

use std::fmt;

use crate::desired::{Item, Mode, PrivilegeWord, RoleType, Scope};
use crate::ground::names::{ResourceName, RoleName};

/// The field of an item.
#[derive(Clone)]
pub struct Field<T: 'static> {
    /// To read it.
    pub of: fn(&Item) -> &T,
    /// To write it.
    pub of_mut: fn(&mut Item) -> &mut T,
}

impl<T> fmt::Debug for Field<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::any::type_name::<T>())
    }
}

macro_rules! field {
    ($name:ident) => {
        $crate::desired::keys::Field {
            of: |item| &item.$name,
            of_mut: |item| &mut item.$name,
        }
    };
}
pub(super) use field;

/// What a key holds. A new key mostly holds what another holds already.
#[derive(Clone, Debug)]
pub enum Value {
    /// A name in the inventory; the argument of `plan`.
    Resource(Field<ResourceName>),
    /// Which type of role it is.
    Type(Field<RoleType>),
    /// A text that has to be there.
    Label(Field<String>),
    /// A list of scopes.
    Scopes(Field<Option<Vec<Scope>>>),
    /// A list of privileges, in which none is not the same as nothing.
    Privileges(Field<Option<Vec<PrivilegeWord>>>),
    /// Another role.
    Role(Field<Option<RoleName>>),
    /// Yes, or nothing.
    Flag(Field<bool>),
    /// What becomes of what is not desired.
    Mode(Field<Option<Mode>>),
    /// A whole number, or -1 for none.
    Limit(Field<Option<i32>>),
    /// A text that may be left out, and how `--help` calls it.
    Text(Field<Option<String>>, &'static str),
}

impl Value {
    /// The words it can be, and what each means; none where it is free.
    pub fn words(&self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Type(_) => &[
                (
                    "managed",
                    "Its attributes, memberships and privileges are what is desired",
                ),
                ("external", "It inherits from its source role"),
            ],
            Self::Mode(_) => &[
                (
                    "authoritative",
                    "Grants what is missing, revokes what is not desired",
                ),
                ("additive", "Only grants"),
            ],
            Self::Flag(_) => &[("true", ""), ("false", "")],
            _ => &[],
        }
    }

    /// How `--help` calls it.
    pub fn placeholder(&self) -> &'static str {
        match self {
            Self::Resource(_) => "NAME",
            Self::Type(_) => "TYPE",
            Self::Label(_) => "LABEL",
            Self::Scopes(_) => "SCOPES",
            Self::Privileges(_) => "PRIVILEGES",
            Self::Role(_) => "ROLE",
            Self::Flag(_) => "",
            Self::Mode(_) => "MODE",
            Self::Limit(_) => "N",
            Self::Text(_, word) => word,
        }
    }

    /// True for a list.
    pub fn is_list(&self) -> bool {
        matches!(self, Self::Scopes(_) | Self::Privileges(_))
    }

    /// True where the item says something that is neither a default nor empty.
    pub fn is_given(&self, item: &Item) -> bool {
        match self {
            Self::Resource(field) => !(field.of)(item).as_str().is_empty(),
            Self::Type(field) => *(field.of)(item) != RoleType::default(),
            Self::Label(field) => !(field.of)(item).is_empty(),
            Self::Scopes(field) => (field.of)(item).as_ref().is_some_and(|s| !s.is_empty()),
            Self::Privileges(field) => (field.of)(item).as_ref().is_some_and(|p| !p.is_empty()),
            Self::Role(field) => (field.of)(item).is_some(),
            Self::Flag(field) => *(field.of)(item),
            Self::Mode(field) => (field.of)(item).is_some(),
            Self::Limit(field) => (field.of)(item).is_some(),
            Self::Text(field, _) => (field.of)(item).is_some(),
        }
    }
}
