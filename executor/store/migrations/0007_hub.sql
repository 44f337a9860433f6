-- The hub: who may do what, work that outlives a browser tab, and what was asked.
-- Numbers are BIGINT, which is what the store sends.

CREATE TABLE users (
    id            TEXT   NOT NULL PRIMARY KEY,
    -- As it is typed to log in; compared in lower case, which is how it is kept.
    name          TEXT   NOT NULL UNIQUE,
    access        TEXT   NOT NULL CHECK (access IN ('viewer', 'operator', 'approver', 'admin')),
    -- What proves a password (argon2id), sealed; NULL where there is none.
    proof         BYTEA,
    -- Who the person is at an OIDC provider: issuer and subject, a JSON array.
    subject       TEXT   UNIQUE,
    disabled_at   TEXT,
    created_at    TEXT   NOT NULL,
    updated_at    TEXT   NOT NULL,
    last_login_at TEXT,
    mac           TEXT   NOT NULL
);

-- Links that are good for one use: to the first admin, and to set a password.
CREATE TABLE user_links (
    -- SHA-256 of what the link holds, which is nowhere.
    hash       TEXT NOT NULL PRIMARY KEY,
    user_id    TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at    TEXT
);

CREATE TABLE api_tokens (
    id           TEXT NOT NULL PRIMARY KEY,
    user_id      TEXT NOT NULL,
    name         TEXT NOT NULL,
    -- SHA-256 of the token, which is shown once.
    hash         TEXT NOT NULL UNIQUE,
    -- At most what its user may.
    access       TEXT NOT NULL CHECK (access IN ('viewer', 'operator', 'approver', 'admin')),
    created_at   TEXT NOT NULL,
    expires_at   TEXT NOT NULL,
    last_used_at TEXT,
    revoked_at   TEXT,
    mac          TEXT NOT NULL
);
CREATE INDEX api_tokens_user ON api_tokens (user_id);

-- Who is logged in with which browser. A copy of this table lets nobody in: the cookie is not in it.
CREATE TABLE web_sessions (
    -- SHA-256 of the cookie's value.
    hash       TEXT  NOT NULL PRIMARY KEY,
    user_id    TEXT,
    data       BYTEA NOT NULL,
    created_at TEXT  NOT NULL,
    expires_at TEXT  NOT NULL
);
CREATE INDEX web_sessions_user ON web_sessions (user_id);
CREATE INDEX web_sessions_expires_at ON web_sessions (expires_at);

-- What was asked of the hub that would have changed something or shown a secret, and what became of
-- it; refused attempts too.
CREATE TABLE attempts (
    number  BIGINT NOT NULL PRIMARY KEY,
    at      TEXT   NOT NULL,
    -- The user's name; NULL where nobody was logged in.
    who     TEXT,
    -- 'password', 'token <name>', 'oidc', …
    via     TEXT   NOT NULL,
    address TEXT   NOT NULL,
    method  TEXT   NOT NULL,
    path    TEXT   NOT NULL,
    status  BIGINT NOT NULL,
    -- The kind of problem; empty where it was done.
    problem TEXT   NOT NULL
);
CREATE INDEX attempts_at ON attempts (at);

-- Where the process is that reaches a resource: 'local' is the hub itself.
ALTER TABLE resources ADD COLUMN agent TEXT NOT NULL DEFAULT 'local';
-- The admin who said that it may lead to an address of the hub's own machine or network; and which
-- host and port that was said of.
ALTER TABLE resources ADD COLUMN near_by TEXT;
ALTER TABLE resources ADD COLUMN near_of TEXT;
CREATE INDEX resources_place ON resources (host, port);
CREATE INDEX sessions_resource ON sessions (resource, started_at);

-- Work that outlives whoever asked for it.
CREATE TABLE jobs (
    id              TEXT NOT NULL PRIMARY KEY,
    kind            TEXT NOT NULL CHECK (kind IN ('plan', 'apply', 'health', 'snapshot', 'drift')),
    asked_by        TEXT NOT NULL,
    created_at      TEXT NOT NULL,
    finished_at     TEXT,
    cancelled_at    TEXT,
    cancelled_by    TEXT
);
CREATE INDEX jobs_created_at ON jobs (created_at);
CREATE INDEX jobs_unfinished ON jobs (created_at) WHERE finished_at IS NULL;

CREATE TABLE job_items (
    job         TEXT   NOT NULL,
    number      BIGINT NOT NULL,
    resource    TEXT   NOT NULL,
    -- For people: the role's label, or empty.
    label       TEXT   NOT NULL,
    -- What is to be done, JSON without secrets.
    task        TEXT   NOT NULL,
    -- 'pending', 'running', or how it ended.
    state       TEXT   NOT NULL,
    -- One line for people.
    message     TEXT   NOT NULL DEFAULT '',
    -- What came of it, JSON without secrets.
    result      TEXT,
    -- The session that has it on record.
    sid         TEXT,
    -- A lease: who does it until when. The token grows with each; only the last one's result counts.
    token       BIGINT NOT NULL DEFAULT 0,
    holder      TEXT,
    lease_until TEXT,
    started_at  TEXT,
    finished_at TEXT,
    PRIMARY KEY (job, number)
);
CREATE INDEX job_items_open ON job_items (state, resource) WHERE finished_at IS NULL;

-- Numbers that only grow.
CREATE TABLE counters (
    name  TEXT   NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

-- What happened, in the order in which it did: what a browser that was away has missed.
CREATE TABLE job_events (
    number BIGINT NOT NULL PRIMARY KEY,
    job    TEXT   NOT NULL,
    at     TEXT   NOT NULL,
    -- JSON without secrets.
    event  TEXT   NOT NULL
);
CREATE INDEX job_events_job ON job_events (job, number);

-- What somebody said about a plan. It is about that plan alone: another one has another sid.
CREATE TABLE approvals (
    plan_sid TEXT NOT NULL,
    who      TEXT NOT NULL,
    at       TEXT NOT NULL,
    verdict  TEXT NOT NULL CHECK (verdict IN ('approved', 'refused')),
    note     TEXT NOT NULL,
    mac      TEXT NOT NULL,
    PRIMARY KEY (plan_sid, who)
);

-- Requests that may come twice, and the job that the first one made.
CREATE TABLE job_keys (
    -- Who asked, and the key that they gave: a JSON array.
    key        TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of what was asked for.
    request    TEXT NOT NULL,
    job        TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX job_keys_created_at ON job_keys (created_at);

-- Rules of the hub, by name.
CREATE TABLE policies (
    name       TEXT NOT NULL PRIMARY KEY,
    rule       TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    mac        TEXT NOT NULL
);

-- What a person reviews of a plan: made when it was planned, from a snapshot that is not kept.
CREATE TABLE reviews (
    sid    TEXT  NOT NULL PRIMARY KEY,
    -- JSON, gzip.
    review BYTEA NOT NULL
);
