-- The store. Runs as it is on SQLite and on PostgreSQL: BYTEA is PostgreSQL's
-- word for bytes, and SQLite (which takes any word) keeps blobs as they are.
-- Times are TEXT, RFC 3339 UTC with nine fraction digits, so that their byte
-- order is their order in time. "sealed" columns hold store/seal.rs envelopes.

-- What the store knows of itself: "key_check" is sealed with the store's key,
-- so a wrong key is noticed when the store is opened, not at the first password.
CREATE TABLE store_meta (
    name  TEXT  NOT NULL PRIMARY KEY,
    value BYTEA NOT NULL
);

CREATE TABLE resources (
    name       TEXT    NOT NULL PRIMARY KEY,
    kind       TEXT    NOT NULL,
    host       TEXT    NOT NULL,
    port       INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
    created_at TEXT    NOT NULL,
    updated_at TEXT    NOT NULL
);

-- Admin accounts. Not bound to resources by a foreign key: credentials may be
-- imported first.
CREATE TABLE credentials (
    resource   TEXT  NOT NULL PRIMARY KEY,
    user_name  TEXT  NOT NULL,
    sealed     BYTEA NOT NULL,
    updated_at TEXT  NOT NULL
);

-- Provisioned passwords, one row for each apply that made one, so that a
-- failed rotation leaves the row of the password that still works.
CREATE TABLE role_secrets (
    resource   TEXT  NOT NULL,
    role_name  TEXT  NOT NULL,
    sid        TEXT  NOT NULL,
    state      TEXT  NOT NULL CHECK (state IN ('pending', 'confirmed')),
    sealed     BYTEA NOT NULL,
    created_at TEXT  NOT NULL,
    PRIMARY KEY (resource, role_name, sid)
);
CREATE INDEX role_secrets_sid ON role_secrets (sid);

-- The audit record. The two large columns come last: SQLite then lists
-- sessions without reading the pages they overflow to.
CREATE TABLE sessions (
    sid         TEXT NOT NULL PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('plan', 'apply', 'reveal')),
    resource    TEXT NOT NULL,
    role_label  TEXT NOT NULL,
    role_name   TEXT NOT NULL,
    status      TEXT NOT NULL,
    message     TEXT NOT NULL,
    plan_sid    TEXT,
    started_at  TEXT NOT NULL,
    finished_at TEXT,
    expires_at  TEXT,
    os_user     TEXT NOT NULL,
    -- Both gzip: a plan over hundreds of schemas is half a megabyte of text.
    document    BYTEA,
    facts       BYTEA
);
CREATE INDEX sessions_started_at ON sessions (started_at);
CREATE INDEX sessions_plan_sid ON sessions (plan_sid);

-- A plan is applied once. No foreign key: the plan may have been made elsewhere.
-- A released row stays, so that claiming is one statement and cannot race.
CREATE TABLE plan_uses (
    plan_sid  TEXT NOT NULL PRIMARY KEY,
    resource  TEXT NOT NULL,
    apply_sid TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('applying', 'applied', 'released')),
    used_at   TEXT NOT NULL
);
