import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { LAUNCH } from './tests/harness/chromium.mjs';

// The parts, each alone in the system's Chromium: in milliseconds what end to end takes seconds for.
export default defineConfig({
  plugins: [react()],
  worker: { format: 'es' },
  // The case folders of the repository are read as they are.
  server: { fs: { allow: ['..'] } },
  // Found while the tests run, it would have the page loaded again in the middle of one.
  optimizeDeps: { include: ['react/jsx-dev-runtime', '@dagrejs/dagre', '@mantine/core', '@mantine/hooks'] },
  test: {
    include: ['tests/parts/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/parts/setup.ts'],
    testTimeout: 20_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      // As long as a busy machine may need.
      connectTimeout: 300_000,
      provider: playwright({ launchOptions: LAUNCH }),
      instances: [{ browser: 'chromium', viewport: { width: 1000, height: 800 } }],
    },
  },
});
