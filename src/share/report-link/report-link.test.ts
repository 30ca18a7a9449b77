import { readFile } from 'node:fs/promises';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { maxTextHistogramBins } from '#bench/method.ts';
import {
  createSampleCell,
  sampleEnvironment,
  createSampleReport,
  createSampleTextCell,
  createSampleTextReport,
} from '#core/report/report.fixture.ts';
import type { Report } from '#core/report/report.ts';
import type { SteadyState } from '#core/report/steady-state.ts';
import type { TensorReport } from '#core/report/tensor-report.ts';
import { listCountedSamples } from '#core/report/samples.ts';
import { buildHistogram } from './histogram.ts';
import { describePayload } from '../encoding/describe-payload.ts';
import { link, createLink, payload, readFailureFacts, report } from './report-link.fixture.ts';
import { decodeReportLink, encodeReportLink } from './report-link.ts';

/** The uncompressed report, without version, checksum and two bytes of length. */
const body = inflateRawSync(Buffer.from(payload, 'base64url').subarray(7));

/** Converts a report to its form in links, with the samples as a histogram. */
function toLinkedForm(sent: Report): Report {
  const filledBins = sent.kind === 'text' ? maxTextHistogramBins : undefined;
  const withHistogram = (steady: SteadyState): SteadyState => ({
    ...steady,
    samplesMs: [],
    histogram: steady.histogram ?? buildHistogram(listCountedSamples(steady), filledBins),
  });
  const cells = sent.cells.map((cell) => ({ ...cell, steady: withHistogram(cell.steady) }));
  const first = sent.kind === 'text' && sent.firstToken;
  return {
    ...sent,
    cells,
    ...(first && { firstToken: { ...first, steady: withHistogram(first.steady) } }),
  } as Report;
}

test('a link round-trips all statistics exactly, and the samples as a histogram', async () => {
  const decoded = await decodeReportLink(link);
  expect(decoded).toEqual(toLinkedForm(report));
  const { samplesMs, histogram, ...statistics } = decoded.cells[0]!.steady;
  const { samplesMs: sent, ...expected } = report.cells[0]!.steady;
  expect(statistics).toEqual(expected);
  expect(samplesMs).toEqual([]);
  expect(histogram!.bins.reduce((sum, [, count]) => sum + count, 0)).toBe(sent.length);
});

test('a link contains the energy, or the reason that it was not measured', async () => {
  const missing = [{ source: 'battery', reason: 'on-mains' }] as const;
  const counter = { source: 'rapl', name: 'package-0', joules: 0.61, uncertaintyJ: 0.006, watts: 30.5 } as const;
  for (const energy of [
    { counters: [counter], missing, gridGramsPerKwh: 380 },
    { counters: [], missing, gridGramsPerKwh: null },
  ]) {
    const sent = { ...report, energy };
    expect(await decodeReportLink(await encodeReportLink(sent))).toEqual(toLinkedForm(sent));
  }
});

test('decodes a report from a whole URL, the hash or the payload alone', async () => {
  for (const text of [`https://assay.example/app/${link}`, link, payload, ` ${link}\n`]) {
    expect(await decodeReportLink(text)).toEqual(toLinkedForm(report));
  }
});

test.each([
  ['conv', [createSampleCell('batch-1', 52, 220)]],
  ['conv, fast device', [createSampleCell('batch-1', 0.7, 14_000)]],
  ['decoder', [createSampleCell('depth-0', 9, 1_100), createSampleCell('depth-512', 12, 830)]],
])('the link of a standard run of %s has fewer than 2,000 characters', async (_, cells) => {
  expect((await encodeReportLink(createSampleReport({ cells }))).length).toBeLessThan(2_000);
});

