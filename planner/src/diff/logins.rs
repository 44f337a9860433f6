//! Who logs in for a role: the role itself, or two logins in turn, members of it.
//!
//! Which of two is in use is read from the catalog: the one that can log in and has no end, VALID
//! UNTIL being absent or infinity. A change of login takes the other one into use with a new
//! password, and gives the one before a VALID UNTIL, so that it works on for a while; PostgreSQL
//! itself refuses its password after that, and the next plan takes it away. One that goes over to two
//! logins, or back, does the same with the role itself.

use super::{Context, Findings, attributes, memberships};
use crate::access::Authority;
use crate::catalog::Role;
use crate::desired::RoleType;
use crate::ground::moment::is_moment;
use crate::ground::names::RoleName;
use crate::ground::note::Code;
use crate::step::{Attribute, Phase, Statement};

/// What a role is good for as a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// It does not exist.
    Missing,
    /// NOLOGIN.
    Off,
    /// LOGIN, and its VALID UNTIL has passed.
    Over,
    /// LOGIN until a moment that is still to come.
    Leaving,
    /// LOGIN without an end.
    Live,
}

/// A role that may log in.
#[derive(Clone, Debug)]
pub(crate) struct Login<'a> {
    pub name: RoleName,
    pub is: Use,
    /// VALID UNTIL, where it is a moment.
    pub until: Option<&'a str>,
}

impl<'a> Login<'a> {
    fn of(context: &Context<'a>, name: RoleName) -> Self {
        let role: Option<&'a Role> = context.catalog.roles.get(&name);
        let until = role.and_then(|role| role.valid_until.as_deref());
        let until = until.filter(|until| *until != "infinity");
        // What this plan itself has just given an end works until then, however long it took to look.
        let just_now = until.is_some() && until == context.config.retire_at.as_deref();
        let is = match role {
            None => Use::Missing,
            Some(role) if !role.login => Use::Off,
            Some(role) if role.expired && !just_now => Use::Over,
            Some(_) if until.is_some() => Use::Leaving,
            Some(_) => Use::Live,
        };
        Self { name, is, until }
    }

    /// True where its password lets it in.
    pub fn works(&self) -> bool {
        matches!(self.is, Use::Leaving | Use::Live)
    }

    fn until(&self) -> &str {
        self.until.unwrap_or("infinity")
    }
}

/// The role itself and its two logins.
pub(crate) fn logins<'a>(context: &Context<'a>) -> (Login<'a>, [Login<'a>; 2]) {
    let logins = context.config.login_names();
    (
        Login::of(context, context.role().clone()),
        logins.map(|name| Login::of(context, name)),
    )
}

pub(super) fn diff(context: &Context<'_>, out: &mut Findings) {
    if context.config.role_type() != RoleType::Managed {
        return;
    }
    let (role, logins) = logins(context);
    match context.config.has_two_logins() {
        true => two(context, &role, &logins, out),
        false => one(context, &role, &logins, out),
    }
}

/// A password that is generated at apply.
pub(super) fn new_password(role: &RoleName, reason: String, out: &mut Findings) {
    let role = role.clone();
    let statement = Statement::SetPassword { role };
    out.step(Phase::Password, None, &Authority::Plain, statement, reason);
}

