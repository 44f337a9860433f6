-- What is settled stays settled, and no row that decides something can be edited.

-- Who said last that it has the lock of a role: writes about an apply count only
-- while nobody else has said so since.
CREATE TABLE role_holds (
    resource  TEXT NOT NULL,
    role_name TEXT NOT NULL,
    -- The sid of an apply, or of whoever settles what others left.
    holder    TEXT NOT NULL,
    at        TEXT NOT NULL,
    PRIMARY KEY (resource, role_name)
);

-- HMAC of the row by the store's key. NULL is a row of before: sealed once, when
-- the store is next opened.
ALTER TABLE made_roles ADD COLUMN mac TEXT;
ALTER TABLE plan_uses ADD COLUMN mac TEXT;

-- More of where and with what a session was done. Links of form 2 cover it.
ALTER TABLE session_trail ADD COLUMN lock_asked_at TEXT;
ALTER TABLE session_trail ADD COLUMN locked_at TEXT;
ALTER TABLE session_trail ADD COLUMN adopted_by TEXT;
-- For an apply: what became of its plan, 'applied' or 'released'.
ALTER TABLE session_trail ADD COLUMN plan_use TEXT;
ALTER TABLE session_chain ADD COLUMN form BIGINT NOT NULL DEFAULT 1;
