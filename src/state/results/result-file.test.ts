import { expect, test } from 'vitest';
import { compareReports } from '#bench/report/compare-reports.ts';
import {
  createSampleCell,
  createSampleReport,
  createSampleTaskReport,
  createSampleTextReport,
} from '#core/report/report.fixture.ts';
import type { Report } from '#core/report/report.ts';
import { createSampleGateRun, sampleGates, createSampleRun } from '#hallmark/hallmark.fixture.ts';
import { buildStatement, signHallmark } from '#hallmark/sign/sign-hallmark.ts';
import { generateKeyPair } from '#hallmark/sign/signature.ts';
import type { StoredGateRun, StoredResult } from '#records/result-records.ts';
import { toJson } from '#share/export/export.ts';
import linksV1 from '#share/report-link/links-v1.jsonl?raw';
import { decodeReportLink, encodeReportLink } from '#share/report-link/report-link.ts';
import { toHallmarkViewModel, toStoredHallmark } from '../verify/hallmark-view-model.ts';
import { readResultFile, toResultFile } from './result-file.ts';
import { summariseComparison, summariseDeviceCheck, summariseGateRun, summariseReport } from './result-summary.ts';

async function toStoredResult(report: Report): Promise<StoredResult> {
  const origin = { at: Date.parse(report.startedAt), isReceived: false };
  return { summary: summariseReport(report, await encodeReportLink(report), origin), report };
}

async function createStoredComparison(first: Report, second: Report): Promise<StoredResult> {
  const [one, other] = await Promise.all([first, second].map((report) => encodeReportLink(report)));
  const hash = `#/compare/${one?.slice(4)}/${other?.slice(4)}`;
  const [a, b] = await Promise.all([one, other].map((link) => decodeReportLink(link ?? '')));
  const pair = { first: a!, second: b!, comparison: compareReports(a!, b!) };
  return { summary: summariseComparison(pair, hash, { at: 1_764_000_000_000, isReceived: false })!, report: null };
}

const device = { browser: 'Chrome 156', os: 'Linux', gpu: 'none', cores: 2, oneThreadGflops: 24.1 };
const deviceHash = '#/device?browser=Chrome+156&os=Linux&gpu=none&cores=2&oneThreadGflops=24.1';

test('results of every kind survive export and import, including samples', async () => {
  const slow = createSampleReport();
  const results = [
    await toStoredResult(slow),
    await toStoredResult(createSampleTextReport()),
    await createStoredComparison(slow, createSampleReport({ cells: [createSampleCell('batch-1', 26, 220)] })),
    {
      summary: summariseDeviceCheck(device, deviceHash, { at: 1_764_000_000_123, isReceived: false }),
      report: null,
    },
  ];
  const signed = await signHallmark(buildStatement(createSampleRun()), await generateKeyPair());
  const hallmarks = [toStoredHallmark(await toHallmarkViewModel(signed), false)];
  const tags = new Map([
    [results[1]!.summary.id, ['before', 'v2']],
    [hallmarks[0]!.id, ['release']],
  ]);
  expect(await readResultFile(toResultFile(results, hallmarks, tags))).toEqual({
    results,
    hallmarks,
    tags,
    faults: [],
  });
});

const taskReport = createSampleTaskReport();
const absoluteGates = sampleGates.filter(({ isRelative }) => !isRelative).slice(0, 4);
const storedGateRun: StoredGateRun = {
  gateRun: createSampleGateRun({ results: absoluteGates, grade: null }),
  signatures: [{ item: 'reviews', name: 'A. Person', note: 'yearly', signedAt: '2026-11-20T09:50:00.123Z' }],
  statements: { contact: 'someone' },
  network: { hosts: ['models.example'], requests: 12 },
};

/** Creates a stored gate run. */
async function createStoredGates(gates: StoredGateRun = storedGateRun): Promise<StoredResult> {
  const origin = { at: Date.parse(taskReport.startedAt), isReceived: false };
  const summary = summariseGateRun(taskReport, await encodeReportLink(taskReport), gates.gateRun, origin);
  return { summary, report: null, gates };
}

