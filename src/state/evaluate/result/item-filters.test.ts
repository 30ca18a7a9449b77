import { expect, test } from 'vitest';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { Metric } from '#core/task/evaluation.ts';
import { classificationMetrics } from '#metrics/classification.ts';
import { detectionMetrics } from '#metrics/detection.ts';
import { createDetectionOutcome } from '#metrics/detection-outcome.ts';
import { errorRateMetrics, createTextOutcome } from '#metrics/text-error-rates.ts';
import { segmentationMetrics, createSegmentationOutcome } from '#metrics/segmentation.ts';
import type { ComparedItem } from '#evaluate/result/evaluation-result.ts';
import { formatItemsCsv } from '#evaluate/result/items-csv.ts';
import { filterItems, listFilters, type ItemFilter } from './item-filters.ts';

type Outcome = object | 'failed' | null;

/** Items by path, with the outcomes of the candidate and of the baseline. */
function createResult(metric: Metric<never>, outcomes: Readonly<Record<string, readonly [Outcome, Outcome?]>>) {
  const untypedMetric = metric as Metric<unknown>;
  const createEvaluatedItem = (path: string, outcome: Outcome): EvaluatedItem =>
    outcome === 'failed'
      ? { path, sha256: 'f', error: { code: 'file-unreadable', facts: {} } }
      : { path, sha256: 'f', outcome, timing: { preMs: 1, inferenceMs: 2, postMs: 3 } };
  const computeScore = (outcome: Outcome | undefined) =>
    typeof outcome === 'object' && outcome ? untypedMetric.compute([outcome]) : null;
  const items = Object.entries(outcomes).map(([path, [candidate, baseline]]): ComparedItem => ({
    item: { path, file: new File([], path), truth: null },
    candidate: createEvaluatedItem(path, candidate),
    baseline: baseline === undefined ? null : createEvaluatedItem(path, baseline),
    score: computeScore(candidate),
    baselineScore: computeScore(baseline),
  }));
  return { items, metric: untypedMetric };
}
const listFilteredPaths = (result: ReturnType<typeof createResult>, filter: ItemFilter) =>
  filterItems(result, filter).map(({ item }) => item.path);

/** One object, and a detection with the same height that covers this fraction of its width, which is also their IoU. */
const createDetection = (share: number) => {
  const box = { label: 'cat', x: 0, y: 0, width: 100, height: 100 };
  return createDetectionOutcome([{ ...box, width: 100 * share, score: 0.9 }], [box]);
};

test('detections are listed by AP, worst first, or by the difference from the baseline', () => {
  // Correct at the IoU thresholds from 0.5 up to the overlap: at 10, 5, 1 and 0 of the ten thresholds.
  const [perfect, good, poor, none] = [
    createDetection(1),
    createDetection(0.72),
    createDetection(0.52),
    createDetection(0.3),
  ];
  const result = createResult(detectionMetrics[0]!, {
    'same.png': [good, good],
    'worse.png': [none, good],
    'better.png': [perfect, poor],
    'failed.png': ['failed', good],
  });
  expect(result.items.map(({ score }) => score)).toEqual([0.5, 0, 1, null]);
  expect(listFilters(result)).toEqual(['differing', 'imperfect', 'failed', 'all']);
  expect(listFilteredPaths(result, 'imperfect')).toEqual(['worse.png', 'same.png']);
  expect(listFilteredPaths(result, 'differing')).toEqual(['better.png', 'worse.png', 'failed.png']);
});

test('texts are listed by error rate, highest first', () => {
  const cer = errorRateMetrics.find(({ id }) => id === 'cer')!;
  const result = createResult(cer, {
    'right.png': [createTextOutcome('ABCD', 'ABCD')],
    'one.png': [createTextOutcome('ABCX', 'ABCD')],
    'half.png': [createTextOutcome('AB', 'ABCD')],
  });
  expect(result.items.map(({ score }) => score)).toEqual([0, 0.25, 0.5]);
  expect(listFilters(result)).toEqual(['imperfect', 'all']);
  expect(listFilteredPaths(result, 'imperfect')).toEqual(['half.png', 'one.png']);
});

test('masks are listed by IoU, without those that are entirely correct', () => {
  // Four pixels that are all sky.
  const labels = ['sky', 'sea'];
  const createPrediction = (...ids: readonly number[]) =>
    createSegmentationOutcome({ classes: Uint8Array.from(ids), labels }, { classes: new Uint8Array(4), labels });
  const result = createResult(segmentationMetrics[0]!, {
    'a.png': [createPrediction(0, 0, 0, 0)],
    'b.png': [createPrediction(0, 0, 0, 1)],
  });
  expect(result.items.map(({ score }) => score)).toEqual([1, (3 / 4 + 0) / 2]); // the mean of sky and sea
  expect(listFilteredPaths(result, 'imperfect')).toEqual(['b.png']);
});

test('two wrong predictions of different classes also count as differing', () => {
  const createPrediction = (label: string) => ({ truth: 'cat', predictions: [label], confidence: 1 });
  const result = createResult(classificationMetrics[0]!, {
    'right.png': [createPrediction('cat'), createPrediction('cat')],
    'both.png': [createPrediction('dog'), createPrediction('fox')],
    'lost.png': [createPrediction('dog'), createPrediction('cat')],
  });
  expect(listFilters(result)).toEqual(['differing', 'wrong', 'all']);
  expect(listFilteredPaths(result, 'differing')).toEqual(['lost.png', 'both.png']);
  expect(listFilteredPaths(result, 'wrong')).toEqual(['both.png', 'lost.png']);
});

test('with the baseline as ground truth, items that do not agree with it differ', () => {
  const createPrediction = (label: string) => ({ truth: 'cat', predictions: [label], confidence: 1 });
  const result = createResult(classificationMetrics[0]!, {
    'same.png': [createPrediction('cat'), null],
    'other.png': [createPrediction('dog'), null],
  });
  expect(listFilteredPaths(result, 'differing')).toEqual(['other.png']);
});

test('the table of items has the score in the unit of the metric', () => {
  const result = createResult(detectionMetrics[0]!, {
    'a.png': [createDetection(0.72), createDetection(1)],
    'b.png': ['failed', null],
  });
  expect(formatItemsCsv(result).split('\r\n')).toEqual([
    'path,sha256,truth,prediction,ap50-95,error,pre_ms,inference_ms,post_ms,' +
      'baseline_prediction,baseline_ap50-95,baseline_error,baseline_pre_ms,baseline_inference_ms,baseline_post_ms',
    'a.png,f,,,0.5,,1,2,3,,1,,1,2,3',
    'b.png,f,,,,file-unreadable,,,,,,,1,2,3',
    '',
  ]);
});
