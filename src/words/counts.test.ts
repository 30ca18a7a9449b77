import { expect, test } from 'vitest';
import { evaluate } from './en/evaluate/evaluate.ts';
import { graph } from './en/models/graph.ts';
import { compare } from './en/results/compare.ts';

test('one item, class or fact is written in the singular', () => {
  expect(evaluate.data.found('pets', '1', '1')).toBe('pets: 1 item, 1 class');
  expect(evaluate.run.failed('1')).toBe('1 item failed');
  expect(evaluate.run.stopAfter('1')).toContain('after 1 item,');
  expect(evaluate.headline.items('1', 'pets')).toBe('1 item of pets scored');
  expect(evaluate.headline.items('1,000', 'pets')).toBe('1,000 items of pets scored');
  expect(compare.same(1)).toBe('Equal in both: 1 fact');
});

test('the button that reads a weight without a name has a label', () => {
  expect(graph.node.readNamed('')).toBe('Read the values of this unnamed weight');
});
