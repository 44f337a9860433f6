/** The cases that show most, under names that say what; the first of them is on the page of a first visit. */
export interface Titled {
  path: string;
  title: string;
  text: string;
}

export const TITLED: readonly [Titled, ...Titled[]] = [
  {
    path: 'reference/plan-yaml',
    title: 'Three new roles on two clusters',
    text: 'One reads, one writes, and one has what pg_read_all_data has.',
  },
  {
    path: 'drift/other-privileges-altogether',
    title: 'Privileges that drifted',
    text: 'DELETE was given by hand and SELECT is gone: the plan puts both right.',
  },
  {
    path: 'attributes/gained-everything',
    title: 'A role that became a superuser',
    text: 'SUPERUSER and every other attribute were given by hand, and are taken away.',
  },
  {
    path: 'drift/database-out-of-scope',
    title: 'A role leaves a database',
    text: 'One scope less: tables, schema and database are closed behind it, in this order.',
  },
  {
    path: 'logins/rotate',
    title: 'A new password without an outage',
    text: 'Two logins under one role: the one in use works on for a week.',
  },
  {
    path: 'errors/reasons-together',
    title: 'A plan that cannot be made',
    text: 'Every reason at once, each with what to do.',
  },
];
