-- Sessions form a chain: each finished record is sealed together with the one
-- that finished before it (store/chain). Tables of their own, so that listing
-- sessions still reads none of the pages that documents overflow to. What a
-- store holds already is chained when it is next opened.

-- Where and with what a session was done; NULL is unknown.
CREATE TABLE session_trail (
    sid             TEXT NOT NULL PRIMARY KEY,
    host_name       TEXT,
    admin_account   TEXT,
    planner_version TEXT,
    digest_before   TEXT,
    digest_after    TEXT
);

CREATE TABLE session_chain (
    number          BIGINT  NOT NULL PRIMARY KEY,
    sid             TEXT    NOT NULL UNIQUE,
    -- 1: chained afterwards, by the store that began to keep a chain.
    late            INTEGER NOT NULL,
    document_sha256 TEXT,
    facts_sha256    TEXT,
    journal_count   BIGINT  NOT NULL,
    journal_sha256  TEXT,
    before          TEXT    NOT NULL,
    hash            TEXT    NOT NULL,
    mac             TEXT    NOT NULL
);
