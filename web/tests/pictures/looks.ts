import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../harness/paths.mjs';

/** Where the pictures are; not in git. */
export const FOLDER = join(REPOSITORY, 'web/pictures');
mkdirSync(FOLDER, { recursive: true });

export const LOOKS = {
  light: { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  phone: { colorScheme: 'light', viewport: { width: 400, height: 800 } },
  forced: { colorScheme: 'dark', forcedColors: 'active', viewport: { width: 1440, height: 900 } },
} as const;
export type Look = keyof typeof LOOKS;

/** What a whole page is looked at in besides. */
export const SIZES = {
  ...LOOKS,
  small: { colorScheme: 'light', viewport: { width: 1280, height: 720 } },
  'small-dark': { colorScheme: 'dark', viewport: { width: 1280, height: 720 } },
  'phone-dark': { colorScheme: 'dark', viewport: { width: 400, height: 800 } },
  huge: { colorScheme: 'light', viewport: { width: 3840, height: 2160 } },
  'huge-dark': { colorScheme: 'dark', viewport: { width: 3840, height: 2160 } },
} as const;
export type Size = keyof typeof SIZES;

/** `graph/A role` in a look: the file's name says both. */
export function fileOf(thing: string, look: Size): string {
  return `${thing.replaceAll('/', '--').replaceAll(/[ ,]+/g, '-')}--${look}.png`;
}
