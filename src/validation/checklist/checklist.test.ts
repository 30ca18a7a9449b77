import { expect, test } from 'vitest';
import type { GateResult, GateRun } from '#core/gate/gate-outcome.ts';
import { checklistIds, getChecklistItem } from './checklist-items.ts';
import { fillChecklist, type ChecklistSignature } from './checklist.ts';

const base = { severity: 'error', unit: 'ms', comparator: '<=', limit: 100, isRelative: false } as const;
const createGateResult = (gate: string, state: 'pass' | 'fail' | 'not-measured'): GateResult =>
  state === 'not-measured'
    ? { ...base, gate, state, reason: { code: 'no-times' } }
    : { ...base, gate, state, measured: 50, interval: 'exact', n: 20, margin: 50 };
const createGateRun = (...results: readonly GateResult[]): GateRun => ({
  gateFile: { sha256: 'a'.repeat(64), readAt: '2026-01-01T00:00:00Z' },
  results,
  verdict: 'pass',
  grade: null,
});
const createSignature = (item: ChecklistSignature['item'], note = 'done by hand'): ChecklistSignature => ({
  item,
  name: 'A. Person',
  note,
  signedAt: '2026-01-02T00:00:00Z',
});
const findItemState = (id: string, ...sources: Parameters<typeof fillChecklist>) =>
  fillChecklist(...sources).find((item) => item.id === id)?.state;

test('the checklist has 7 items before the release, 6 at the release and 6 in operation', () => {
  const groups = Map.groupBy(fillChecklist({}, []), ({ group }) => group);
  expect([...groups].map(([group, items]) => [group, items.length])).toEqual([
    ['before', 7],
    ['release', 6],
    ['operation', 6],
  ]);
  expect(fillChecklist({}, []).every(({ state }) => state === 'open')).toBe(true);
});

test('an item with gates is met if all of its gates in the gate file pass', () => {
  const passed = createGateRun(
    createGateResult('latency', 'pass'),
    createGateResult('memory', 'pass'),
    createGateResult('security-findings', 'fail'),
  );
  expect(findItemState('performance', { gates: passed }, [])).toBe('met');
  expect(findItemState('security', { gates: passed }, [])).toBe('not-met');
  expect(findItemState('quality', { gates: passed }, [])).toBe('open');
});

test('an unmeasured gate leaves its item open for a signature', () => {
  const gates = createGateRun(createGateResult('latency', 'pass'), createGateResult('memory', 'not-measured'));
  expect(findItemState('performance', { gates }, [])).toBe('open');
  expect(findItemState('performance', { gates }, [createSignature('performance')])).toBe('signed');
});

test('a signature does not override a measured result', () => {
  const gates = createGateRun(createGateResult('latency', 'fail'));
  expect(findItemState('performance', { gates }, [createSignature('performance')])).toBe('not-met');
  expect(findItemState('failures', { evidence: { 'hostile-inputs': false } }, [createSignature('failures')])).toBe(
    'not-met',
  );
});

test('a signature without a name or note does not count', () => {
  expect(findItemState('resources', {}, [createSignature('resources', ' ')])).toBe('open');
  expect(findItemState('resources', {}, [{ ...createSignature('resources'), name: '' }])).toBe('open');
});

test('evidence can decide all items but one, which needs a signature', () => {
  const gateByItem = {
    quality: 'quality',
    performance: 'latency',
    security: 'security-findings',
    load: 'errors-under-load',
  };
  const gates = createGateRun(...Object.values(gateByItem).map((gate) => createGateResult(gate, 'pass')));
  const evidence = Object.fromEntries(
    checklistIds.flatMap((id) => {
      const code = getChecklistItem(id).evidence;
      return code === undefined || code === 'error-limit' ? [] : [[code, true]];
    }),
  );
  const unmetItems = fillChecklist({ gates, evidence }, []).filter(({ state }) => state !== 'met');
  expect(unmetItems.map(({ id }) => id)).toEqual(['resources']);
  expect(findItemState('resources', { gates, evidence }, [createSignature('resources')])).toBe('signed');
});
