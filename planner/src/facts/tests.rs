//! The encoding against its documentation, both ways; and each kind of change in its sentence.

mod changes;
mod encoding;
mod order;
mod round_trip;

use std::borrow::Cow;

use super::Fact;

fn written(fact: &Fact<'_>) -> String {
    let mut line = String::new();
    fact.write(&mut line);
    line
}

fn name<T: for<'n> From<&'n str> + Clone>(name: &str) -> Cow<'static, T> {
    Cow::Owned(T::from(name))
}