fn two(context: &Context<'_>, role: &Login<'_>, logins: &[Login<'_>; 2], out: &mut Findings) {
    for login in logins.iter().filter(|login| login.is != Use::Missing) {
        attributes::of_login(context, &login.name, out);
        memberships::of_login(context, &login.name, out);
    }
    let [a, b] = logins;
    let first = !a.works() && !b.works();
    match role.is {
        Use::Missing | Use::Off => {}
        Use::Over => retire(context, role, out),
        // Beside its logins, the role has none of its own.
        Use::Live if !first => off(
            context,
            role,
            "The role can log in itself, beside its logins.".to_owned(),
            out,
        ),
        Use::Leaving if !first => {}
        Use::Live | Use::Leaving => {
            let reason = "Two logins take the place of the role's own: its password works until then, and is refused after that.";
            leave(context, Phase::Logins, role, reason.to_owned(), out);
        }
    }
    match (a.works(), b.works()) {
        (false, false) => {
            // Which of them was in use last nobody knows any more.
            over(context, b, out);
            take_into_use(
                context,
                Phase::Logins,
                a,
                "None of the role's logins can log in.",
                out,
            );
        }
        (true, false) => one_works(context, a, b, out),
        (false, true) => one_works(context, b, a, out),
        (true, true) => both_work(context, a, b, out),
    }
}

/// One login works: it is the one in use.
fn one_works(context: &Context<'_>, used: &Login<'_>, spare: &Login<'_>, out: &mut Findings) {
    let rotates = context.config.rotates_password();
    if !rotates && used.is == Use::Leaving {
        let reason = format!(
            "Login `{}` is the only one that works, and would not after {}.",
            used.name,
            used.until()
        );
        set(context, Phase::Logins, used, vec![no_end()], reason, out);
    }
    if !rotates {
        over(context, spare, out);
        return;
    }
    let asked = "A new password was asked for: it comes with the login that was not in use.";
    take_into_use(context, Phase::Password, spare, asked, out);
    let reason = format!(
        "Login `{}` takes the place of this one, whose password works until then and is refused after that.",
        spare.name
    );
    leave(context, Phase::Password, used, reason, out);
}

fn both_work(context: &Context<'_>, a: &Login<'_>, b: &Login<'_>, out: &mut Findings) {
    let role = context.role();
    let refuse = |out: &mut Findings, message: String, help: &str| {
        out.error(Code::LoginsUnclear, role.to_string(), message, help);
    };
    let rotates = context.config.rotates_password();
    match (a.is, b.is) {
        (Use::Leaving, Use::Leaving) => refuse(
            out,
            format!(
                "both of its logins have an end, `{}` at {} and `{}` at {}, so neither is the one in use",
                a.name,
                a.until(),
                b.name,
                b.until()
            ),
            "ALTER ROLE … VALID UNTIL 'infinity' for the one whose password is in use",
        ),
        (Use::Live, Use::Live) if rotates => refuse(
            out,
            format!(
                "both of its logins, `{}` and `{}`, work without an end, so which one is to be replaced cannot be told",
                a.name, b.name
            ),
            "ALTER ROLE … VALID UNTIL a moment for the one whose password nobody needs, or NOLOGIN, and plan again",
        ),
        (Use::Live, _) | (_, Use::Live) if rotates => {
            let before = if a.is == Use::Live { b } else { a };
            refuse(
                out,
                format!(
                    "its login `{}` still works until {}, for whoever has not changed over; a new password would end that now",
                    before.name,
                    before.until()
                ),
                "rotate after that, or ALTER ROLE … NOLOGIN for it where nobody uses it any more",
            );
        }
        _ => {}
    }
}

/// The role logs in itself; logins that are there are from before.
fn one(context: &Context<'_>, role: &Login<'_>, logins: &[Login<'_>; 2], out: &mut Findings) {
    if logins.iter().all(|login| login.is == Use::Missing) {
        return;
    }
    let wanted = context.config.valid_until();
    let stays = match role.is {
        Use::Missing | Use::Off => false,
        Use::Live => true,
        Use::Over | Use::Leaving => role.until == wanted,
    };
    let any_works = logins.iter().any(Login::works);
    let changes = !stays && (any_works || role.is == Use::Off);
    if changes && role.until.is_some() && wanted.is_none() {
        let reason = "The role itself takes the place of its two logins.".to_owned();
        set(context, Phase::Logins, role, vec![no_end()], reason, out);
    }
    for login in logins {
        match login.is {
            Use::Missing | Use::Off | Use::Leaving => {}
            Use::Over => retire(context, login, out),
            Use::Live if changes => {
                let reason = "The role itself takes the place of its two logins: the password of this one works until then, and is refused after that.";
                leave(context, Phase::Logins, login, reason.to_owned(), out);
            }
            Use::Live => off(
                context,
                login,
                "The login is of before, when the role had two, and can still log in.".to_owned(),
                out,
            ),
        }
    }
    let silent = matches!(role.is, Use::Off | Use::Over);
    if changes && silent && !context.config.rotates_password() {
        let reason = "The role had no password while it had two logins; it is generated at apply.";
        new_password(&role.name, reason.to_owned(), out);
    }
}

fn no_end() -> Attribute {
    Attribute::ValidUntil("infinity".to_owned())
}

fn set(
    context: &Context<'_>,
    phase: Phase,
    login: &Login<'_>,
    attributes: Vec<Attribute>,
    reason: String,
    out: &mut Findings,
) {
    attributes::may_alter(context, &login.name, &attributes, out);
    let statement = Statement::AlterRole {
        role: login.name.clone(),
        attributes,
    };
    out.step(phase, None, &Authority::Plain, statement, reason);
}

/// Gives it a new password, and lets it in without an end.
fn take_into_use(
    context: &Context<'_>,
    phase: Phase,
    login: &Login<'_>,
    why: &str,
    out: &mut Findings,
) {
    let name = &login.name;
    let made = "the password is generated at apply";
    if login.is == Use::Missing {
        attributes::may_create(context, name, out);
        let statement = Statement::CreateRole {
            role: name.clone(),
            login: true,
            parent: None,
            connection_limit: context.config.connection_limit(),
            valid_until: None,
        };
        let reason = format!("{why} Login `{name}` is created; {made}.");
        out.step(phase, None, &Authority::Plain, statement, reason);
        let reason = format!("Login `{name}` has the privileges of the role.");
        memberships::join(context, phase, name, reason, out);
        return;
    }
    let off = (login.is == Use::Off).then_some(Attribute::Login(true));
    let ends = login.until.map(|_| no_end());
    let attributes: Vec<_> = off.into_iter().chain(ends).collect();
    if attributes.is_empty() {
        attributes::may_alter(context, name, &attributes, out);
    } else {
        let reason = format!("{why} Login `{name}` is taken into use.");
        set(context, phase, login, attributes, reason, out);
    }
    new_password(
        name,
        format!("Login `{name}` is taken into use; {made}."),
        out,
    );
}

/// Has it work until a moment, and no longer.
fn leave(
    context: &Context<'_>,
    phase: Phase,
    login: &Login<'_>,
    reason: String,
    out: &mut Findings,
) {
    let Some(at) = context
        .config
        .retirement(context.catalog.taken_at.as_deref())
    else {
        out.error(
            Code::LoginsUnclear,
            login.name.to_string(),
            "it is to work for a while yet, and the snapshot does not say when it was taken"
                .to_owned(),
            "take the snapshot again",
        );
        return;
    };
    // One that ends earlier by itself is not given more time.
    let earlier = login
        .until
        .is_some_and(|until| is_moment(until) && until <= at.as_str());
    if earlier {
        return;
    }
    let attributes = vec![Attribute::ValidUntil(at.clone())];
    out.retire_at = Some(at);
    set(context, phase, login, attributes, reason, out);
}

/// Takes away what PostgreSQL refuses already.
fn retire(context: &Context<'_>, login: &Login<'_>, out: &mut Findings) {
    let reason = format!(
        "Retired login: `{}` was to work until {}, which has passed.",
        login.name,
        login.until()
    );
    off(context, login, reason, out);
}

fn over(context: &Context<'_>, login: &Login<'_>, out: &mut Findings) {
    if login.is == Use::Over {
        retire(context, login, out);
    }
}

fn off(context: &Context<'_>, login: &Login<'_>, reason: String, out: &mut Findings) {
    let attributes = vec![Attribute::Login(false), Attribute::NoPassword];
    set(context, Phase::Logins, login, attributes, reason, out);
}
