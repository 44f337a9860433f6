import type { Plugin } from 'vite';

/** What the page may do: run its own files, and reach nothing but its own folder. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Builds only: the dev server's reloading is inline script. */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
        injectTo: 'head-prepend',
      },
    ],
    generateBundle() {
      // For servers that read it; the meta element holds without.
      const headers = [
        `Content-Security-Policy: ${POLICY}; frame-ancestors 'none'`,
        'Referrer-Policy: no-referrer',
        'X-Content-Type-Options: nosniff',
        'Cross-Origin-Opener-Policy: same-origin',
      ];
      this.emitFile({
        type: 'asset',
        fileName: '_headers',
        source: `/*\n${headers.map((line) => `  ${line}\n`).join('')}`,
      });
    },
  };
}