test('a gate run survives export and import, with its requests and signed items', async () => {
  const results = [await createStoredGates()];
  expect(await readResultFile(toResultFile(results))).toMatchObject({ results, faults: [] });
});

test.each<[string, string, Partial<StoredGateRun>]>([
  [
    'gates.gateRun.results',
    'with results of another form',
    { gateRun: { ...storedGateRun.gateRun, results: [{} as never] } },
  ],
  [
    'gates.gateRun.gateFile.sha256',
    'without a digest',
    { gateRun: { ...storedGateRun.gateRun, gateFile: { sha256: 'x', readAt: '2026-11-20T09:40:00Z' } } },
  ],
  [
    'gates.signatures[0].item',
    'with an unknown item',
    { signatures: [{ ...storedGateRun.signatures[0]!, item: 'x' as never }] },
  ],
])('a gate run with an invalid %s is not imported: %s', async (field, _, changes) => {
  const imported = await readResultFile(toResultFile([await createStoredGates({ ...storedGateRun, ...changes })]));
  expect(imported?.results).toEqual([]);
  expect(imported?.faults[0]?.facts).toMatchObject({ reason: 'report-field-value', field });
});

test('an imported gate run gets its verdict from its results, and impossible results are rejected', async () => {
  const lying = { ...storedGateRun.gateRun, verdict: 'fail', grade: 999 } as const;
  const read = await readResultFile(toResultFile([await createStoredGates({ ...storedGateRun, gateRun: lying })]));
  expect(read?.results[0]?.summary).toMatchObject({ kind: 'gates', verdict: 'pass', grade: null });
  const results = absoluteGates.map((gate) => Object.assign({}, gate, { state: 'fail' }) as never);
  const impossible = await readResultFile(
    toResultFile([await createStoredGates({ ...storedGateRun, gateRun: { ...lying, results } })]),
  );
  expect(impossible?.faults[0]?.facts.reason).toBe('state-contradicts-limit');
});

test('an entry whose tags are not a list is rejected', async () => {
  const { summary, report } = await toStoredResult(createSampleReport());
  const file = await read({ link: summary.hash, at: summary.at, report, tags: 'one' });
  expect(file?.faults[0]?.facts).toMatchObject({ field: 'tags' });
});

test('a file of a later version is rejected with both versions', async () => {
  await expect(readResultFile('{"kind":"assay-results","version":3,"results":[]}')).rejects.toMatchObject({
    code: 'results-newer',
    facts: { version: 3, maxVersion: 2 },
  });
});

test('the summaries of reports, comparisons and device checks contain their main values', async () => {
  const { summary } = await toStoredResult(createSampleReport());
  expect(summary).toMatchObject({
    kind: 'tensor',
    model: 'conv',
    machine: 'Chromium 156, Linux',
    engine: 'ort',
    device: 'wasm',
    threads: 2,
    validity: 'valid',
    at: Date.UTC(2026, 10, 20, 9, 41),
  });
  expect(summary.id).toMatch(/^20261120T0941-[0-9a-f]{8}$/);
  const faster = createSampleReport({ cells: [createSampleCell('batch-1', 26, 220)] });
  const compared = await createStoredComparison(createSampleReport(), faster);
  expect(compared.summary).toMatchObject({ model: 'conv', cells: [{ name: 'batch-1', faster: 'second' }] });
  expect(summariseDeviceCheck(device, deviceHash, { at: 0, isReceived: true })).toMatchObject({ gflops: 24.1 });
});

test('a report read from its link has the same id as with its samples, so it is stored once', async () => {
  const whole = await toStoredResult(createSampleReport());
  const received = await toStoredResult(await decodeReportLink(whole.summary.hash));
  expect(received.summary.id).toBe(whole.summary.id);
  expect(received.summary.hash).toBe(whole.summary.hash);
});

test('a single report saved as JSON is imported with its samples', async () => {
  const report = createSampleReport();
  const read = await readResultFile(toJson(report));
  expect(read).toMatchObject({ faults: [], results: [{ report, summary: { isReceived: true } }] });
});

