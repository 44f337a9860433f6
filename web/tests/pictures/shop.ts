// A shop's cluster of two databases, eleven schemas and 231 tables, with roles that need changes of every kind:
// what the pages look like in earnest.
import type { TestFile } from '../e2e/support/files';

/** What is in each schema: of each thing a table, one of its history and one of its notes. */
const SHOP: Record<string, string> = {
  catalog: 'products product_variants categories brands price_lists media attributes bundles',
  customers: 'accounts addresses consents loyalty_points segments wishlists devices',
  sales: 'orders order_lines carts quotes discounts vouchers returns tax_rates',
  billing: 'invoices invoice_lines payments refunds dunning_runs ledger_entries payouts',
  shipping: 'shipments parcels carriers tracking_events customs_declarations pickup_points',
  warehouse: 'stock_levels stock_movements locations suppliers purchase_orders deliveries counts',
  support: 'tickets ticket_messages macros satisfaction_scores escalations knowledge_articles',
  marketing: 'campaigns newsletters ab_tests landing_pages referrals coupons_by_customer_and_campaign',
};
const ANALYTICS: Record<string, string> = {
  staging: 'raw_events raw_orders raw_customers raw_invoices raw_shipments raw_tickets raw_campaigns',
  marts:
    'daily_revenue customer_lifetime_value stock_forecast funnel_steps churn_scores delivery_times margins',
  sandbox: 'experiments scratch_customers scratch_orders imports exports notebooks model_runs model_inputs',
};

/** The roles that are there, by their labels. */
const KNOWN: Record<string, string> = {
  ro: 'hoopdev_shop_ro_6b689a2d',
  rw: 'hoopdev_shop_rw_2d6836c6',
  reporting: 'hoopdev_shop_reporting_56cb4f81',
  oncall: 'hoopdev_shop_oncall_3ffba313',
  support: 'hoopdev_shop_support_3de6bd2c',
};

const grant = (grantee: string | null, privileges: string[], grantor = 'shop_owner') => ({
  grantee,
  grantor,
  privileges,
});
const ALL = ['DELETE', 'INSERT', 'REFERENCES', 'SELECT', 'TRIGGER', 'TRUNCATE', 'UPDATE'];
const held = (schema: string) => {
  const acl = [grant('shop_owner', ALL)];
  if (schema !== 'billing' && schema !== 'marts') acl.push(grant(KNOWN.ro ?? '', ['SELECT']));
  if (['sales', 'customers'].includes(schema))
    acl.push(grant(KNOWN.rw ?? '', ['INSERT', 'SELECT', 'UPDATE']));
  if (schema === 'support') acl.push(grant(KNOWN.support ?? '', ['DELETE', 'SELECT']));
  if (schema === 'sandbox') acl.push(grant(KNOWN.reporting ?? '', ['SELECT', 'TRUNCATE']));
  return acl;
};

function schemas(of: Record<string, string>) {
  const entries = Object.entries(of).map(([schema, things]) => {
    const names = things.split(' ').flatMap((thing) => [thing, `${thing}_history`, `${thing}_notes`]);
    const usage = [grant('shop_owner', ['CREATE', 'USAGE'])];
    for (const { grantee } of held(schema).slice(1)) usage.push(grant(grantee, ['USAGE']));
    const [first = '', ...rest] = names.sort();
    const relations = [
      // The first table is like the others, but for one privilege that somebody gave by hand.
      {
        kind: 'table',
        owner: 'shop_owner',
        names: [first],
        acl: [...held(schema), grant('intern', ['SELECT'])],
      },
      { kind: 'table', owner: 'shop_owner', names: rest, acl: held(schema) },
    ];
    return [schema, { owner: 'shop_owner', acl: usage, relations }];
  });
  return Object.fromEntries(entries);
}

const role = (more: Record<string, unknown> = {}) => ({ inherit: true, login: true, ...more });
const database = (contents: Record<string, string>) => ({
  owner: 'shop_owner',
  acl: [
    grant(null, ['CONNECT', 'TEMPORARY']),
    grant('shop_owner', ['CONNECT', 'CREATE', 'TEMPORARY']),
    ...Object.values(KNOWN).map((name) => grant(name, ['CONNECT'])),
  ],
  dependents: Object.values(KNOWN),
  contents: { schemas: schemas(contents) },
});

export const SHOP_CATALOG: TestFile = {
  name: 'shop.json',
  content: JSON.stringify({
    format: 'rolewright/catalog/2',
    resource: 'shop',
    taken_at: '2026-11-20T08:00:00Z',
    server: { version_num: 170005, system_identifier: '7300000000000004711' },
    taken_by: 'postgres',
    bootstrap: 'postgres',
    roles: {
      ...Object.fromEntries(Object.values(KNOWN).map((name) => [name, role()])),
      // The most dangerous thing that a plan can take away, and to be found at a glance.
      [KNOWN.oncall ?? '']: role({ superuser: true, bypassrls: true }),
      intern: role(),
      'a very long name of a role that somebody once made by hand': role(),
      pg_database_owner: { inherit: true },
      pg_read_all_data: { inherit: true },
      postgres: { superuser: true, inherit: true, createrole: true, createdb: true, login: true },
      shop_owner: { inherit: true },
    },
    memberships: [
      { member: KNOWN.reporting, role: 'pg_read_all_data', grantor: 'postgres' },
      { member: 'intern', role: KNOWN.ro, grantor: 'postgres' },
    ],
    databases: { analytics: database(ANALYTICS), shop: database(SHOP) },
  }),
};

export const SHOP_ROLES = `resource_name,type,role,scopes,permissions,source_role
shop,managed,ro,shop;analytics,SELECT,
shop,managed,rw,shop.sales;shop.customers;shop.billing,SELECT;INSERT;UPDATE;DELETE,
shop,managed,reporting,analytics.marts;analytics.staging,SELECT,
shop,managed,oncall,shop,SELECT;UPDATE,
shop,managed,support,shop.support;shop.customers,SELECT;INSERT,
shop,managed,etl,analytics;shop,ALL,
shop,external,auditor,,,pg_read_all_data
`;
