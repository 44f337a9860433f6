//! Sessions as a page shows them: filtered by what somebody looks for, the newest first.

use super::inventory_page::like;
use super::{Session, SessionKind, Sessions, StoreError, session_rows, time};
use jiff::Timestamp;

/// Which sessions; what is `None` does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionPage {
    /// Of this resource.
    pub resource: Option<String>,
    /// Of this role, by label or by name.
    pub role: Option<String>,
    /// Of this kind.
    pub kind: Option<SessionKind>,
    /// With this status.
    pub status: Option<String>,
    /// By this person.
    pub by: Option<String>,
    /// Begun at this moment or later.
    pub from: Option<Timestamp>,
    /// Begun before.
    pub to: Option<Timestamp>,
    /// With this in the message, or in a name; whatever its case.
    pub text: Option<String>,
    /// After this one in the order: when it was begun, and its sid.
    pub after: Option<(Timestamp, String)>,
    /// At most so many.
    pub limit: u32,
}

impl Sessions<'_> {
    /// A page of them, newest first, without documents and facts.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn page(&self, page: &SessionPage) -> Result<Vec<Session>, StoreError> {
        const PAGE: &str = "SELECT sid, kind, resource, role_label, role_name, status, message,
                 plan_sid, started_at, finished_at, expires_at, os_user
             FROM sessions
             WHERE (CAST($1 AS TEXT) IS NULL OR resource = $1)
                 AND (CAST($2 AS TEXT) IS NULL OR role_label = $2 OR role_name = $2)
                 AND (CAST($3 AS TEXT) IS NULL OR kind = $3)
                 AND (CAST($4 AS TEXT) IS NULL OR status = $4)
                 AND (CAST($5 AS TEXT) IS NULL OR os_user = $5)
                 AND started_at >= $6 AND started_at < $7
                 AND (CAST($8 AS TEXT) IS NULL
                     OR LOWER(message || ' ' || role_name || ' ' || resource) LIKE $8 ESCAPE '\\')
                 AND (started_at < $9 OR started_at = $9 AND sid > $10)
             ORDER BY started_at DESC, sid
             LIMIT $11";
        // Before and after every moment that there is.
        const FIRST: &str = "0000";
        const LAST: &str = "9999";
        let moment = |at: Option<Timestamp>, or: &str| at.map_or(or.to_owned(), time::to_text);
        let (after, sid) = page.after.clone().unzip();
        let values = [
            page.resource.as_ref().into(),
            page.role.as_ref().into(),
            page.kind.map(SessionKind::as_str).into(),
            page.status.as_ref().into(),
            page.by.as_ref().into(),
            moment(page.from, FIRST).into(),
            moment(page.to, LAST).into(),
            page.text.as_deref().map(like).into(),
            moment(after, LAST).into(),
            sid.unwrap_or_default().into(),
            i64::from(page.limit).into(),
        ];
        let rows = self.0.db.all("list the sessions", PAGE, &values).await?;
        rows.into_iter().map(session_rows::bare).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[tokio::test]
    async fn pages_follow_one_another_and_filter() {
        let (_directory, store) = testing::store().await;
        let at = |second: i64| Timestamp::from_second(1_800_000_000 + second).unwrap();
        for (number, sid) in ["a1", "b2", "c3", "d4"].into_iter().enumerate() {
            let session = Session {
                started_at: at(i64::try_from(number / 2).unwrap()),
                message: format!("100% of {sid}"),
                os_user: if sid == "d4" { "bo" } else { "ana" }.to_owned(),
                ..testing::session(sid)
            };
            store.sessions().insert(&session).await.unwrap();
        }
        let sids = async |page: SessionPage| {
            let sessions = store.sessions().page(&page).await.unwrap();
            sessions.into_iter().map(|s| s.sid).collect::<Vec<_>>()
        };
        let whole = SessionPage {
            limit: 3,
            ..SessionPage::default()
        };
        assert_eq!(sids(whole.clone()).await, ["c3", "d4", "a1"]);
        let rest = SessionPage {
            after: Some((at(0), "a1".to_owned())),
            ..whole.clone()
        };
        assert_eq!(sids(rest).await, ["b2"]);
        let by = SessionPage {
            by: Some("bo".to_owned()),
            ..whole.clone()
        };
        assert_eq!(sids(by).await, ["d4"]);
        let text = SessionPage {
            text: Some("0% OF b".to_owned()),
            ..whole.clone()
        };
        assert_eq!(sids(text).await, ["b2"]);
        let early = SessionPage {
            from: Some(at(0)),
            to: Some(at(1)),
            ..whole
        };
        assert_eq!(sids(early).await, ["a1", "b2"]);
    }
}
