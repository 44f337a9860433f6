import { readFileSync } from 'node:fs';
import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

const STYLES = ['src/ui/tokens.css', 'src/playground/first.css'];
const PAGE = 'src/playground/main.tsx';

/**
 * The first paint takes the HTML alone: its styles stand in it. The page's own code is named there too, so
 * that it is on its way while the first paint is made.
 */
export function first(): Plugin {
  return {
    name: 'first',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const styles = STYLES.map((file) => readFileSync(file, 'utf8').replaceAll(/\/\*.*?\*\//gs, ''));
        const style = styles.join('').replaceAll(/\s+/g, ' ');
        return [{ tag: 'style', children: style, injectTo: 'head' }, ...(bundle ? preloads(bundle) : [])];
      },
    },
  };
}

function preloads(bundle: Rolldown.OutputBundle): HtmlTagDescriptor[] {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const files = new Set<string>();
  const styles = new Set<string>();
  const add = (chunk: Rolldown.OutputChunk | undefined) => {
    if (!chunk || files.has(chunk.fileName)) return;
    files.add(chunk.fileName);
    for (const style of chunk.viteMetadata?.importedCss ?? []) styles.add(style);
    for (const name of chunk.imports) add(chunks.find(({ fileName }) => fileName === name));
  };
  add(chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(PAGE)));
  // The library's come first, and are a file of their own: `first.ts` waits for it.
  const library = Object.keys(bundle).filter((name) => /\bstyles-[^/]*\.css$/.test(name));
  return [
    ...[...files].map((file) => link({ rel: 'modulepreload', crossorigin: '', href: `./${file}` })),
    ...[...library, ...styles].map((file) =>
      link({ rel: 'preload', as: 'style', crossorigin: '', href: `./${file}` }),
    ),
  ];
}

function link(attrs: HtmlTagDescriptor['attrs']): HtmlTagDescriptor {
  return { tag: 'link', attrs, injectTo: 'head' };
}
