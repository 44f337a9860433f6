//! One case: a scenario, struck once.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use proxy::{Fault, Moment, Request};

use crate::after::{After, Seen};
use crate::damage::{Damage, Reach};
use crate::look::Where;
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

/// What was seen of a case.
pub struct Observed {
    pub ended: Ended,
    /// The request of the fault came: a run that is struck need not send what another sent.
    pub struck: bool,
    /// The server was rid of the tool's sessions soon.
    pub alone: bool,
    pub at_once: Seen,
    pub where_at_once: Where,
    pub after: After,
    pub where_after: Where,
}

impl Damage {
    /// The longest that an apply may take then: waits of 2 and 3 seconds, and the store's own.
    fn bound(self) -> Duration {
        match self {
            Self::StoreLocked => Duration::from_secs(100),
            // A server that went away is waited for, 30 seconds.
            Self::Stalled | Self::ServerRestarted => Duration::from_secs(75),
            _ => Duration::from_secs(20),
        }
    }
}

impl Case {
    pub fn run(&self, world: &World, prepared: &Prepared) -> Observed {
        world.proxy.heal();
        world.is_left_alone();
        prepared.before.restore(&world.cluster, &prepared.role);
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
        let ended = world.run_struck(&desk, &args, damage.bound(), &victim);
        over.store(true, Ordering::SeqCst);
        let struck = world.proxy.struck();
        world.proxy.heal();
        let alone = world.is_left_alone();
        let at_once = Seen::now(world, &desk, prepared);
        let resumed = at_once.applies.last().filter(|_| self.seed % 2 == 1);
        let after = After::converged(world, &desk, prepared, resumed);
        let between = |seen: &Seen| seen.state.between(&prepared.before, &prepared.planned);
        Observed {
            where_at_once: between(&at_once),
            where_after: between(&after.seen),
            ended,
            struck,
            alone,
            at_once,
            after,
        }
    }
}
