import { expect, test } from 'vitest';
import { getTextPlan } from '../method.ts';
import { planTextCells } from './text-cells.ts';

const fast = { promptTokenMs: 0.1, generatedTokenMs: 1, contextLength: 2048 };
const listCellNames = ({ cells }: ReturnType<typeof planTextCells>) => cells.map(({ name }) => name);
const full = getTextPlan('full', 'wasm');
const quick = getTextPlan('quick', 'wasm');

test('R20: a fast device has the cells of llama-bench, with no context and with 1,024 tokens', () => {
  const cells = planTextCells('full', full, fast);
  expect(listCellNames(cells)).toEqual(['pp512', 'tg128', 'pp512 @ d1024', 'tg128 @ d1024']);
  expect(cells.isReduced).toBe(false);
});

test('R20: a quick run has a quarter of the tokens by default', () => {
  const cells = planTextCells('quick', quick, fast);
  expect(listCellNames(cells)).toEqual(['pp128', 'tg32', 'pp128 @ d256', 'tg32 @ d256']);
  expect(cells.isReduced).toBe(false);
});

test.each([
  // 512 tokens of prompt at 50 ms take 25.6 s, above a tenth of 240 s; 128 take 6.4 s.
  ['full', full, { ...fast, promptTokenMs: 50 }, 'pp128'],
  // 32 tokens at 50 ms take 1.6 s, above a tenth of 15 s, which is the smallest size.
  ['quick', quick, { ...fast, generatedTokenMs: 500 }, 'pp32'],
] as const)('R20: a slow device has smaller cells: %s', (effort, plan, limits, first) => {
  const cells = planTextCells(effort, plan, limits);
  expect(listCellNames(cells)[0]).toBe(first);
  expect(cells.isReduced).toBe(true);
});

test('R20: a short context has smaller cells, and none with a filled context if it is too short', () => {
  expect(listCellNames(planTextCells('full', full, { ...fast, contextLength: 1024 }))[2]).toBe('pp128 @ d256');
  expect(listCellNames(planTextCells('full', full, { ...fast, contextLength: 64 }))).toEqual(['pp32', 'tg16']);
});

test('R20: a device too slow to fill the context within the time of a cell has no such cell', () => {
  // 64 tokens at 300 ms take 19 s, a quick cell 15 s at most.
  const cells = planTextCells('quick', quick, { ...fast, promptTokenMs: 300 });
  expect(listCellNames(cells)).toEqual(['pp32', 'tg16']);
  expect(cells.isReduced).toBe(true);
});
