-- Settings of this account that may bite: as a new session of it has them, without what a transaction of
-- ours sets. Privilege: none.
SELECT s.name AS name, coalesce(s.reset_val, s.setting, '') AS value
FROM pg_settings AS s
WHERE s.name IN ('default_transaction_read_only', 'statement_timeout', 'lock_timeout', 'transaction_timeout',
                 'idle_in_transaction_session_timeout', 'idle_session_timeout', 'log_statement',
                 'log_min_duration_statement', 'password_encryption', 'synchronous_commit')
ORDER BY s.name
