-- Event triggers of this database that fire on GRANT and REVOKE. Privilege: none.
SELECT t.evtname::text AS name, pg_get_userbyid(t.evtowner)::text AS owner
FROM pg_event_trigger AS t
WHERE t.evtenabled <> 'D' AND t.evtevent IN ('ddl_command_start', 'ddl_command_end')
  AND (t.evttags IS NULL OR t.evttags && ARRAY['GRANT', 'REVOKE'])
ORDER BY t.evtname
