import { deleteDB } from 'idb';
import { afterEach, expect, test, vi } from 'vitest';
import { createSampleCell, createSampleReport, createSampleTaskReport } from '#core/report/report.fixture.ts';
import { createSampleGateRun, createSampleRun } from '#hallmark/hallmark.fixture.ts';
import { buildStatement, signHallmark } from '#hallmark/sign/sign-hallmark.ts';
import { generateKeyPair } from '#hallmark/sign/signature.ts';
import { formatDeviceLink } from '#links/device-link.ts';
import { loadResult, storeResults, type StoredResult } from '#records/result-records.ts';
import { encodeReportLink } from '#share/report-link/report-link.ts';
import { toHallmarkViewModel, recordHallmark } from '../verify/hallmark-view-model.ts';
import { compareStoredRecords } from './compared-records.ts';
import { recordDeviceCheck } from './record-device-check.ts';
import { recordGateRun, recordReport } from './record-result.ts';
import { Results } from './results.svelte.ts';
import { summariseReport } from './result-summary.ts';
import { readTrends } from './metric-trends.ts';
import type { RecordSummary } from './record-summaries.ts';

afterEach(async () => {
  vi.restoreAllMocks();
  const results = await loadResults();
  await results.deleteRecords(results.summaries?.map(({ id }) => id) ?? []);
});

async function loadResults(): Promise<Results> {
  const results = new Results();
  await results.load();
  return results;
}

const formatMinute = (index: number) => `2026-11-20T09:0${index}:00Z`;

async function recordBenchmark(index: number, aroundMs = 52): Promise<string> {
  const report = createSampleReport({
    startedAt: formatMinute(index),
    cells: [createSampleCell('batch-1', aroundMs, 220)],
  });
  return (await recordReport(report, await encodeReportLink(report))).id;
}

test('recorded reports are listed newest first and read back with every sample', async () => {
  const ids = [await recordBenchmark(3, 52), await recordBenchmark(3, 26), await recordBenchmark(3, 13)]; // of one minute
  const results = await loadResults();
  expect(results.summaries?.map(({ id }) => id)).toEqual(ids.toReversed());
  const stored = await loadResult(ids[0] ?? '');
  expect(stored?.report).toEqual(createSampleReport({ startedAt: formatMinute(3) }));
  await recordBenchmark(3);
  expect((await loadResults()).summaries).toHaveLength(3);
});

test('undo restores deleted results until the next delete', async () => {
  const [first = '', second = ''] = [await recordBenchmark(1), await recordBenchmark(2)];
  const results = await loadResults();
  await results.deleteRecords([first]);
  expect(results.summaries?.map(({ id }) => id)).toEqual([second]);
  expect(await loadResult(first)).toBeNull();
  await results.undoDelete();
  expect(results.summaries?.map(({ id }) => id)).toEqual([second, first]);
  expect((await loadResult(first))?.report?.cells[0]?.steady.samplesMs).toHaveLength(220);
  await results.undoDelete();
  expect(results.summaries).toHaveLength(2);
});

test('an import adds results that are not stored yet, and reports the others', async () => {
  await recordBenchmark(1);
  const results = await loadResults();
  const content = (await results.exportAll()) ?? '';
  await results.deleteRecords(results.summaries?.map(({ id }) => id) ?? []);
  await recordBenchmark(2);
  await results.importFile(new File([content], 'results.json'));
  expect(results.importOutcome).toEqual({ added: 1, alreadyStored: 0, faults: [] });
  await results.importFile(new File([content], 'results.json'));
  expect(results.importOutcome).toEqual({ added: 0, alreadyStored: 1, faults: [] });
  expect(results.summaries).toHaveLength(2);
  await results.importFile(new File(['no'], 'notes.txt'));
  expect(results.importOutcome).toEqual({ notResults: 'notes.txt' });
});

test('tags are added, renamed everywhere, exported, and restored with a deleted result', async () => {
  const [first = '', second = ''] = [await recordBenchmark(1), await recordBenchmark(2)];
  const results = await loadResults();
  const listTags = () => results.summaries?.map(({ tags }) => tags);
  await results.addTag([first, second], 'baseline');
  await results.addTag([second], 'v2');
  expect(listTags()).toEqual([['baseline', 'v2'], ['baseline']]);
  await results.renameTag('baseline', 'v2');
  expect(listTags()).toEqual([['v2'], ['v2']]);
  await results.removeTag([first], 'v2');
  const content = (await results.exportAll()) ?? '';
  await results.deleteRecords([second]);
  await results.undoDelete();
  expect(listTags()).toEqual([['v2'], []]);
  await results.removeTag([second], 'v2');
  await results.addTag([second], 'mine');
  await results.importFile(new File([content], 'results.json'));
  expect(listTags()).toEqual([['mine', 'v2'], []]);
});

test('a file of a later version is rejected with an error, and nothing is imported', async () => {
  const results = await loadResults();
  await results.importFile(new File(['{"kind":"assay-results","version":9,"results":[]}'], 'results.json'));
  expect([results.importOutcome, results.error?.code]).toEqual([null, 'results-newer']);
});

test('records that cannot be read are counted, and do not hide the trend of the others', async () => {
  await recordBenchmark(1);
  const [summary] = (await loadResults()).summaries!;
  const broken = { ...summary!, kind: 'gates', hash: '#/r/broken' } as RecordSummary;
  const { trends, unreadableCount } = await readTrends([broken, summary!]);
  expect([trends[0]?.points.length, unreadableCount]).toEqual([1, 1]);
});

