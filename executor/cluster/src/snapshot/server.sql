-- Identity and version of the cluster, and who is asking.
-- Privilege: EXECUTE on pg_control_system(), which PUBLIC holds unless somebody took it away.
SELECT pg_catalog.current_setting('server_version_num')::int4 AS version_num,
       c.system_identifier::text AS system_identifier,
       current_user::text AS taken_by
FROM pg_catalog.pg_control_system() AS c
