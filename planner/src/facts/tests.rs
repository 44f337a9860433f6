//! The encoding against its documentation, both ways; and each kind of change in its sentence.

mod changes;
mod encoding;
