-- How every transaction of ours begins, after its BEGIN and in the same message: settings that end with
-- the transaction, whatever the defaults of server, database and role are, and who and what is at the
-- other end. No operator and no unqualified name is used: the search path is not safe before the first.
-- {lock}, {statement}, {idle}: timeouts with their unit.
-- Privilege: none.
SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true),
       pg_catalog.set_config('lock_timeout', '{lock}', true),
       pg_catalog.set_config('statement_timeout', '{statement}', true),
       pg_catalog.set_config('idle_in_transaction_session_timeout', '{idle}', true),
       -- 17 and newer. An account's own value would end an apply in the middle; 0 disarms the one that
       -- runs already. (idle_session_timeout counts outside transactions only.)
       CASE WHEN pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL
            THEN pg_catalog.set_config('transaction_timeout', '0', true) END,
       -- A client that vanished keeps no lock for longer than a minute: the kernel asks an idle one, and a
       -- backend at work (from 14 on, where the system can tell) looks whether anybody is still there.
       pg_catalog.set_config('tcp_keepalives_idle', '30', true),
       pg_catalog.set_config('tcp_keepalives_interval', '10', true),
       pg_catalog.set_config('tcp_keepalives_count', '3', true),
       pg_catalog.set_config('tcp_user_timeout', '60000', true),
       CASE WHEN pg_catalog.current_setting('client_connection_check_interval', true) IS NOT NULL
             AND pg_catalog.regexp_match(pg_catalog.version(), 'linux') IS NOT NULL
            THEN pg_catalog.set_config('client_connection_check_interval', '10s', true) END,
       pg_catalog.set_config('client_min_messages', 'notice', true),
       pg_catalog.set_config('standard_conforming_strings', 'on', true),
       pg_catalog.set_config('DateStyle', 'ISO', true),
       pg_catalog.set_config('TimeZone', 'UTC', true),
       -- Compiling costs more than any catalog query here takes.
       pg_catalog.set_config('jit', 'off', true),
       -- Joins stand in our queries as they are best done; trying all orders took longer than the joins.
       pg_catalog.set_config('join_collapse_limit', '1', true),
       pg_catalog.pg_backend_pid() AS backend_pid,
       pg_catalog.current_setting('server_version_num') AS version_num,
       current_user::pg_catalog.text AS current_user
