import { expect, test } from 'vitest';
import {
  createSampleCell,
  createSampleReport,
  createSampleTextCell,
  createSampleTextReport,
} from '#core/report/report.fixture.ts';
import { parseGateFile } from './file/gate-file.ts';
import { runGates } from './run-gates.ts';
import { collectSpeedEvidence } from './speed-evidence.ts';

const readGates = (gates: object) => ({
  ...parseGateFile(JSON.stringify({ version: 1, gates })),
  readAt: '2026-11-29T16:00:00Z',
});

test('a language model is judged by its first token and generation speed, and latency does not apply to it', async () => {
  // The median of an odd number of samples is one of them.
  const generation = createSampleTextCell('tg128', 'generation', 128, 41, 13);
  const firstToken = { promptTokens: 512, steady: createSampleCell('', 12_100, 13).steady };
  const cells = [createSampleTextCell('pp512', 'prompt', 512, 23, 13), { ...generation, depth: 512 }, generation];
  const report = createSampleTextReport({ cells, firstToken });
  const gates = { 'time-to-first-token': 'error', 'generation-throughput': 'error', latency: 'error', quality: 'warn' };
  const { results } = await runGates(readGates(gates), collectSpeedEvidence(report));
  const findResult = (id: string) => results.find(({ gate }) => gate === id);
  expect(findResult('time-to-first-token')).toMatchObject({ measured: firstToken.steady.medianMs });
  expect(findResult('generation-throughput')).toMatchObject({
    measured: expect.closeTo(generation.medianTokensPerS) as number,
  });
  expect(findResult('latency')).toMatchObject({ state: 'not-applicable' });
  expect(findResult('quality')).toMatchObject({ state: 'not-measured', reason: { code: 'no-scores' } });
});

test('a tensor model is judged by its latency, and the first token does not apply to it', async () => {
  const report = createSampleReport({ cells: [createSampleCell('', 18, 221)] });
  const { results } = await runGates(
    readGates({ latency: 'error', 'time-to-first-token': 'error' }),
    collectSpeedEvidence(report),
  );
  expect(results[0]).toMatchObject({ gate: 'latency', measured: report.cells[0]!.steady.medianMs });
  expect(results[1]).toMatchObject({ gate: 'time-to-first-token', state: 'not-applicable' });
});
