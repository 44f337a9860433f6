// The style sheets keep to the tokens: what another size, distance or radius would be for is not known.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { REPOSITORY } from './harness/paths.mjs';

const SRC = join(REPOSITORY, 'web/src');
const SIZE = /^(var\(--rw-(12|13|14|16|20|24)\)|inherit)$/;
/** The page as a whole, on screens that are looked at from further away. */
const WHOLE = /^1(12\.5|25)%$/;
const RADIUS = /^(var\(--rw-radius(-large)?\)|0|50%|inherit)$/;
const DISTANCE = /^-?\d*\.?\d+(rem|px|em)$/;

/** In multiples of 4 px; lines of one or two pixels are borders. */
function onTheGrid(value: string): boolean {
  if (!DISTANCE.test(value)) return true;
  const number = Number.parseFloat(value);
  return value.endsWith('rem') ? Number.isInteger(number * 4) : value.endsWith('px') && Math.abs(number) < 4;
}

test('sizes of type, distances and radii are those of ui/tokens.css', () => {
  const wrong: string[] = [];
  for (const file of readdirSync(SRC, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.css')) continue;
    for (const [, property = '', value = ''] of readFileSync(join(SRC, file), 'utf8').matchAll(
      /^\s*([a-z-]+): ([^;]+);/gm,
    )) {
      const fits =
        property === 'font-size'
          ? SIZE.test(value) || WHOLE.test(value)
          : property === 'border-radius'
            ? RADIUS.test(value)
            : !/^(padding|margin|gap|(row|column)-gap)/.test(property) || value.split(' ').every(onTheGrid);
      if (!fits) wrong.push(`${file}: ${property}: ${value}`);
    }
  }
  expect(wrong).toEqual([]);
});
