import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { format } from 'oxfmt';
import { describe, expect, test } from 'vitest';
import { readGateFile } from '#gates/file/gate-file.ts';
import { presets } from '#gates/file/presets/index.ts';
import { buildGateFileSchema } from './gate-schema.ts';
import { root } from './project-root.ts';

test('the published JSON Schema of gate files is up to date; `vitest -u` writes it', async () => {
  const path = join(root, 'public/assay.gates.schema.json');
  const { code } = await format(path, JSON.stringify(buildGateFileSchema()), { printWidth: 120 });
  await expect(code).toMatchFileSnapshot(path);
});

describe('the parser accepts exactly the gate files that satisfy the schema', () => {
  const validate = new Ajv2020({ allErrors: true, strict: true }).compile(buildGateFileSchema());
  const isAccepted = (file: unknown) => ({
    bySchema: validate(file),
    byParser: readGateFile(JSON.stringify(file)).faults.length === 0,
  });
  const withGates = (gates: object) => ({ version: 1, gates });
  const withLatency = (entry: unknown) => withGates({ latency: entry });
  const withQuality = (entry: unknown) => withGates({ quality: entry });

  test.each<readonly [string, unknown]>([
    ...Object.entries(presets).map(([id, file]) => [`preset ${id}`, file] as const),
    ['a severity alone', withLatency('warn')],
    ['no severity, which means error', withLatency({ limit: 33, unit: 'ms' })],
    ['an entry without fields', withLatency({})],
    ['one gate off and another on', withGates({ latency: 'off', quality: 'error' })],
    [
      'a metric, a number of samples and a source',
      withQuality({ metric: 'top-1', minSamples: 50, source: 'Contract' }),
    ],
    ['a percentile', withLatency({ severity: 'error', percentile: 'p90' })],
    ['the address of a schema', { $schema: 'assay.gates.schema.json', ...withLatency('error') }],
    ['a source of 300 characters outside the basic plane', withLatency({ source: '😀'.repeat(300) })],
  ])('valid: %s', (_, file) => expect(isAccepted(file)).toEqual({ bySchema: true, byParser: true }));

  test.each<readonly [string, unknown]>([
    ['a list', []],
    ['another version', { version: 2, gates: { latency: 'warn' } }],
    ['no gates', { version: 1 }],
    ['an empty list of gates', withGates({})],
    ['every gate off', withGates({ latency: 'off', quality: { severity: 'off' } })],
    ['an unknown field', { ...withLatency('warn'), name: 'mine' }],
    ['an unknown gate', withGates({ 'quality-rato': 'error' })],
    ['an unknown severity', withLatency('fatal')],
    ['a severity of null', withLatency({ severity: null })],
    ['a number as entry', withLatency(33)],
    ['an unknown field of a gate', withLatency({ max: 33 })],
    ['a number of samples for a gate without samples', withGates({ 'hosts-contacted': { minSamples: 3 } })],
    ['a limit without a unit', withLatency({ limit: 33 })],
    ['a limit in another unit', withLatency({ limit: 3, unit: 's' })],
    ['a limit beyond the range of its unit', withQuality({ limit: 70, unit: 'fraction' })],
    ['a limit that every model meets', withQuality({ limit: 0, unit: 'fraction' })],
    ['a limit as text', withLatency({ limit: '33', unit: 'ms' })],
    ['too few samples', withQuality({ minSamples: 2 })],
    ['a fractional number of samples', withQuality({ minSamples: 20.5 })],
    ['a metric with a space', withQuality({ metric: 'top 1' })],
    ['an unknown percentile', withLatency({ percentile: 'p42' })],
    ['a blank source', withLatency({ source: ' ' })],
    ['a source of 301 characters', withLatency({ source: 'x'.repeat(301) })],
  ])('invalid: %s', (_, file) => expect(isAccepted(file)).toEqual({ bySchema: false, byParser: false }));
});
