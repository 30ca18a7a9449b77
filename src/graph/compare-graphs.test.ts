import { expect, test } from 'vitest';
import { compareGraphs } from './compare-graphs.ts';

/** Nodes from `name:fingerprint`, in which the operator is the first letter of the fingerprint. */
const createNodes = (...texts: string[]) =>
  texts.map((text) => {
    const [name = '', fingerprint = ''] = text.split(':');
    return { name, fingerprint, operator: fingerprint.charAt(0) };
  });

test('nodes with the same name correspond at any position', () => {
  const { counterpart, first, second } = compareGraphs(
    createNodes('x:a', 'y:b', 'z:c'),
    createNodes('z:c', 'x:a2', 'w:d'),
  );
  expect([...counterpart]).toEqual([1, -1, 0]);
  expect(first).toEqual(['changed', 'removed', 'same']);
  expect(second).toEqual(['same', 'changed', 'added']);
});

test('nodes without names correspond in order, equal ones first', () => {
  const { counterpart, reverse, second } = compareGraphs(
    createNodes(':a', ':b', ':c1', ':d'),
    createNodes(':a', ':n', ':b', ':c2', ':d'),
  );
  expect([...counterpart]).toEqual([0, 2, 3, 4]);
  expect([...reverse]).toEqual([0, -1, 1, 2, 3]);
  expect(second).toEqual(['same', 'added', 'same', 'changed', 'same']);
});

test('a duplicate name identifies no node', () => {
  expect([...compareGraphs(createNodes('x:a', 'x:b'), createNodes('x:b')).counterpart]).toEqual([-1, 0]);
});

test('compares graphs of 20,000 unnamed nodes within the time limit', () => {
  const many = createNodes(...Array.from({ length: 20_000 }, (_, index) => `:${index % 7}`));
  const changed = many.toSpliced(500, 1, ...createNodes(':x', ':y')).toSpliced(15_000, 3);
  const { first, second } = compareGraphs(many, changed);
  expect(first.filter((difference) => difference !== 'same').length).toBeLessThanOrEqual(5);
  expect(second.filter((difference) => difference === 'added')).toHaveLength(2);
});
