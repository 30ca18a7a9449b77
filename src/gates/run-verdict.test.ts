import { expect, test } from 'vitest';
import type { GateSeverity } from '#core/gate/gate-outcome.ts';
import { judge } from './evaluate-gate.ts';
import { computeVerdict } from './run-verdict.ts';

/** Computes the verdict for a model of 1000 bytes, with a size limit and a gate that is never measured. */
const computeSizeVerdict = (severity: GateSeverity, limit: number) =>
  computeVerdict(
    [{ gate: 'model-size', limit } as const, { gate: 'power', limit: 10 } as const].map((setting) =>
      judge({ severity, ...setting }, { modelKind: 'tensor', candidate: { sizeBytes: 1000 } }),
    ),
  );

test('a failed gate outweighs an unmeasured one; without required gates the verdict is undecided', () => {
  expect(computeSizeVerdict('error', 999)).toBe('fail');
  expect(computeSizeVerdict('error', 1000)).toBe('undecided');
  expect(computeSizeVerdict('warn', 999)).toBe('undecided');
  expect(computeVerdict([])).toBe('undecided');
});

test('a required gate that does not apply to the model does not affect the verdict', () => {
  const inapplicable = { severity: 'error', state: 'not-applicable' } as const;
  expect(computeVerdict([inapplicable, { severity: 'error', state: 'pass' }])).toBe('pass');
  expect(computeVerdict([inapplicable])).toBe('undecided');
});
