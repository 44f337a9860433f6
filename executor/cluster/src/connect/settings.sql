-- The settings every connection has, whatever the defaults of server, database and role are, and who
-- and what is at the other end. One round trip. No operator and no unqualified name is used: the
-- search path is not safe before the first of these.
-- Parameters: lock, statement and idle-in-transaction timeouts, each as text with its unit.
-- Privilege: none.
SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false),
       pg_catalog.set_config('lock_timeout', $1, false),
       pg_catalog.set_config('statement_timeout', $2, false),
       pg_catalog.set_config('idle_in_transaction_session_timeout', $3, false),
       pg_catalog.set_config('client_min_messages', 'notice', false),
       pg_catalog.set_config('standard_conforming_strings', 'on', false),
       pg_catalog.set_config('default_transaction_isolation', 'read committed', false),
       pg_catalog.set_config('default_transaction_read_only', 'off', false),
       pg_catalog.set_config('default_transaction_deferrable', 'off', false),
       pg_catalog.set_config('DateStyle', 'ISO', false),
       pg_catalog.set_config('TimeZone', 'UTC', false),
       -- Compiling costs more than any catalog query here takes.
       pg_catalog.set_config('jit', 'off', false),
       pg_catalog.current_setting('server_version_num')::pg_catalog.int4 AS version_num,
       current_user::pg_catalog.text AS current_user
