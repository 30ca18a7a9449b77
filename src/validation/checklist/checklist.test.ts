import { expect, test } from 'vitest';
import type { GateResult, GateRun } from '#core/gate/gate-outcome.ts';
import { checklistIds, getChecklistItem } from './checklist-items.ts';
import { fillChecklist, type ChecklistSignature } from './checklist.ts';

const base = { severity: 'error', unit: 'ms', comparator: '<=', limit: 100, isRelative: false } as const;
const result = (gate: string, state: 'pass' | 'fail' | 'not-measured'): GateResult =>
  state === 'not-measured'
    ? { ...base, gate, state, reason: { code: 'no-times' } }
    : { ...base, gate, state, measured: 50, interval: 'exact', n: 20, margin: 50 };
const run = (...results: readonly GateResult[]): GateRun => ({
  gateFile: { sha256: 'a'.repeat(64), readAt: '2026-01-01T00:00:00Z' },
  results,
  verdict: 'pass',
  grade: null,
});
const signature = (item: ChecklistSignature['item'], note = 'done by hand'): ChecklistSignature => ({
  item,
  name: 'A. Person',
  note,
  signedAt: '2026-01-02T00:00:00Z',
});
const itemState = (id: string, ...from: Parameters<typeof fillChecklist>) =>
  fillChecklist(...from).find((item) => item.id === id)?.state;

test('the checklist has 19 items: 7 before the release, 6 during it and 6 in operation', () => {
  const groups = Map.groupBy(fillChecklist({}, []), ({ group }) => group);
  expect([...groups].map(([group, items]) => [group, items.length])).toEqual([
    ['before', 7],
    ['release', 6],
    ['operation', 6],
  ]);
  expect(fillChecklist({}, []).every(({ state }) => state === 'open')).toBe(true);
});

test('a gate item is met if all of its gates in the gate file pass', () => {
  const passed = run(result('latency', 'pass'), result('memory', 'pass'), result('security-findings', 'fail'));
  expect(itemState('performance', { gates: passed }, [])).toBe('met');
  expect(itemState('security', { gates: passed }, [])).toBe('not-met');
  expect(itemState('quality', { gates: passed }, [])).toBe('open');
});

test('an unmeasured gate leaves its item open for a signature', () => {
  const gates = run(result('latency', 'pass'), result('memory', 'not-measured'));
  expect(itemState('performance', { gates }, [])).toBe('open');
  expect(itemState('performance', { gates }, [signature('performance')])).toBe('signed');
});

test('a signature does not override what was measured', () => {
  const gates = run(result('latency', 'fail'));
  expect(itemState('performance', { gates }, [signature('performance')])).toBe('not-met');
  expect(itemState('failures', { evidence: { 'hostile-inputs': false } }, [signature('failures')])).toBe('not-met');
});

test('a signature without a name or note does not count', () => {
  expect(itemState('resources', {}, [signature('resources', ' ')])).toBe('open');
  expect(itemState('resources', {}, [{ ...signature('resources'), name: '' }])).toBe('open');
});

test('all items but one can be filled from evidence, and that one by a signature', () => {
  const gateOf = {
    quality: 'quality',
    performance: 'latency',
    security: 'security-findings',
    load: 'errors-under-load',
  };
  const gates = run(...Object.values(gateOf).map((gate) => result(gate, 'pass')));
  const evidence = Object.fromEntries(
    checklistIds.flatMap((id) => {
      const code = getChecklistItem(id).evidence;
      return code === undefined || code === 'error-limit' ? [] : [[code, true]];
    }),
  );
  const open = fillChecklist({ gates, evidence }, []).filter(({ state }) => state !== 'met');
  expect(open.map(({ id }) => id)).toEqual(['resources']);
  expect(itemState('resources', { gates, evidence }, [signature('resources')])).toBe('signed');
});
