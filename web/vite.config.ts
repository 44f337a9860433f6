import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentSecurityPolicy } from './vite/csp.ts';
import { examples } from './vite/examples.ts';
import { first } from './vite/first.ts';
import { offline } from './vite/offline.ts';
import { shown } from './vite/shown.ts';

export default defineConfig({
  // Works in any folder of any web server.
  base: './',
  plugins: [
    react(),
    contentSecurityPolicy(),
    examples('../tests/cases'),
    shown('../tests/cases'),
    first(),
    offline(),
  ],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    target: 'es2022',
    // A data: URL would be refused by the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: 'index.html', sw: 'src/playground/sw.ts' },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
