// The page that `rolewright plan --open` fills in: one file that loads nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from './harness/fixtures';
import { DIST } from './harness/paths.mjs';

const FILE = join(DIST, 'report.html');
const MARKER = '__ROLEWRIGHT_REPORT__';

test('there is one place for the data', () => {
  expect(readFileSync(FILE, 'utf8').split(MARKER).length - 1).toBe(1);
});

test('nothing is loaded from anywhere', () => {
  const html = readFileSync(FILE, 'utf8');
  const markup = html.replaceAll(/(<(script|style)\b[^>]*>)[\s\S]*?<\/\2>/g, '$1');
  expect(markup).not.toMatch(/\b(?:src|href|action|data|poster|srcset)\s*=/i);
  // In style sheets and scripts: names of XML namespaces and links in messages load nothing.
  expect(html).not.toMatch(/url\(\s*["']?(?:https?:)?\/\//i);
  expect(html).not.toMatch(/@import|\bimport\s*\(|importScripts|XMLHttpRequest|WebSocket|EventSource/);
});

test('it opens from a file, and says so where it holds no plan', async ({ page }) => {
  await page.goto(pathToFileURL(FILE).href);
  await expect(page.locator('#root')).not.toBeEmpty();
});
