import { expect, test } from 'vitest';
import type { GateResult } from '#core/gate/gate-outcome.ts';
import { digestGateFile, parseGateFile } from '#gates/file/gate-file.ts';
import { presets } from '#gates/file/presets/index.ts';
import { findGateFile } from './find-gate-file.ts';
import { createSampleGateRun, createSampleRun } from '../hallmark.fixture.ts';
import { buildStatement } from '../sign/sign-hallmark.ts';

function createSampleResult(id: string): GateResult {
  return createSampleGateRun().results.find(({ gate }) => gate === id)!;
}

/** Creates the statement of a run of one gate, with the digest of a gate file. */
async function createStatement(file: string, result: GateResult = createSampleResult('throughput')) {
  const sha256 = await digestGateFile(parseGateFile(file));
  const results = [result];
  const gates = createSampleGateRun({ results, gateFile: { sha256, readAt: '2026-11-20T09:40:00Z' }, grade: null });
  return buildStatement(createSampleRun({ gates }));
}

test.each([
  ['a preset', presets.video],
  ['a changed limit', { version: 1, gates: { throughput: { severity: 'error', limit: 30, unit: 'per-second' } } }],
])('the gate file of a hallmark is found by its digest: %s', async (_, file) => {
  const statement = await createStatement(JSON.stringify(file));
  const text = await findGateFile(statement);
  expect(await digestGateFile(parseGateFile(text!))).toBe(statement.predicate.gateFile.digest.sha256);
});

test('the gate file of a hallmark with the percentile of a latency is found', async () => {
  const latency = { severity: 'error', limit: 33, unit: 'ms', percentile: 'p90' };
  const file = JSON.stringify({ version: 1, gates: { latency } });
  const text = await findGateFile(await createStatement(file, { ...createSampleResult('latency'), metric: 'p90' }));
  expect(JSON.parse(text!)).toMatchObject({ gates: { latency: { percentile: 'p90' } } });
});

test('a gate file with a custom source is not found', async () => {
  const gates = { throughput: { severity: 'error', limit: 30, unit: 'per-second', source: 'our contract' } };
  expect(await findGateFile(await createStatement(JSON.stringify({ version: 1, gates })))).toBeNull();
});
