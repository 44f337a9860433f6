-- What an apply needs so that none can end half-way unnoticed: a journal, the
-- roles that are ours, passwords of which none is lost, and admin accounts that
-- are bound to where they were tested.

-- What an apply was about to do, written before each effect; never changed.
CREATE TABLE journal (
    sid     TEXT    NOT NULL,
    number  INTEGER NOT NULL,
    at      TEXT    NOT NULL,
    word    TEXT    NOT NULL,
    -- JSON, without secrets.
    details TEXT    NOT NULL,
    PRIMARY KEY (sid, number)
);

-- The roles that this store made, or took over with a person's word. The
-- cluster's own identifier is part of the key: another cluster behind the same
-- resource has roles of its own. Empty where a store of before did not keep it.
CREATE TABLE made_roles (
    resource          TEXT NOT NULL,
    system_identifier TEXT NOT NULL,
    role_name         TEXT NOT NULL,
    made_by           TEXT NOT NULL,
    how               TEXT NOT NULL CHECK (how IN ('created', 'adopted', 'before')),
    at                TEXT NOT NULL,
    PRIMARY KEY (resource, system_identifier, role_name)
);

-- What this store proves: an apply that succeeded, or a password that was
-- confirmed. A password that is pending proves no role.
INSERT INTO made_roles (resource, system_identifier, role_name, made_by, how, at)
    SELECT resource, '', role_name, MIN(sid), 'before', MIN(at)
    FROM (
        SELECT resource, role_name, sid, started_at AS at FROM sessions
            WHERE kind = 'apply' AND status = 'success'
        UNION ALL
        SELECT resource, role_name, sid, created_at AS at FROM role_secrets
            WHERE state = 'confirmed'
    ) AS proof
    WHERE role_name <> ''
    GROUP BY resource, role_name;

-- Generations of a password. "confirmed" is what an apply that committed says,
-- "in force" what a comparison with the server found, "logged in" a login.
ALTER TABLE role_secrets ADD COLUMN confirmed_at TEXT;
ALTER TABLE role_secrets ADD COLUMN in_force_at TEXT;
ALTER TABLE role_secrets ADD COLUMN logged_in_at TEXT;
UPDATE role_secrets SET confirmed_at = created_at WHERE state = 'confirmed';

-- Where an admin account was tested. It is sealed together with them from now
-- on; "bound" is 0 where the seal is of before, until the store is next opened.
ALTER TABLE credentials ADD COLUMN host TEXT;
ALTER TABLE credentials ADD COLUMN port INTEGER;
ALTER TABLE credentials ADD COLUMN bound INTEGER NOT NULL DEFAULT 0;
UPDATE credentials SET
    host = (SELECT host FROM resources WHERE resources.name = credentials.resource),
    port = (SELECT port FROM resources WHERE resources.name = credentials.resource);
-- Those of no resource: never sent anywhere without a person's word.
UPDATE credentials SET host = '', port = 0 WHERE host IS NULL;

CREATE INDEX sessions_unfinished ON sessions (resource, role_name) WHERE finished_at IS NULL;
