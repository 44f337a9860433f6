import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The hub's web app: the binary carries its files along (executor/hub/src/page.rs).
export default defineConfig({
  base: '/',
  plugins: [react()],
  worker: { format: 'es' },
  server: { proxy: { '/api': 'http://127.0.0.1:8009' } },
  build: {
    outDir: 'dist-hub',
    target: 'es2022',
    // A data: URL of a font or a script would be refused by the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: 'hub.html' },
  },
});
