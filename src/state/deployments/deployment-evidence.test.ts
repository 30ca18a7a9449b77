import { beforeEach, expect, test, vi } from 'vitest';
import {
  addVersion,
  createDeployment,
  recordEvent,
  setAlertRule,
  setReviews,
  startRollout,
} from '#deploy/change-deployment.ts';
import type { Deployment } from '#deploy/deployment.ts';
import { sampleVersion } from '#deploy/deployment.fixture.ts';
import type { AlertRule } from '#monitor/alerts/alert-rule.ts';
import type { MonitorWindow } from '#monitor/monitor-window.ts';
import { WindowRecorder } from '#monitor/window-recorder.ts';
import { findDeploymentEvidence } from './deployment-evidence.ts';

const stored = vi.hoisted(() => ({
  deployments: [] as Deployment[],
  windows: [] as MonitorWindow[],
  reference: null as object | null,
}));
vi.mock('#records/deployment-records.ts', () => ({
  listDeployments: async () => stored.deployments,
  loadWindows: async () => ({ windows: stored.windows, damagedCount: 0 }),
}));
vi.mock('#records/reference-windows.ts', () => ({ loadReferenceWindow: async () => stored.reference }));
vi.mock('./version-evidence.ts', () => ({ findHallmark: async () => stored.reference }));

const file = { name: 'digits.onnx', sizeBytes: 1, sha256: 'aa' };
const version = { ...sampleVersion, files: [file] };
const created = createDeployment({ id: 'a', name: 'Digits', task: 'digits' }, version, 1);

beforeEach(() => {
  [stored.deployments, stored.windows, stored.reference] = [[created], [], null];
});

test('a new deployment without runs is no evidence', async () => {
  expect(await findDeploymentEvidence([file])).toEqual({});
});

test('a deployment is evidence only for files with the same digests, which may have other names', async () => {
  stored.deployments = [setReviews(30)(created, 2)];
  expect(await findDeploymentEvidence([{ ...file, name: 'digits' }])).toEqual({ 'reviews-scheduled': true });
  expect(await findDeploymentEvidence([{ ...file, sha256: 'bb' }])).toEqual({});
  expect(await findDeploymentEvidence([{ ...file, sha256: '' }])).toEqual({});
});

test('rollouts, rehearsals, alerts, monitored runs, a reference and a hallmark are evidence', async () => {
  const rule: AlertRule = {
    id: 'r',
    kind: 'trend',
    measure: 'latency-p95',
    side: 'above',
    limit: 1,
    clearLimit: 1,
    hours: 5,
  };
  const gates = { maxErrorRate: 0.05, slowMs: 100, maxSlowRate: 0.1, minRuns: 1 };
  const changes = [
    addVersion({ ...version, files: [{ ...file, sha256: 'cc' }] }),
    startRollout(2, 'gradual', gates, 'x'),
    setAlertRule(rule),
    recordEvent({ kind: 'rehearsed', version: 1, outcome: { error: 'file-gone' } }),
    recordEvent({ kind: 'rehearsed', version: 1, outcome: { ms: 50 } }),
  ];
  stored.deployments = [changes.reduce((deployment, change) => change(deployment, 2), created)];
  const recorder = new WindowRecorder('a');
  recorder.add({ version: 2, error: null, latencyMs: 5, waitMs: 1, inputBytes: null, numbers: {} }, 1);
  [stored.windows, stored.reference] = [[...recorder.take()], {}];
  const commonEvidence = {
    'alert-rules': true,
    'latency-alert': true,
    'rollback-rehearsed': true,
    'second-version': true,
    'drift-reference': true,
    hallmark: true,
  };
  expect(await findDeploymentEvidence([file])).toEqual(commonEvidence);
  expect(await findDeploymentEvidence([{ ...file, sha256: 'cc' }])).toEqual({
    ...commonEvidence,
    'gradual-rollout': true,
    'live-gates': true,
    'monitored-runs': true,
    'waits-monitored': true,
  });
});
