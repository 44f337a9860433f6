//! One case: a scenario, struck once.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use proxy::{Fault, Moment, Request};

use crate::after::{After, Apply, Seen};
use crate::damage::{Damage, Reach};
use crate::look::{Standing, State};
use crate::scenario::{Prepared, Scenario};
use crate::world::{Ended, RESOURCE, Victim, World, copy};

#[derive(Clone, Debug)]
pub struct Case {
    pub scenario: Scenario,
    pub damage: Damage,
    pub moment: Moment,
    pub at: Request,
    pub seed: u64,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = match self.moment {
            Moment::Before => "before",
            Moment::AnswerLost => "answer lost",
            Moment::After => "after",
        };
        let code = self.at.text.lines().collect::<Vec<_>>().join(" ");
        let code: String = code.chars().take(60).collect();
        let (scenario, damage) = (self.scenario.name(), self.damage.name());
        let (database, nth) = (&self.at.database, self.at.nth + 1);
        write!(
            f,
            "{scenario}: {damage}, {moment}: `{code}` in {database} ({nth})"
        )
    }
}

impl Case {
    /// What tells it from every other, on one line.
    pub fn key(&self) -> String {
        let text = planner::hash::sha256_hex(self.at.text.as_bytes());
        format!("{self} {}", text.get(..8).unwrap_or_default())
    }
}

/// What was seen of a case.
pub struct Observed {
    pub ended: Ended,
    /// The request of the fault came: a run that is struck need not send what another sent.
    pub struck: bool,
    /// The server was rid of the tool's sessions soon.
    pub alone: bool,
    pub at_once: Seen,
    /// The record of the apply that was struck, at once; it may have been refused before it began.
    pub mine: Option<Apply>,
    pub at_once_is: Standing,
    pub after: After,
    /// As the apply that was struck was found out about: see [`After::settled`].
    pub settled_is: Option<Standing>,
    pub after_is: Standing,
}

impl Case {
    pub fn run(&self, world: &World, prepared: &Prepared) -> Observed {
        world.proxy.bury();
        world.proxy.heal();
        world.is_left_alone();
        prepared.before.restore(world, &prepared.role);
        let desk = copy(&prepared.home);
        let over = Arc::new(AtomicBool::new(false));
        let reach = Reach {
            victim: Victim::default(),
            cluster: Arc::clone(&world.cluster),
            home: desk.home(),
            over: Arc::clone(&over),
            seed: self.seed,
        };
        let victim = reach.victim.clone();
        let (damage, moment) = (self.damage, self.moment);
        world.proxy.arm(Fault {
            at: self.at.clone(),
            moment,
            act: Box::new(move |strike| damage.strike(moment, strike, &reach)),
        });
        let args = ["apply", RESOURCE, "--sid", &prepared.sid];
        let ended = world.run_struck(&desk, &args, damage, &victim);
        over.store(true, Ordering::SeqCst);
        let struck = world.proxy.struck();
        world.proxy.heal();
        let alone = damage.leaves_sessions() || world.is_left_alone();
        let at_once = Seen::now(world, &desk, prepared);
        // Of this run: those of before have ended.
        let mine = at_once.applies.get(prepared.applies).cloned();
        let resumes = self.seed % 2 == 1;
        let after = After::converged(world, &desk, prepared, (mine.as_ref(), resumes));
        let between = |state: &State| state.between(&prepared.before, &prepared.planned);
        let settled = after.settled.as_ref().and_then(|(_, state)| state.as_ref());
        Observed {
            at_once_is: between(&at_once.state),
            settled_is: settled.map(between),
            after_is: between(&after.seen.state),
            ended,
            struck,
            alone,
            at_once,
            mine,
            after,
        }
    }
}
