import type { Comparison } from '#bench/report/compare-reports.ts';
import type { GateRun } from '#core/gate/gate-outcome.ts';
import type { Report } from '#core/report/report.ts';
import type { DeviceSummary } from '#links/device-link.ts';
import type {
  ComparisonSummary,
  DeviceCheckSummary,
  GateRunSummary,
  ReportSummary,
  TuningSummary,
} from '#records/result-records.ts';
import type { TuningRecord } from '#records/tuning-records.ts';
import { computeCrc32 } from '#share/encoding/crc32.ts';

/** Whether a result was received, and when it was measured or compared. */
export interface ResultOrigin {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly isReceived: boolean;
}

/**
 * Computes the id of a report among the results.
 * @param hash its link, `#/r/…`
 */
export function computeReportId({ startedAt }: Report, hash: string): string {
  return `${formatCompactTime(startedAt)}-${computeChecksum(hash)}`;
}

/**
 * Computes the id of a gate run among the results.
 * @param reportHash the link of the report
 */
export function computeGateRunId(report: Report, reportHash: string, { gateFile }: GateRun): string {
  return `${computeReportId(report, reportHash)}-${gateFile.sha256.slice(0, 8)}`;
}

/** @param hash its link, `#/r/…` */
export function summariseReport(report: Report, hash: string, { at, isReceived }: ResultOrigin): ReportSummary {
  const { kind, startedAt, subject, target, validity } = report;
  const { engine, device, threads } = target.opened;
  return {
    id: computeReportId(report, hash),
    at,
    isReceived,
    hash,
    kind,
    startedAt: Date.parse(startedAt),
    model: subject.id,
    machine: describeMachine(report),
    engine,
    device,
    threads,
    validity,
    cells: listMetricValues(report),
  };
}

/**
 * Summarises a gate run.
 * @param reportHash the link of the report
 */
export function summariseGateRun(
  report: Report,
  reportHash: string,
  gateRun: GateRun,
  { at, isReceived }: ResultOrigin,
): GateRunSummary {
  const { engine, device, threads } = report.target.opened;
  return {
    id: computeGateRunId(report, reportHash, gateRun),
    at,
    isReceived,
    hash: reportHash,
    kind: 'gates',
    startedAt: Date.parse(report.startedAt),
    model: report.subject.id,
    machine: describeMachine(report),
    engine,
    device,
    threads,
    verdict: gateRun.verdict,
    grade: gateRun.grade,
  };
}

function listMetricValues(report: Report): ReportSummary['cells'] {
  switch (report.kind) {
    case 'text':
      return report.cells.map(({ name, medianTokensPerS }) => ({ name, value: medianTokensPerS, unit: 'tokens/s' }));
    case 'tensor':
      return report.cells.map(({ name, steady }) => ({ name, value: steady.medianMs, unit: 'ms' }));
    case 'task':
      return report.scores.map(({ metric, value }) => ({ name: metric, value, unit: 'fraction' }));
  }
}

/** @param hash its link, `#/device?…` */
export function summariseDeviceCheck(
  device: DeviceSummary,
  hash: string,
  { at, isReceived }: ResultOrigin,
): DeviceCheckSummary {
  const { browser, os, oneThreadGflops = 0, threadsGflops = 0, gpuGflops = 0, gpuHalfGflops = 0 } = device;
  const gflops = Math.max(oneThreadGflops, threadsGflops, gpuGflops, gpuHalfGflops);
  return {
    id: `${formatCompactTime(new Date(at).toISOString())}-${computeChecksum(hash)}`,
    at,
    isReceived,
    hash,
    kind: 'device',
    machine: `${browser}, ${os}`,
    gflops: gflops > 0 ? gflops : null,
  };
}

/**
 * Summarises a comparison; `null` if the reports could not be compared.
 * @param hash its link, `#/compare/…`
 */
export function summariseComparison(
  { first, second, comparison }: { readonly first: Report; readonly second: Report; readonly comparison: Comparison },
  hash: string,
  { at, isReceived }: ResultOrigin,
): ComparisonSummary | null {
  if (!comparison.comparable) return null;
  const [, , a = '', b = ''] = hash.split('/');
  return {
    id: `${computeChecksum(a)}-${computeChecksum(b)}`,
    at,
    isReceived,
    hash,
    kind: 'comparison',
    model: first.subject.id,
    machines: [describeMachine(first), describeMachine(second)],
    cells: comparison.cells.map(({ name, faster, factor }) => ({ name, faster, factor })),
  };
}

/**
 * Summarises a finished search. A later search of the same model with the same objective replaces it.
 * @param hash the address that opens it
 */
export function summariseTuning(
  { id, outcome }: TuningRecord,
  { model, machine, hash }: Pick<TuningSummary, 'model' | 'machine' | 'hash'>,
  at: number,
): TuningSummary {
  const winner = outcome?.trialSummaries.find(({ key }) => key === outcome.winner);
  return {
    id: `tuning-${computeChecksum(id)}`,
    at,
    isReceived: false,
    hash,
    kind: 'tuning',
    model,
    machine,
    ms: winner?.ms ?? null,
  };
}

export function describeMachine({ environment }: Report): string {
  return `${environment.kind === 'page' ? environment.browser : environment.cpu}, ${environment.os}`;
}

/** Formats an ISO 8601 time to the minute, as in `20261120T0941`. */
function formatCompactTime(time: string): string {
  return time.replaceAll(/[-:]/g, '').slice(0, 13);
}

function computeChecksum(text: string): string {
  return computeCrc32(new TextEncoder().encode(text)).toString(16).padStart(8, '0');
}
