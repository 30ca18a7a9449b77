import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import { WindowRecorder } from '../window-recorder.ts';
import { toCsv, toJson } from './monitor-tables.ts';
import { listDeploymentSeries, toOpenMetrics } from './open-metrics.ts';

const folder = join(import.meta.dirname, 'reference-values');

/** 200 runs of two versions, a few of which fail, under a name that must be escaped. */
function recordWindows() {
  const random = createSeededRandom(9);
  const recorder = new WindowRecorder('id');
  for (let count = 0; count < 200; count++) {
    const isFailed = count % 50 === 49;
    recorder.add(
      {
        version: count % 10 === 0 ? 2 : 1,
        error: isFailed ? 'device-lost' : null,
        latencyMs: isFailed ? null : Math.round(10 + 20 * random()),
        waitMs: 1,
        inputBytes: 1_000,
        numbers: isFailed ? {} : { confidence: 0.5 },
      },
      Date.UTC(2026, 10, 30, 12 + (count % 2)),
    );
  }
  return recorder.take();
}

const name = 'My "detector"\\\nnew';

/**
 * Expected: the families that prometheus_client's strict parser of OpenMetrics reads
 * (`reference-values/open-metrics.py`).
 */
test('prometheus_client parses the text to the values of the runs', async () => {
  const text = toOpenMetrics(listDeploymentSeries(name, recordWindows()));
  await expect(text).toMatchFileSnapshot(join(folder, 'open-metrics.txt'));
  const families = JSON.parse(readFileSync(join(folder, 'open-metrics.json'), 'utf8')) as readonly {
    readonly name: string;
    readonly type: string;
    readonly unit: string;
    readonly samples: readonly (readonly [name: string, labels: Record<string, string>, value: number])[];
  }[];
  const findFamily = (familyName: string) => families.find((family) => family.name === familyName)!;
  expect(findFamily('assay_runs')).toEqual({
    name: 'assay_runs',
    type: 'counter',
    unit: '',
    samples: [
      ['assay_runs_total', { deployment: name, version: '2' }, 20],
      ['assay_runs_total', { deployment: name, version: '1' }, 180],
    ],
  });
  expect(findFamily('assay_errors').samples).toEqual([
    ['assay_errors_total', { deployment: name, version: '1', code: 'device-lost' }, 4],
  ]);
  expect(findFamily('assay_latency_seconds')).toMatchObject({ type: 'summary', unit: 'seconds' });
  const quantiles = findFamily('assay_latency_seconds').samples.filter(
    ([, labels]) => labels['quantile'] !== undefined,
  );
  // The 95th percentile needs 130 values, the 99th 662.
  expect(quantiles.map(([, { version, quantile }]) => [version, quantile])).toEqual([
    ['2', '0.5'],
    ['1', '0.5'],
    ['1', '0.95'],
  ]);
  expect(families.map((family) => family.name)).toEqual(
    [
      'runs',
      'errors',
      'cancelled',
      'dropped_frames',
      'input_bytes',
      'latency_seconds',
      'wait_seconds',
      'confidence',
    ].map((measure) => `assay_${measure}`),
  );
});

test('without a deployment the text is still valid', () => {
  expect(toOpenMetrics([]).endsWith('# EOF\n')).toBe(true);
});

test('CSV has a row for each window, with empty fields for values that were not measured', () => {
  const [head, ...rows] = toCsv(recordWindows()).trim().split('\r\n');
  expect(head).toMatch(/^start,span,version,errors,cancelled,busy-ms,input-bytes,runs,latency-p50,latency-p95/);
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatch(/^2026-11-30T12:00:00.000Z,hour,1,0,0,/);
  const columns = head!.split(',');
  expect(rows[0]!.split(',')[columns.indexOf('latency-p99')]).toBe('');
  expect(rows[0]!.split(',')[columns.indexOf('confidence')]).toBe('0.5');
});

test('JSON has the counts and distributions of each window', () => {
  const { deployment, windows } = JSON.parse(toJson('slot', recordWindows(), {})) as {
    readonly deployment: string;
    readonly windows: readonly { readonly start: string; readonly digests: Record<string, number[]> }[];
  };
  expect([deployment, windows.length]).toEqual(['slot', 3]);
  expect(windows[0]!.digests['confidence']!.slice(0, 2)).toEqual([0.5, 0.5]);
});
