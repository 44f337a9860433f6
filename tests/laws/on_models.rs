//! Laws of the planner, for random clusters and random desired roles. No database, no files.
//!
//! `ROLEWRIGHT_LAW_SEED` and `ROLEWRIGHT_LAW_CASES` pick other and more cases: see `law/runner.rs`.

use crate::law::case::{case, hostile_case};
use crate::law::runner::check;
use crate::law::{census, known, laws, models, mutate, permute, texts, undo};

const CASES: u32 = 2_000;

#[test]
fn a_second_plan_is_empty() {
    check("a_second_plan_is_empty", CASES, &case(), |c| {
        laws::converges(&c)
    });
}

#[test]
fn the_role_is_exactly_as_desired() {
    check("the_role_is_exactly_as_desired", CASES, &case(), |c| {
        laws::is_as_desired(&c)
    });
}

#[test]
fn nothing_else_is_touched() {
    check("nothing_else_is_touched", CASES, &case(), |c| {
        laws::nothing_else_changes(&c)
    });
}

#[test]
fn additive_plans_only_add() {
    check("additive_plans_only_add", CASES, &case(), |c| {
        laws::additive_only_adds(&c)
    });
}

#[test]
fn access_that_is_kept_has_no_gap() {
    check("access_that_is_kept_has_no_gap", CASES, &case(), |c| {
        laws::no_gap(&c)
    });
}

#[test]
fn two_models_of_the_server_agree() {
    check("two_models_of_the_server_agree", CASES, &case(), |c| {
        models::models_agree(&c)
    });
}

#[test]
fn later_transactions_do_the_same() {
    check("later_transactions_do_the_same", CASES, &case(), |c| {
        models::later_transactions_do_the_same(&c)
    });
}

#[test]
fn roles_of_one_batch_are_independent() {
    check("roles_of_one_batch_are_independent", CASES, &case(), |c| {
        laws::independent(&c)
    });
}

#[test]
fn undo_gives_back_what_was() {
    check("undo_gives_back_what_was", CASES, &case(), |c| {
        undo::undo_gives_back(&c)
    });
}

#[test]
fn the_order_of_a_file_does_not_matter() {
    let strategy = (case(), proptest::prelude::any::<u64>());
    check(
        "the_order_of_a_file_does_not_matter",
        CASES,
        &strategy,
        |(c, seed)| permute::order_does_not_matter(&c, seed),
    );
}

#[test]
fn texts_are_printable() {
    check("texts_are_printable", CASES, &case(), |c| {
        texts::texts_are_printable(&c)
    });
}

#[test]
fn all_laws_hold_for_hostile_names() {
    check(
        "all_laws_hold_for_hostile_names",
        CASES,
        &hostile_case(),
        |c| {
            laws::converges(&c)?;
            laws::is_as_desired(&c)?;
            laws::nothing_else_changes(&c)?;
            models::models_agree(&c)?;
            undo::undo_gives_back(&c)?;
            texts::texts_are_printable(&c)?;
            permute::order_does_not_matter(&c, 1)
        },
    );
}

#[test]
fn any_json_is_read_or_refused() {
    let strategy = (
        case(),
        proptest::collection::vec(proptest::prelude::any::<u64>(), 1..6),
    );
    check(
        "any_json_is_read_or_refused",
        CASES,
        &strategy,
        |(c, seeds)| mutate::read_or_refused(&c, &seeds),
    );
}

#[test]
fn a_column_given_to_itself_goes_before_the_option_it_stands_on() {
    let case = known::a_column_given_to_itself();
    planner::plan(&case.config, &case.catalog).expect("it can be planned");
    let all = [
        laws::converges,
        laws::is_as_desired,
        laws::no_gap,
        models::models_agree,
    ];
    all.iter().for_each(|law| law(&case).expect("the law"));
}

/// Laws over cases that all fail to plan would say nothing.
#[test]
fn the_cases_are_rich() {
    census::check_rich(CASES);
}
