import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { GateFileFault } from '#core/errors/gate-file-fault.ts';
import { gateFileDigest, gateFileJson, parseGateFile, readGateFile } from './gate-file.ts';

const fileOf = (gates: unknown, rest: object = {}) => JSON.stringify({ version: 1, gates, ...rest });
const faultsOf = (text: string) => readGateFile(text).faults;

test('a severity alone takes the defaults of the gate, with their source', () => {
  expect(parseGateFile(fileOf({ latency: 'error', 'hosts-contacted': 'off' })).settings).toEqual([
    { gate: 'latency', severity: 'error', limit: 100, source: 'rail-response', minSamples: 5 },
  ]);
});

test('an entry sets limit, minimum and options; a custom limit does not inherit the default source', () => {
  const latency = { severity: 'warn', limit: 33, unit: 'ms', minSamples: 200, percentile: 'p90' };
  const { settings } = parseGateFile(fileOf({ latency, 'model-size': { severity: 'error', source: 'our CDN' } }));
  expect(settings).toEqual([
    { gate: 'latency', severity: 'warn', limit: 33, minSamples: 200, percentile: 'p90' },
    { gate: 'model-size', severity: 'error', limit: 200_000_000, source: 'our CDN' },
  ]);
});

test('a file with a byte order mark and CRLF line endings is read', () => {
  expect(parseGateFile(`\uFEFF{\r\n"version": 1,\r\n"gates": {"hosts-contacted": "warn"}}\r\n`).settings).toHaveLength(
    1,
  );
});

const faulty: Record<GateFileFault['reason'], readonly [text: string, facts: object]> = {
  'gates-not-json': ['{"version": 1,}', {}],
  'gates-field-twice': ['{"version": 1, "gates": {"quality": "error", "qualit\\u0079": "warn"}}', { field: 'quality' }],
  'gates-not-object': ['[]', {}],
  'gates-version': ['{"version": 2, "gates": {}}', { value: '2', expected: 1 }],
  'gates-field-unknown': [fileOf({ 'hosts-contacted': 'warn' }, { gate: {} }), { field: 'gate' }],
  'gates-missing': ['{"version": 1}', {}],
  'gates-all-off': [fileOf({ 'hosts-contacted': 'off' }), {}],
  'gate-unknown': [fileOf({ 'quality-rato': 'error' }), { gate: 'quality-rato', near: 'quality-ratio, quality' }],
  'gate-setting': [fileOf({ 'hosts-contacted': 3 }), { gate: 'hosts-contacted' }],
  'gate-severity': [fileOf({ 'hosts-contacted': 'fatal' }), { gate: 'hosts-contacted', value: '"fatal"' }],
  'gate-field-unknown': [fileOf({ 'hosts-contacted': { severity: 'warn', minSamples: 3 } }), { field: 'minSamples' }],
  'gate-limit': [
    fileOf({ quality: { severity: 'warn', limit: 70, unit: 'fraction' } }),
    { value: '70', min: 0, max: 1 },
  ],
  'gate-limit-always-met': [fileOf({ quality: { severity: 'error', limit: 0, unit: 'fraction' } }), { value: '0' }],
  'gate-limit-without-unit': [fileOf({ latency: { severity: 'warn', limit: 33 } }), { expected: 'ms' }],
  'gate-unit': [fileOf({ latency: { severity: 'warn', limit: 3, unit: 's' } }), { value: '"s"', expected: 'ms' }],
  'gate-min-samples': [fileOf({ quality: { severity: 'warn', minSamples: 2 } }), { value: '2', min: 20 }],
  'gate-metric': [fileOf({ quality: { severity: 'warn', metric: '' } }), { value: '""' }],
  'gate-percentile': [fileOf({ latency: { severity: 'warn', percentile: 'p42' } }), { known: 'p50, p90, p95' }],
  'gate-source': [fileOf({ latency: { severity: 'warn', source: 'x'.repeat(301) } }), { maxCharacters: 300 }],
};

test.each(Object.entries(faulty))('%s is found, with the facts that its message names', (reason, [text, facts]) => {
  const faults = faultsOf(text);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatchObject({ reason, ...facts });
  expect(() => parseGateFile(text)).toThrow(`gates-invalid; reason: ${reason}`);
});

test('a limit that every model meets is rejected in either direction, and an error rate above 1 is possible', () => {
  const limited = (gate: string, limit: number) => fileOf({ [gate]: { severity: 'error', limit, unit: 'fraction' } });
  const fault = { reason: 'gate-limit-always-met' };
  expect(faultsOf(limited('errors-under-load', 1))).toMatchObject([fault]);
  expect(faultsOf(limited('errors-under-load', 0.99))).toEqual([]);
  expect(faultsOf(limited('error-rate', 1))).toEqual([]);
});

test('an unknown gate comes with near matches, and with none if nothing is similar', () => {
  const nearTo = (gate: string) => faultsOf(fileOf({ [gate]: 'error' }))[0];
  expect(nearTo('latencyy')).toMatchObject({ near: 'latency' });
  expect(nearTo('size')).toMatchObject({ near: expect.stringContaining('model-size') as string });
  expect(nearTo('zzz')).toMatchObject({
    near: '',
    known: expect.stringMatching(/^quality-ratio, quality, /) as string,
  });
});

test('all faults of a file are found at once, and its valid gates are read', () => {
  const { settings, faults } = readGateFile(
    fileOf({ speed: 'error', latency: { severity: 'now' }, 'hosts-contacted': 'warn' }),
  );
  expect(faults.map(({ reason }) => reason)).toEqual(['gate-unknown', 'gate-severity']);
  expect(settings.map(({ gate }) => gate)).toEqual(['hosts-contacted']);
});

test('the digest is that of the canonical JSON with every default written out', async () => {
  const file = parseGateFile(fileOf({ 'hosts-contacted': 'error' }));
  const canonical =
    '{"gates":{"hosts-contacted":{"limit":0,"severity":"error","source":"own-choice","unit":"count"}},"version":1}';
  expect(await gateFileDigest(file)).toBe(createHash('sha256').update(canonical).digest('hex'));
});

test('the digest depends on what is required, not on how it is written', async () => {
  const digestOf = (text: string) => gateFileDigest(parseGateFile(text));
  const short = await digestOf(fileOf({ latency: 'error', 'hosts-contacted': 'warn' }));
  const written = JSON.stringify(
    gateFileJson(parseGateFile(fileOf({ 'hosts-contacted': 'warn', latency: 'error' }))),
    null,
    4,
  );
  expect(await digestOf(written)).toBe(short);
  expect(await digestOf(fileOf({ latency: 'error', 'hosts-contacted': 'warn', power: 'off' }))).toBe(short);
  expect(await digestOf(fileOf({ latency: 'warn', 'hosts-contacted': 'warn' }))).not.toBe(short);
});

test('a key may occur once in each of several objects, and as a value', () => {
  const quality = { severity: 'error', source: 'severity' };
  expect(faultsOf(fileOf({ quality, latency: { severity: 'error', source: '"severity": {' } }))).toEqual([]);
});

test('the name of a metric has no characters that change how a line reads', () => {
  const metric = 'top-1\u202E';
  expect(faultsOf(fileOf({ quality: { severity: 'error', metric } }))).toMatchObject([{ reason: 'gate-metric' }]);
});
