import { expect, test } from 'vitest';
import { createSampleReport, createSampleTaskReport, createSampleTextReport } from '#core/report/report.fixture.ts';
import { formatRepeatHash } from './repeat-hash.ts';

const ownHash = '#/r/payload';
const digits = { kind: 'model', id: 'digits', sizeBytes: 51_000, sha256: 'ab'.repeat(32) } as const;
const parseHashQuery = (hash: string | null) => Object.fromEntries(new URLSearchParams(hash?.slice(hash.indexOf('?'))));

test('a benchmark is repeated at once and compared with its report', () => {
  expect(parseHashQuery(formatRepeatHash(createSampleReport(), ownHash))).toMatchObject({
    workload: 'conv',
    auto: '1',
    against: 'payload',
  });
  expect(parseHashQuery(formatRepeatHash(createSampleTextReport(), ownHash))).toMatchObject({
    file: '1',
    auto: '1',
    against: 'payload',
  });
});

test('an evaluation of a bundled model is repeated with its sample, target and settings', () => {
  const report = createSampleTaskReport({
    task: 'digits',
    subject: digits,
    data: { ...createSampleTaskReport().data, items: 40, failed: 2, notRun: 8, sample: { of: 10_000, seed: 7 } },
    baseline: { id: 'mine.onnx', sha256: 'ef'.repeat(32), isGroundTruth: false },
  });
  const hash = formatRepeatHash(report, ownHash);
  expect(hash).toMatch(/^#\/evaluate\?/);
  expect(parseHashQuery(hash)).toEqual({
    task: 'digits',
    device: 'wasm',
    threads: '2',
    graph: 'all',
    'baseline-file': '1',
    items: '50',
    'stop-after': '42',
    seed: '7',
  });
});

test('an evaluation of files asks for the model, and a run of an unknown task or model has no link', () => {
  const files = { ...digits, kind: 'files', id: 'mine.onnx' } as const;
  expect(parseHashQuery(formatRepeatHash(createSampleTaskReport({ subject: files }), ownHash))).toMatchObject({
    task: 'image-classification',
    file: '1',
    engine: 'ort',
  });
  expect(formatRepeatHash(createSampleTaskReport({ task: 'of-the-future', subject: files }), ownHash)).toBeNull();
  expect(formatRepeatHash(createSampleTaskReport({ subject: { ...digits, id: 'unknown-model' } }), ownHash)).toBeNull();
  expect(
    formatRepeatHash(createSampleReport({ subject: { ...digits, kind: 'workload', id: 'later' } }), ownHash),
  ).toBeNull();
});
