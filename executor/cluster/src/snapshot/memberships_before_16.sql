-- Every membership, PostgreSQL 13 to 15: one row for each (role, member), always usable with SET
-- ROLE; whether it is inherited is the member's own attribute.
-- Privilege: none.
SELECT m.roleid AS role,
       m.member AS member,
       m.grantor AS grantor,
       m.admin_option AS admin,
       true AS inherit,
       true AS set
FROM pg_catalog.pg_auth_members AS m
ORDER BY m.roleid, m.member, m.grantor
