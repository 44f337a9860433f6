/** How tests and benchmarks start the Chromium that scripts/web-tools has found. */
export const LAUNCH = {
  executablePath: process.env.CHROMIUM,
  args: [
    // Containers rarely allow Chromium's sandbox, and root never does.
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
