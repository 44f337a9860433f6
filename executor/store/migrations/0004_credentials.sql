-- Credentials from where they live: where an admin account's password comes from, the commands that
-- passwords of roles are handed to, and what is kept of a password that was.

-- 'stored', 'command', 'pgpass' or 'none'. What is sealed says it too: one does not open as another.
ALTER TABLE credentials ADD COLUMN source TEXT NOT NULL DEFAULT 'stored';

-- The empty resource is for all that have no row of their own.
CREATE TABLE hand_overs (
    resource   TEXT  NOT NULL PRIMARY KEY,
    sealed     BYTEA NOT NULL,
    updated_at TEXT  NOT NULL
);

-- What the server holds of the password, sealed; NULL where that is not known. Of one that was
-- handed over (handed_at) "sealed" is to whom, and no longer the password.
ALTER TABLE role_secrets ADD COLUMN verifier BYTEA;
ALTER TABLE role_secrets ADD COLUMN handed_at TEXT;