// Links are longest with about as many samples as bins, each alone in its bin and distant from the others.
test.each([10, 32, 60, 1_000])(
  'the link of a language model run with %i samples per cell has fewer than 2,000 characters',
  async (count) => {
    const cells = [
      createSampleTextCell('pp512', 'prompt', 512, 23.5, count),
      createSampleTextCell('tg128', 'generation', 128, 41, count + 1),
      { ...createSampleTextCell('pp512 @ d1024', 'prompt', 512, 24.5, count + 2), depth: 1024 },
      { ...createSampleTextCell('tg128 @ d1024', 'generation', 128, 44, count + 3), depth: 1024 },
    ];
    const firstToken = { promptTokens: 512, steady: createSampleCell('', 12_100, count).steady };
    const sent = createSampleTextReport({ cells, firstToken });
    const link = await encodeReportLink(sent);
    expect(link.length).toBeLessThan(2_000);
    expect(await decodeReportLink(link)).toEqual(toLinkedForm(sent));
  },
);

test('a link round-trips optional, absent and unusual facts', async () => {
  const { gpu: _gpu, memoryGiB: _memory, ...environment } = sampleEnvironment;
  const { phases: _phases, eventLoop: _eventLoop, ...header } = report;
  const cell = createSampleCell('seeded', 0.004, 30);
  const { minMs, maxMs } = cell.steady;
  const unusual: Report = {
    ...header,
    settings: {},
    environment,
    subject: { kind: 'files', id: 'mein Modell (größer) 模型.onnx', sizeBytes: 5_000_000_000, sha256: '' },
    target: { ...report.target, requested: { host: 'page', engine: 'ort', device: 'webgpu' } },
    effort: 'full',
    dimensions: { sequence_length: 128, 'x.2': 7 },
    flags: ['interrupted', 'agreement-not-measured'],
    validity: 'interrupted',
    cells: [
      {
        ...cell,
        steady: { ...cell.steady, n: 25, excluded: [3, 4, 5, 6, 20], meanCi95Ms: null, minMs, maxMs },
        agreement: { verdict: 'not-measured', why: 'no-reference' },
      },
    ],
  };
  expect(await decodeReportLink(await encodeReportLink(unusual))).toEqual(toLinkedForm(unusual));
});

test('a link round-trips a run outside the page', async () => {
  const { browser: _b, crossOriginIsolated: _c, simd: _s, relaxedSimd: _r, ...machine } = sampleEnvironment;
  const opened = { ...report.target.opened, host: 'companion' } as const;
  const sent = createSampleReport({
    target: { ...report.target, opened },
    environment: { ...machine, kind: 'native', program: 'Node 24', cpu: 'an example' },
  });
  expect(await decodeReportLink(await encodeReportLink(sent))).toEqual(toLinkedForm(sent));
});

test('a link round-trips any combination of optional facts', async () => {
  const { subject, phases } = report;
  for (const added of [
    { settings: { memoryPattern: false } },
    { settings: { precision: 'float16' } },
    { settings: { memoryPattern: true, precision: 'float32' } },
    { subject: { ...subject, weightType: 'uint8 (qoperator)' }, placement: { WebGpuExecutionProvider: 98 } },
    { phases: { ...phases!, downloadMs: 12.5, loadMs: 221.5, codeFrom: 'network' } },
    { float32Convolutions: 24, memory: { wasmHeapBytes: 5_000_000_000 } },
    {
      memory: { processPeakBytes: 8e10, arenaBytes: 4e10, weightsBytes: 1, kvCacheBytes: 2, notStated: ['arena-off'] },
    },
  ] satisfies Partial<TensorReport>[]) {
    const sent = createSampleReport(added);
    expect(await decodeReportLink(await encodeReportLink(sent))).toEqual(toLinkedForm(sent));
  }
});

test('a link of version 1 decodes to the same report', async () => {
  // Created by the app of 2026-11-20 from its sample report.
  const firstLink = await readFile(new URL('first-link.txt', import.meta.url), 'utf8');
  expect(await decodeReportLink(firstLink)).toEqual(toLinkedForm(report));
});

