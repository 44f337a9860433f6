import { defineConfig } from '@playwright/test';
import { LAUNCH } from './tests/harness/chromium.mjs';

// Chromium comes from scripts/web-tools; nothing is downloaded and nothing is traced.
export default defineConfig({
  testDir: 'tests',
  testMatch: '**/*.spec.ts',
  // Not judged, but looked at: pictures.config.ts.
  testIgnore: 'pictures/**',
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env.CI),
  // On a busy machine: what fails once and passes then is listed as flaky, and is to be mended.
  retries: process.env.CI ? 1 : 0,
  // Two cores are what CI has.
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  reporter: [['list']],
  use: {
    // Requests of a service worker cannot be watched: only its own tests allow one.
    serviceWorkers: 'block',
    trace: 'off',
    launchOptions: LAUNCH,
  },
});
