import base from './playwright.config';

// Nothing is judged here: it is looked at. `npm run pictures`, then open pictures/index.html.
export default {
  ...base,
  testDir: 'tests/pictures',
  testIgnore: [],
  retries: 0,
  // One server of the parts for all of them.
  workers: 1,
  globalTeardown: './tests/pictures/page.ts',
};