test('links made with 0.1.0 are imported as results', async () => {
  const links = linksV1.trim().split('\n');
  const entries = links.map((line) => ({ link: (JSON.parse(line) as { hash: string }).hash }));
  const read = await readResultFile(JSON.stringify({ kind: 'assay-results', version: 1, results: entries }));
  expect(read?.faults).toEqual([]);
  expect(read?.results.map(({ report }) => report?.schema)).toEqual(links.map(() => 2));
});

async function read(...entries: unknown[]) {
  return readResultFile(JSON.stringify({ kind: 'assay-results', version: 1, results: entries }));
}

test('invalid entries are omitted, each with a reason, and valid entries are imported', async () => {
  const good = await toStoredResult(createSampleReport());
  const { hash } = good.summary;
  const file = await read(
    { link: hash.slice(0, -12) },
    { link: '#/device?browser=%3Cimg%3E&os=Linux&gpu=none', at: 0 },
    { link: '#/bench', at: 0 },
    { report: { schema: 2, cells: 'none' } },
    'no entry',
    { link: hash },
    { link: hash }, // the same again
  );
  expect(file?.results.map(({ summary }) => summary.id)).toEqual([good.summary.id]);
  expect(file?.faults.map(({ code, facts }) => [code, facts['entry'], facts.reason])).toEqual([
    ['result-invalid', 1, expect.stringMatching(/^link-/)],
    ['result-invalid', 2, 'not-a-name'],
    ['result-invalid', 3, 'not-a-result'],
    ['result-invalid', 4, 'not-a-result'],
    ['result-invalid', 5, 'not-a-result'],
  ]);
});

const whole = createSampleReport();
const [cell] = whole.cells;
const withSteady = (changes: object) => ({
  report: { ...whole, cells: [{ ...cell, steady: { ...cell!.steady, ...changes } }] },
});
const { opened } = whole.target;

test.each([
  ['isReceived', { isReceived: 'no' }],
  ['at', { at: 'yesterday' }],
  ['at', { at: 1e300 }],
  ['at', { at: -1 }],
  ['at', { at: 0 }], // before the run started
  ['link', { link: 7 }],
  [
    'report.target.opened.threads',
    { report: { ...whole, target: { ...whole.target, opened: { ...opened, threads: '2' } } } },
  ],
  ['report.startedAt', { report: { ...whole, startedAt: '2026-11-20T09:41:37Z' } }],
  ['report', { report: { ...whole, '\u202eextra': {} } }],
  ['report.eventLoop', { report: { ...whole, eventLoop: [] } }],
  ['report.cells.0.steady.samplesMs', withSteady({ samplesMs: ['<b>'] })],
  ['report.cells.0.steady.samplesMs', withSteady({ samplesMs: cell!.steady.samplesMs.slice(1) })],
  ['report.cells.0.steady', withSteady({ extra: 1 })],
  ['report.cells.0.steady.medianMs', withSteady({ medianMs: 1 })],
  ['report', withSteady({ samplesMs: cell!.steady.samplesMs.map(() => 0) })],
] as const)(
  'an entry with an invalid value of %s is rejected with the name of the field (case %#)',
  async (field, changes) => {
    const { summary, report } = await toStoredResult(whole);
    const file = await read({ link: summary.hash, at: summary.at, report, ...changes });
    expect(file?.results).toEqual([]);
    expect(file?.faults[0]?.facts).toEqual({ entry: 1, reason: 'report-field-value', field });
  },
);

test('the link of an imported device check is rewritten, so it leads to no other host', async () => {
  const entries = [{ link: `//device?${deviceHash.split('?')[1]}`, at: 0 }];
  const read = await readResultFile(JSON.stringify({ kind: 'assay-results', version: 1, results: entries }));
  expect(read?.results.map(({ summary }) => summary.hash)).toEqual([deviceHash]);
});

test.each([
  '',
  'not JSON',
  '[]',
  '{}',
  '{"kind":"assay-results"}',
  '{"kind":"assay-results","version":0,"results":[]}',
])('the file %j contains no results', async (content) => {
  expect(await readResultFile(content)).toBeNull();
});