test('trends list the metric values of results oldest first, and other records are shown side by side', async () => {
  await recordBenchmark(1, 52);
  await recordBenchmark(2, 26);
  const evaluation = createSampleTaskReport({ startedAt: formatMinute(3) });
  await recordReport(evaluation, await encodeReportLink(evaluation));
  const gates = createSampleGateRun();
  await recordGateRun(evaluation, await encodeReportLink(evaluation), gates);
  const results = await loadResults();
  const all = results.summaries ?? [];
  const { trends } = await readTrends(all.filter(({ kind }) => kind === 'tensor'));
  expect(trends[0]?.points.map(({ value }) => Math.round(value))).toEqual([52, 26]);
  const [judged, evaluated, fast] = ['gates', 'task', 'tensor'].map((kind) =>
    all.find((candidate) => candidate.kind === kind)!,
  );
  expect(await results.compare(evaluated!, judged!)).toBe(`#/results/${evaluated!.id}/${judged!.id}`);
  const compared = await compareStoredRecords(judged!.id, evaluated!.id);
  expect(compared?.components.find(({ component }) => component === 'data')).toMatchObject({ isSame: true });
  expect(compared?.components.find(({ component }) => component === 'gates')?.values).toEqual([
    gates.gateFile.sha256,
    '',
  ]);
  expect(compared?.metricValues.some(({ values: [a, b] }) => a !== null && b === null)).toBe(true);
  const times = await compareStoredRecords(fast!.id, all.filter(({ kind }) => kind === 'tensor')[1]!.id);
  expect(times?.metricValues).toMatchObject([{ difference: 'second-higher' }]);
  expect(await compareStoredRecords(fast!.id, 'unknown')).toBeNull();
});

test('comparing two results by their links records the comparison once', async () => {
  await recordBenchmark(1, 52);
  await recordBenchmark(2, 26);
  const results = await loadResults();
  const [fast, slow] = results.summaries ?? [];
  const address = await results.compare(slow!, fast!);
  expect(address).toMatch(/^#\/compare\/[\w-]+\/[\w-]+$/);
  await results.compare(slow!, fast!);
  const summaries = (await loadResults()).summaries ?? [];
  expect(summaries.filter(({ kind }) => kind === 'comparison')).toMatchObject([
    { hash: address, cells: [{ faster: 'second' }] },
  ]);
});

test('hallmarks are listed among the results, exported, deleted and restored', async () => {
  await recordBenchmark(1);
  const signed = await signHallmark(buildStatement(createSampleRun()), await generateKeyPair());
  await recordHallmark(await toHallmarkViewModel(signed), false);
  const results = await loadResults();
  // The report is listed with the time of this test, the hallmark with the time of its run.
  expect(results.summaries?.map(({ kind }) => kind)).toEqual(['tensor', 'hallmark']);
  const content = (await results.exportAll()) ?? '';
  const [, { id = '' } = {}] = results.summaries ?? [];
  await results.deleteRecords([id]);
  expect(results.summaries?.map(({ kind }) => kind)).toEqual(['tensor']);
  await results.undoDelete();
  expect(results.summaries).toHaveLength(2);
  await results.deleteRecords([id]);
  await results.importFile(new File([content], 'results.json'));
  expect(results.importOutcome).toEqual({ added: 1, alreadyStored: 1, faults: [] });
  expect(results.summaries).toHaveLength(2);
});

test('recording a result on a full disk fails as storage-failed, and stores no part of it', async () => {
  const remaining = await recordBenchmark(1);
  const { put } = IDBObjectStore.prototype;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
    if (this.name === 'reports') throw new DOMException('', 'QuotaExceededError');
    return put.apply(this, given);
  });
  await expect(recordBenchmark(2)).rejects.toMatchObject({
    code: 'storage-failed',
    facts: { reason: 'quota-exceeded' },
  });
  vi.restoreAllMocks();
  expect((await loadResults()).summaries?.map(({ id }) => id)).toEqual([remaining]);
});

test('a device check that nobody requested is recorded only if it is the first', async () => {
  const check = async (oneThreadGflops: number, isRequested: boolean) => {
    const device = { browser: 'Chrome 156', os: 'Linux', gpu: 'none', oneThreadGflops };
    await recordDeviceCheck(device, formatDeviceLink(device), isRequested);
  };
  await check(10, false);
  await check(11, false);
  await check(12, true);
  const gflops = (await loadResults()).summaries?.map((summary) => summary.kind === 'device' && summary.gflops);
  expect(gflops).toEqual([12, 10]);
});

test('a thousand results are listed, newest first', async () => {
  const report = createSampleReport();
  const summary = summariseReport(report, await encodeReportLink(report), { at: 0, isReceived: false });
  const many = Array.from({ length: 1_000 }, (_, index): StoredResult => ({
    summary: { ...summary, id: `made-${index}`, at: index },
    report,
  }));
  await storeResults(many);
  const results = new Results();
  await results.load();
  expect(results.summaries?.map(({ at }) => at)).toEqual(many.map((_, index) => 999 - index));
});

test('listing results fails as storage-failed if the browser denies storage', async () => {
  await deleteDB('assay-results');
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('The user denied storage', 'SecurityError');
  });
  vi.resetModules();
  const fresh = await import('./results.svelte.ts');
  const results = new fresh.Results();
  await results.load();
  expect(results).toMatchObject({ summaries: null, error: { code: 'storage-failed' } });
  vi.resetModules();
});
