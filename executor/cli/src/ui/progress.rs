//! Progress of long work: one line on stderr, only on a terminal, gone when the work is done.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use planner::quote::display;

use ops::{Event, Listener};

use crate::words;

/// The line; cleared when dropped.
pub struct Spinner {
    bar: ProgressBar,
}

impl Spinner {
    pub(super) fn new(visible: bool) -> Self {
        let bar = ProgressBar::new_spinner();
        bar.set_draw_target(match visible {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        });
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
            bar.set_style(style);
        }
        if visible {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Self { bar }
    }

    /// Sets the line.
    pub fn say(&self, text: impl Into<String>) {
        self.bar.set_message(display(&text.into()));
    }

    /// What operations report to.
    pub fn listener(&self) -> Listener {
        let bar = self.bar.clone();
        let state = Mutex::new(State::default());
        Arc::new(move |event| {
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(line) = state.line(event) {
                bar.set_message(line);
            }
        })
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[derive(Default)]
struct State {
    /// Snapshots under way: databases read, of how many.
    reading: BTreeMap<String, (usize, usize)>,
    planned: Option<(usize, usize)>,
}

impl State {
    /// The line from here on; `None` leaves it as it is.
    fn line(&mut self, event: Event) -> Option<String> {
        match event {
            Event::Snapshot {
                resource,
                done,
                total,
            } => {
                if done < total {
                    self.reading.insert(resource, (done, total));
                } else {
                    self.reading.remove(&resource);
                }
            }
            Event::Planned { done, total } => self.planned = Some((done, total)),
            Event::Began { role, step, .. } => {
                return Some(format!("{}: {}", display(&role), words::apply_step(step)));
            }
            // What is under way stays on the line until the next step begins.
            Event::PlanStep { .. } | Event::Ended { .. } => return None,
        }
        let mut parts: Vec<_> = self
            .planned
            .map(|(done, total)| format!("planned {done} of {total}"))
            .into_iter()
            .collect();
        parts.extend(
            self.reading
                .iter()
                .take(3)
                .map(|(resource, (done, total))| {
                    format!("reading {}: {done} of {total} databases", display(resource))
                }),
        );
        Some(parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_what_is_under_way() {
        let mut state = State::default();
        let reading = |done| Event::Snapshot {
            resource: "a".to_owned(),
            done,
            total: 2,
        };
        let line = state.line(reading(1));
        assert_eq!(line.as_deref(), Some("reading a: 1 of 2 databases"));
        assert_eq!(state.line(reading(2)).as_deref(), Some(""));
        assert_eq!(
            state.line(Event::Planned { done: 1, total: 3 }).as_deref(),
            Some("planned 1 of 3")
        );
    }
}
