import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sampleFacts } from '../sample-facts.fixture.ts';
import { findEngineLimit } from './index.ts';

/** The tables with which the installed converter maps TensorFlow operators to its own. */
const converter = path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-converter/package.json'));
const tables = globSync('dist/operations/op_list/*.js', { cwd: converter }).map((file) =>
  readFileSync(path.join(converter, file), 'utf8'),
);
const known = new Set(tables.flatMap((table) => [...table.matchAll(/'tfOpName': '(\w+)'/g)].map(([, name]) => name!)));

const causeFor = (...operators: string[]) => {
  const counts = Object.fromEntries(operators.map((name) => [name, 1]));
  const facts = sampleFacts({ format: 'tfjs', formatVersion: 'graph-model', operators: counts });
  return findEngineLimit(facts, { engine: 'tfjs', device: 'javascript' });
};

test('all operators of the installed converter are supported, except decision forests', () => {
  expect(known.size).toBeGreaterThan(240);
  // They also need the package tfjs-tfdf.
  const rejected = [...known].filter((name) => causeFor(name) !== null);
  expect(rejected.filter((name) => !name.startsWith('SimpleML'))).toEqual([]);
  expect(rejected).toHaveLength(3);
});

test('unknown operators are reported by name, and those beyond five are counted', () => {
  expect(causeFor('Relu', 'One', 'Two')).toEqual({ reason: 'operators-not-supported', operators: 'One, Two' });
  expect(causeFor('A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7')).toEqual({
    reason: 'operators-not-supported',
    operators: 'A1, A2, A3, A4, A5',
    more: 2,
  });
});
