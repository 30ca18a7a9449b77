import { expect, test } from 'vitest';
import type { GateResult } from '#core/gate/gate-outcome.ts';
import type { AlertRule } from '#monitor/alerts/alert-rule.ts';
import { listRequiredAlerts, listWatchedLimits } from './required-alerts.ts';

const createGateResult = (id: string, limit: number, metric?: string): GateResult => ({
  gate: id,
  severity: 'error',
  unit: 'ms',
  comparator: '<=',
  limit,
  isRelative: false,
  ...(metric !== undefined && { metric }),
  state: 'pass',
  measured: 1,
  interval: 'exact',
  n: 20,
  margin: 1,
});
const createAlertRule = (measure: string, limit: number) => ({
  kind: 'threshold',
  measure,
  side: 'above',
  limit,
  clearLimit: limit,
  hours: 24,
});

test('the limits of gates on latency and errors become alert rules of the same measure', () => {
  const gates = [
    createGateResult('latency', 50, 'p95'),
    createGateResult('errors-under-load', 0.01),
    createGateResult('quality', 0.9),
    createGateResult('memory', 9),
  ];
  const required = listRequiredAlerts(gates, []);
  expect(required).toEqual([createAlertRule('latency-p95', 50), createAlertRule('error-rate', 0.01)]);
  const existing = [{ id: 'x', ...required[0]!, limit: 80 }];
  expect(listRequiredAlerts(gates, existing)).toEqual([createAlertRule('error-rate', 0.01)]);
});

test('a percentile that the monitor does not compute has no rule', () => {
  expect(listRequiredAlerts([createGateResult('latency', 50, 'p90')], [])).toEqual([]);
});

test('each limit that can be exceeded in use is listed with how it is watched, and the others are not', () => {
  const gates = [
    createGateResult('quality', 0.9, 'top-1'),
    createGateResult('latency', 50, 'p95'),
    createGateResult('latency', 40, 'p90'),
    createGateResult('errors-under-load', 0.01),
    createGateResult('memory', 9),
    createGateResult('model-size', 9),
  ];
  const rule = { id: 'x', kind: 'threshold', measure: 'error-rate', side: 'above', limit: 1, clearLimit: 1, hours: 1 };
  const watched = listWatchedLimits(gates, [rule as AlertRule]);
  expect(watched.map(({ gate: { gate: id, metric }, watch }) => [id, metric, watch])).toEqual([
    ['quality', 'top-1', 'labels'],
    ['latency', 'p95', 'addable'],
    ['latency', 'p90', 'no-measure'],
    ['errors-under-load', undefined, 'rule'],
    ['memory', undefined, 'companion'],
  ]);
});