test('real links from version 0.1 of the app decode to the same reports', async () => {
  const lines = (await readFile(new URL('links-v1.jsonl', import.meta.url), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(5);
  for (const line of lines) {
    const { hash, expect: expected } = JSON.parse(line) as { hash: string; expect: Record<string, unknown> };
    const { subject, target, validity: outcome, cells } = (await decodeReportLink(hash)) as TensorReport;
    const { engine, device, threads } = target.opened;
    const [{ steady, agreement }] = cells as [TensorReport['cells'][0]];
    expect({
      schema: 1,
      subject: subject.id,
      runtime: engine,
      device,
      threads,
      outcome,
      medianMs: steady.medianMs,
      n: steady.n,
      agreement: agreement.verdict,
    }).toEqual(expected);
  }
});

test('rejects a link with unknown, repeated or missing facts', async () => {
  const withUnknown = createLink(deflateRawSync(Uint8Array.from([...body.subarray(0, -1), 99, 1, 0])));
  expect(await readFailureFacts(withUnknown)).toEqual({ reason: 'report-field-unknown', number: 99 });
  const withRepeated = createLink(deflateRawSync(Uint8Array.from([...body.subarray(0, -1), 1, 0, 0])));
  expect(await readFailureFacts(withRepeated)).toEqual({ reason: 'report-field-repeated', field: 'validity' });
  const withoutFields = createLink(deflateRawSync(Uint8Array.of(0, 0)));
  expect(await readFailureFacts(withoutFields)).toEqual({ reason: 'report-field-missing', field: 'validity' });
  const withAdditional = createLink(deflateRawSync(Uint8Array.from([...body, 7])));
  expect(await readFailureFacts(withAdditional)).toEqual({ reason: 'report-bytes-left', bytes: 1 });
});

test('a noisy validity round-trips, and a report of an earlier method has the validity of that method', async () => {
  const noisy = createSampleReport({ method: '3.0.0', flags: ['wide-spread'], validity: 'noisy' });
  expect(await decodeReportLink(await encodeReportLink(noisy))).toEqual(toLinkedForm(noisy));
  const earlier = createSampleReport({ method: '2.1.0', flags: ['wide-spread'], validity: 'valid' });
  expect(await decodeReportLink(await encodeReportLink(earlier))).toEqual(toLinkedForm(earlier));
  const contradicts = createSampleReport({ ...earlier, method: '3.0.0' });
  expect(await readFailureFacts(await encodeReportLink(contradicts))).toEqual({
    reason: 'validity-contradicts-flags',
    validity: 'valid',
    expectedValidity: 'noisy',
  });
});

test('truncates long texts and removes unprintable characters before writing a link', async () => {
  const browser = `a\u0000b\u202Ec${'é'.repeat(200)}`;
  const long = createSampleReport({ environment: { ...sampleEnvironment, browser } });
  const { environment } = await decodeReportLink(await encodeReportLink(long));
  const linkedBrowser = environment.kind === 'page' ? environment.browser : '';
  expect(linkedBrowser).toMatch(/^a b cé+$/);
  expect(new TextEncoder().encode(linkedBrowser).length).toBeLessThanOrEqual(120);
});

test('a link contains the full id of a stored model, however long', async () => {
  const id = `organisation/name:${'é'.repeat(180)}.onnx`;
  const stored = createSampleReport({ subject: { ...report.subject, kind: 'model', id } });
  expect((await decodeReportLink(await encodeReportLink(stored))).subject.id).toBe(id);
});

test('truncates long names of dimensions and providers, so every link can be read', async () => {
  const long = 'é'.repeat(200);
  const placement = { [`${long}Provider`]: 3 };
  const many = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`d${i}`, i + 1]));
  for (const dimensions of [{ [`a\u0000b${long}`]: 5 }, many]) {
    const sent = createSampleReport({ dimensions, placement });
    const decoded = await decodeReportLink(await encodeReportLink(sent));
    expect(decoded).toEqual(await decodeReportLink(await encodeReportLink(decoded)));
    const { dimensions: shortened = {}, placement: placed = {} } = decoded as TensorReport;
    expect(Object.keys(shortened)).toHaveLength(Math.min(64, Object.keys(dimensions).length));
    for (const name of [...Object.keys(shortened), ...Object.keys(placed)]) {
      expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(120);
    }
  }
});

