import { expect, test } from 'vitest';
import type { GateLevel } from '#core/gate.ts';
import { gates } from './index.ts';
import { judge } from './judge.ts';
import { verdictOf } from './verdict.ts';

/** The verdict of every gate at one level, with a limit that only a smaller model meets, without a baseline. */
const verdict = (level: GateLevel, limit: number) =>
  verdictOf(gates.map((gate) => judge(gate, { level, limit }, { candidate: { sizeBytes: 1000 } })));

test('a failed gate outweighs one that was not measured, and only errors count', () => {
  expect(verdict('error', 999)).toBe('fail');
  expect(verdict('error', 1000)).toBe('not-measured');
  expect(verdict('warn', 999)).toBe('pass');
});
