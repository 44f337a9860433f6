/** What lets the page's own styles in where a policy keeps others out; empty where there is none. */
export const NONCE =
  globalThis.document?.querySelector<HTMLMetaElement>('meta[name="rolewright-nonce"]')?.content ?? '';
