import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createSampleFacts } from '../sample-facts.fixture.ts';
import { findEngineLimit } from './index.ts';

/** The tables of the installed converter that map TensorFlow operators to its own. */
const converterFolder = path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-converter/package.json'));
const tables = globSync('dist/operations/op_list/*.js', { cwd: converterFolder }).map((file) =>
  readFileSync(path.join(converterFolder, file), 'utf8'),
);
const knownOperators = new Set(
  tables.flatMap((table) => [...table.matchAll(/'tfOpName': '(\w+)'/g)].map(([, name]) => name!)),
);

const findLimitFor = (...operators: string[]) => {
  const counts = Object.fromEntries(operators.map((name) => [name, 1]));
  const facts = createSampleFacts({ format: 'tfjs', formatVersion: 'graph-model', operators: counts });
  return findEngineLimit(facts, { engine: 'tfjs', device: 'javascript' });
};

test('supports all operators of the installed converter except decision forests', () => {
  expect(knownOperators.size).toBeGreaterThan(240);
  // Decision forests also need the package tfjs-tfdf.
  const rejected = [...knownOperators].filter((name) => findLimitFor(name) !== null);
  expect(rejected.filter((name) => !name.startsWith('SimpleML'))).toEqual([]);
  expect(rejected).toHaveLength(3);
});

test('reports unknown operators by name, and counts those beyond five', () => {
  expect(findLimitFor('Relu', 'One', 'Two')).toEqual({ reason: 'operators-not-supported', operators: 'One, Two' });
  expect(findLimitFor('A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7')).toEqual({
    reason: 'operators-not-supported',
    operators: 'A1, A2, A3, A4, A5',
    more: 2,
  });
});
