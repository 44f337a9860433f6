// Every state of the page, however it is looked at: what axe knows of accessibility, and no sideways
// scrolling. A larger font needs a browser of its own: large-font.spec.ts.
import { expectSoundPlayground, expectSoundReport } from './support/states';
import { test } from './support/test';

const [DESK, PHONE] = [
  { width: 1440, height: 900 },
  { width: 400, height: 800 },
];
const LOOKS = {
  'light, 1440×900': { colorScheme: 'light', viewport: DESK },
  'light, 400×800': { colorScheme: 'light', viewport: PHONE },
  'dark, 1440×900': { colorScheme: 'dark', viewport: DESK },
  'dark, 400×800': { colorScheme: 'dark', viewport: PHONE },
  'forced colours': { viewport: DESK, forcedColors: 'active' },
  // Half the pixels of CSS in each direction, each drawn as two.
  '200 % zoom': { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 },
} as const;

for (const [look, options] of Object.entries(LOOKS)) {
  test.describe(look, () => {
    test.use(options);
    test('the playground', ({ page }) => expectSoundPlayground(page));
    test('the report', ({ page }, info) => expectSoundReport(page, info));
  });
}
