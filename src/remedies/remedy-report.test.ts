import { expect, test } from 'vitest';
import type { Version } from '#deploy/deployment.ts';
import type { Setup } from './remedy.ts';
import { toRemedyReport } from './remedy-report.ts';

const setup: Setup = {
  engine: 'ort',
  device: 'wasm',
  threads: null,
  settings: { graphOptimisation: 'basic' },
  dimensions: { height: 320 },
};
const version: Version = {
  number: 3,
  link: '#/run?linked=secret-link',
  model: 'secret-model.onnx',
  files: [{ name: 'secret-file.onnx', sizeBytes: 123, sha256: 'abc' }],
  engine: 'ort',
  device: 'wasm',
  threads: 2,
  note: 'a secret note',
  addedAtMs: 1,
};

test('a report has the figures and codes of a ladder, and no name', () => {
  const figure = { value: 20, interval: [18, 22] as const };
  const trial = { before: figure, after: figure, gain: null, outputs: 'agree', gates: null } as const;
  const step = { remedy: 'more-threads', symptom: 'latency', change: { kind: 'setup', setup } } as const;
  const report = toRemedyReport(
    'digits',
    { version, setup, maxThreads: 8, targets: [setup] },
    { symptom: 'latency', target: 10 },
    {
      end: 'nothing-helped',
      steps: [
        { ...step, outcome: 'undone', trial, verdict: 'no-gain' },
        { ...step, remedy: 'other-device', outcome: 'failed', error: 'device-lost' },
        { outcome: 'inapplicable', remedy: 'roll-back', symptom: 'latency', reason: 'no-earlier-version' },
      ],
    },
    { app: '1.0.0', browser: 'Firefox 150', os: 'Linux', threads: 8, memoryGiB: null },
  );
  expect(report).not.toContain('secret');
  expect(JSON.parse(report)).toMatchObject({
    model: [{ sizeBytes: 123, sha256: 'abc' }],
    opened: { engine: 'ort', threadsInUse: 2, settings: { graph: 'basic' }, dimensions: { height: 320 } },
    available: { maxThreads: 8, targets: ['ort:wasm'] },
    symptom: 'latency',
    target: 10,
    steps: [{ verdict: 'no-gain', before: { value: 20 } }, { error: 'device-lost' }, { reason: 'no-earlier-version' }],
  });
});
