//! One ACL: `acl.c`'s `aclupdate`, `recursive_revoke`, `check_circularity`, `aclmask`.

use std::collections::BTreeMap;

use planner::privilege::Privileges;

use super::members::Members;
use super::world::RoleId;

/// What one grantor gave one grantee.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub privileges: Privileges,
    pub options: Privileges,
}

/// By grantee (`None` is PUBLIC) and grantor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acl(pub BTreeMap<(Option<RoleId>, RoleId), Held>);

/// One aclitem to put in or take out.
#[derive(Clone, Copy)]
pub struct Item {
    pub grantee: Option<RoleId>,
    pub grantor: RoleId,
    pub held: Held,
}

impl Acl {
    /// Held directly, WITH GRANT OPTION.
    pub fn direct_options(&self, role: RoleId) -> Privileges {
        let of = self
            .0
            .iter()
            .filter(|((grantee, _), _)| *grantee == Some(role));
        of.fold(Privileges::NONE, |set, (_, h)| set.union(h.options))
    }

    /// Effective grant options, through memberships too.
    fn options(&self, members: Members<'_>, owner: RoleId, role: RoleId) -> Option<Privileges> {
        if members.has_privileges_of(role, owner) {
            return None; // All.
        }
        let of = self.0.iter().filter(|((grantee, _), _)| {
            grantee.is_some_and(|g| g == role || members.has_privileges_of(role, g))
        });
        Some(of.fold(Privileges::NONE, |set, (_, h)| set.union(h.options)))
    }

    /// Effective privileges, PUBLIC's included; a superuser has all.
    pub fn effective(&self, members: Members<'_>, role: RoleId) -> Privileges {
        let of = self.0.iter().filter(|((grantee, _), _)| {
            grantee.is_none_or(|g| g == role || members.has_privileges_of(role, g))
        });
        of.fold(Privileges::NONE, |set, (_, h)| {
            set.union(h.privileges).union(h.options)
        })
    }

    pub fn add(&mut self, members: Members<'_>, owner: RoleId, item: Item) -> Result<(), String> {
        if !item.held.options.is_empty() && item.grantor != owner {
            self.check_circularity(members, owner, item)?;
        }
        let entry = self.0.entry((item.grantee, item.grantor)).or_default();
        entry.privileges = entry.privileges.union(item.held.privileges);
        entry.options = entry.options.union(item.held.options);
        self.0
            .retain(|_, h| !h.privileges.is_empty() || !h.options.is_empty());
        Ok(())
    }

    pub fn remove(
        &mut self,
        members: Members<'_>,
        owner: RoleId,
        item: Item,
        cascade: bool,
    ) -> Result<(), String> {
        let key = (item.grantee, item.grantor);
        let Some(old) = self.0.get(&key).copied() else {
            return Ok(());
        };
        let new = Held {
            privileges: old.privileges.minus(item.held.privileges),
            options: old.options.minus(item.held.options),
        };
        if new.privileges.is_empty() && new.options.is_empty() {
            self.0.remove(&key);
        } else {
            self.0.insert(key, new);
        }
        let lost = old.options.minus(new.options);
        match item.grantee {
            Some(grantee) if !lost.is_empty() => {
                self.recursive_revoke(members, owner, grantee, lost, cascade)
            }
            _ => Ok(()),
        }
    }

    fn recursive_revoke(
        &mut self,
        members: Members<'_>,
        owner: RoleId,
        grantee: RoleId,
        lost: Privileges,
        cascade: bool,
    ) -> Result<(), String> {
        if grantee == owner {
            return Ok(());
        }
        let Some(still) = self.options(members, owner, grantee) else {
            return Ok(());
        };
        let lost = lost.minus(still);
        while let Some((to, _)) = self
            .0
            .iter()
            .find(|((_, by), h)| *by == grantee && !h.privileges.intersection(lost).is_empty())
            .map(|(key, _)| *key)
        {
            if !cascade {
                return Err("dependent privileges exist".to_owned());
            }
            let held = Held {
                privileges: lost,
                options: lost,
            };
            let item = Item {
                grantee: to,
                grantor: grantee,
                held,
            };
            self.remove(members, owner, item, true)?;
        }
        Ok(())
    }

    fn check_circularity(
        &self,
        members: Members<'_>,
        owner: RoleId,
        item: Item,
    ) -> Result<(), String> {
        let mut without = self.clone();
        while let Some(((grantee, grantor), held)) = without
            .0
            .iter()
            .find(|((grantee, _), h)| *grantee == item.grantee && !h.options.is_empty())
            .map(|(key, held)| (*key, *held))
        {
            without.remove(
                members,
                owner,
                Item {
                    grantee,
                    grantor,
                    held,
                },
                true,
            )?;
        }
        let own = without.options(members, owner, item.grantor);
        if own.is_none_or(|own| own.covers(item.held.options)) {
            Ok(())
        } else {
            Err("grant options cannot be granted back to your own grantor".to_owned())
        }
    }

    /// `aclnewowner`: the old owner becomes the new one wherever it stands.
    pub fn change_owner(&mut self, old: RoleId, new: RoleId) {
        let swap = |role: RoleId| if role == old { new } else { role };
        for ((grantee, grantor), held) in std::mem::take(&mut self.0) {
            let entry = self
                .0
                .entry((grantee.map(swap), swap(grantor)))
                .or_default();
            entry.privileges = entry.privileges.union(held.privileges);
            entry.options = entry.options.union(held.options);
        }
    }
}
