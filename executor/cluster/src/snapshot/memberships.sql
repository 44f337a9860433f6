-- Every membership, PostgreSQL 16 and newer: one row for each (role, member, grantor).
-- Privilege: none.
SELECT m.roleid AS role,
       m.member AS member,
       m.grantor AS grantor,
       m.admin_option AS admin,
       m.inherit_option AS inherit,
       m.set_option AS set
FROM pg_catalog.pg_auth_members AS m
ORDER BY m.roleid, m.member, m.grantor