test('the description of a link lists every field it contains, with its value', async () => {
  const described = describePayload(await decodeReportLink(link));
  expect(described).toContainEqual({ field: 'environment.browser', value: '"Chromium 156"' });
  expect(described).toContainEqual({
    field: 'cells.0.steady.medianMs',
    value: String(report.cells[0]!.steady.medianMs),
  });
  expect(new Set(described.map(({ field }) => field)).size).toBe(described.length);
});

test.each([
  ['nothing', '#/r/', { reason: 'link-empty' }],
  ['an invalid character', `${link}<script>`, { reason: 'link-character', character: '<' }],
  ['another version', createLink(new Uint8Array(4), 9), { reason: 'report-version', version: 9, maxVersion: 2 }],
  ['garbage', '#/r/garbage', { reason: 'not-a-report-link' }],
  ['longer garbage', `#/r/${'garbage_'.repeat(20)}`, { reason: 'not-a-report-link' }],
  [
    'a changed last character',
    `${link.slice(0, -1)}${link.endsWith('-') ? '_' : '-'}`,
    { reason: expect.stringMatching(/^link-(last-character|checksum)$/) },
  ],
  [
    'a truncated link',
    `#/r/${payload.slice(0, payload.length - 40)}`,
    { reason: expect.stringMatching(/^link-(end|bytes)-missing$/) },
  ],
  ['only the first byte', '#/r/AQ', { reason: 'not-a-report-link' }],
  ['added bytes', `#/r/${payload.slice(0, -1 * (payload.length % 4 || 4))}AAAAAAAA`, { reason: expect.any(String) }],
  ['too many characters', `#/r/${'A'.repeat(20_000)}`, { reason: 'link-too-long', characters: 20_004 }],
  ['bytes that are not a deflate stream', createLink(Uint8Array.of(0xff, 1, 2, 3)), { reason: 'link-not-deflate' }],
  [
    'an incomplete stream',
    createLink(deflateRawSync(new Uint8Array(500)).subarray(0, 5)),
    { reason: expect.stringMatching(/^(link-not-deflate|report-ends-early)$/) },
  ],
  ['an empty report', createLink(deflateRawSync(new Uint8Array(0))), { reason: 'report-ends-early' }],
  ['zeros', createLink(deflateRawSync(new Uint8Array(3_000))), { reason: expect.any(String) }],
])('rejects a damaged link with the reason: %s', async (_, text, facts) => {
  expect(await readFailureFacts(text)).toMatchObject(facts);
});

test('rejects a link with any single character changed', async () => {
  for (let index = 0; index < payload.length; index++) {
    const other = payload[index] === 'A' ? 'B' : 'A';
    await readFailureFacts(payload.slice(0, index) + other + payload.slice(index + 1));
  }
});

test('stops decompressing a compression bomb at the limit, and rejects it', async () => {
  // 10 kB of this decompress to 10 MB; the compressed form is under the length limit, so only the size limit can stop
  // it.
  const bomb = deflateRawSync(new Uint8Array(10_000_000), { level: 9 });
  expect(bomb.length).toBeLessThan(11_000);
  expect(await readFailureFacts(createLink(bomb))).toEqual({ reason: 'link-inflates-beyond', maxBytes: 65_536 });
});

test('text that looks like markup remains text', async () => {
  const hostile = '<img src=x onerror=alert(1)>';
  const sent = createSampleReport({ environment: { ...sampleEnvironment, browser: hostile } });
  expect((await decodeReportLink(await encodeReportLink(sent))).environment).toMatchObject({ browser: hostile });
});
