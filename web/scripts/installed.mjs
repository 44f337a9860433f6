// Are the packages of package-lock.json installed, each in its version? Exit status 0: yes.
// Compares with the list that npm keeps in node_modules, whoever installed.
import { readFileSync } from 'node:fs';

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')).packages;

function installed() {
  const { '': _root, ...locked } = read('../package-lock.json');
  let found;
  try {
    found = read('../node_modules/.package-lock.json');
  } catch {
    return false;
  }
  const same = ([name, { version }]) => found[name]?.version === version;
  // Optional ones are for other platforms.
  const wanted = Object.entries(locked).filter(([name, { optional }]) => !optional || name in found);
  return wanted.every(same) && Object.keys(found).every((name) => name in locked);
}

process.exitCode = installed() ? 0 : 1;
