import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { GateFileFault } from '#core/errors/gate-file-fault.ts';
import { digestGateFile, toGateFileJson, parseGateFile, readGateFile } from './gate-file.ts';

const writeGateFile = (gates: unknown, rest: object = {}) => JSON.stringify({ version: 1, gates, ...rest });
const listFaults = (text: string) => readGateFile(text).faults;

test('an entry that is only a severity gets the defaults of the gate, with their source', () => {
  expect(parseGateFile(writeGateFile({ latency: 'error', 'hosts-contacted': 'off' })).settings).toEqual([
    { gate: 'latency', severity: 'error', limit: 100, source: 'rail-response', minSamples: 5 },
  ]);
});

test('an entry sets limit, minimum and options; a custom limit does not inherit the default source', () => {
  const latency = { severity: 'warn', limit: 33, unit: 'ms', minSamples: 200, percentile: 'p90' };
  const { settings } = parseGateFile(
    writeGateFile({ latency, 'model-size': { severity: 'error', source: 'our CDN' } }),
  );
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

const examples: Record<GateFileFault['reason'], readonly [text: string, facts: object]> = {
  'gates-not-json': ['{"version": 1,}', {}],
  'gates-field-twice': ['{"version": 1, "gates": {"quality": "error", "qualit\\u0079": "warn"}}', { field: 'quality' }],
  'gates-not-object': ['[]', {}],
  'gates-version': ['{"version": 2, "gates": {}}', { value: '2', expected: 1 }],
  'gates-field-unknown': [writeGateFile({ 'hosts-contacted': 'warn' }, { gate: {} }), { field: 'gate' }],
  'gates-missing': ['{"version": 1}', {}],
  'gates-all-off': [writeGateFile({ 'hosts-contacted': 'off' }), {}],
  'gate-unknown': [
    writeGateFile({ 'quality-rato': 'error' }),
    { gate: 'quality-rato', near: 'quality-ratio, quality' },
  ],
  'gate-setting': [writeGateFile({ 'hosts-contacted': 3 }), { gate: 'hosts-contacted' }],
  'gate-severity': [writeGateFile({ 'hosts-contacted': 'fatal' }), { gate: 'hosts-contacted', value: '"fatal"' }],
  'gate-field-unknown': [
    writeGateFile({ 'hosts-contacted': { severity: 'warn', minSamples: 3 } }),
    { field: 'minSamples' },
  ],
  'gate-limit': [
    writeGateFile({ quality: { severity: 'warn', limit: 70, unit: 'fraction' } }),
    { value: '70', min: 0, max: 1 },
  ],
  'gate-limit-always-met': [
    writeGateFile({ quality: { severity: 'error', limit: 0, unit: 'fraction' } }),
    { value: '0' },
  ],
  'gate-limit-without-unit': [writeGateFile({ latency: { severity: 'warn', limit: 33 } }), { expected: 'ms' }],
  'gate-unit': [
    writeGateFile({ latency: { severity: 'warn', limit: 3, unit: 's' } }),
    { value: '"s"', expected: 'ms' },
  ],
  'gate-min-samples': [writeGateFile({ quality: { severity: 'warn', minSamples: 2 } }), { value: '2', min: 20 }],
  'gate-metric': [writeGateFile({ quality: { severity: 'warn', metric: '' } }), { value: '""' }],
  'gate-percentile': [writeGateFile({ latency: { severity: 'warn', percentile: 'p42' } }), { known: 'p50, p90, p95' }],
  'gate-source': [writeGateFile({ latency: { severity: 'warn', source: 'x'.repeat(301) } }), { maxCharacters: 300 }],
};

test.each(Object.entries(examples))('%s is reported with the facts of its message', (reason, [text, facts]) => {
  const faults = listFaults(text);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatchObject({ reason, ...facts });
  expect(() => parseGateFile(text)).toThrow(`gates-invalid; reason: ${reason}`);
});

test('a limit that every model meets is rejected, but an error rate above 1 is accepted', () => {
  const writeLimit = (gate: string, limit: number) =>
    writeGateFile({ [gate]: { severity: 'error', limit, unit: 'fraction' } });
  const fault = { reason: 'gate-limit-always-met' };
  expect(listFaults(writeLimit('errors-under-load', 1))).toMatchObject([fault]);
  expect(listFaults(writeLimit('errors-under-load', 0.99))).toEqual([]);
  expect(listFaults(writeLimit('error-rate', 1))).toEqual([]);
});

test('an unknown gate is reported with any similar names', () => {
  const findFault = (gate: string) => listFaults(writeGateFile({ [gate]: 'error' }))[0];
  expect(findFault('latencyy')).toMatchObject({ near: 'latency' });
  expect(findFault('size')).toMatchObject({ near: expect.stringContaining('model-size') as string });
  expect(findFault('zzz')).toMatchObject({
    near: '',
    known: expect.stringMatching(/^quality-ratio, quality, /) as string,
  });
});

test('all faults of a file are reported together, and its valid gates are read', () => {
  const { settings, faults } = readGateFile(
    writeGateFile({ speed: 'error', latency: { severity: 'now' }, 'hosts-contacted': 'warn' }),
  );
  expect(faults.map(({ reason }) => reason)).toEqual(['gate-unknown', 'gate-severity']);
  expect(settings.map(({ gate }) => gate)).toEqual(['hosts-contacted']);
});

test('the digest is that of the canonical JSON with explicit defaults', async () => {
  const file = parseGateFile(writeGateFile({ 'hosts-contacted': 'error' }));
  const canonical =
    '{"gates":{"hosts-contacted":{"limit":0,"severity":"error","source":"own-choice","unit":"count"}},"version":1}';
  expect(await digestGateFile(file)).toBe(createHash('sha256').update(canonical).digest('hex'));
});

test('the digest depends on the requirements, not on their notation', async () => {
  const parseAndDigest = (text: string) => digestGateFile(parseGateFile(text));
  const short = await parseAndDigest(writeGateFile({ latency: 'error', 'hosts-contacted': 'warn' }));
  const written = JSON.stringify(
    toGateFileJson(parseGateFile(writeGateFile({ 'hosts-contacted': 'warn', latency: 'error' }))),
    null,
    4,
  );
  expect(await parseAndDigest(written)).toBe(short);
  expect(await parseAndDigest(writeGateFile({ latency: 'error', 'hosts-contacted': 'warn', power: 'off' }))).toBe(
    short,
  );
  expect(await parseAndDigest(writeGateFile({ latency: 'warn', 'hosts-contacted': 'warn' }))).not.toBe(short);
});

test('a key may occur once in each of several objects, and as a value', () => {
  const quality = { severity: 'error', source: 'severity' };
  expect(listFaults(writeGateFile({ quality, latency: { severity: 'error', source: '"severity": {' } }))).toEqual([]);
});

test('the name of a metric must not contain control or bidirectional characters', () => {
  const metric = 'top-1\u202E';
  expect(listFaults(writeGateFile({ quality: { severity: 'error', metric } }))).toMatchObject([
    { reason: 'gate-metric' },
  ]);
});
