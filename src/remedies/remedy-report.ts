import { listSettingPairs } from '#core/engine/engine-settings.ts';
import type { Change, Situation } from './remedy.ts';
import type { LadderRequest, LadderResult, LadderStep } from './run-ladder.ts';

/** The device and app of a report. */
export interface ReportedDevice {
  readonly app: string;
  readonly browser: string;
  readonly os: string;
  readonly threads: number;
  /** Rounded by the browser; `null` if it does not report it. */
  readonly memoryGiB: number | null;
}

/**
 * Writes the outcome of a ladder as JSON for support. It names no deployment, model, file, address or person: a model
 * is identified by the SHA-256 and size of its files.
 */
export function toRemedyReport(
  task: string,
  { version, setup, maxThreads, targets }: Pick<Situation, 'version' | 'setup' | 'maxThreads' | 'targets'>,
  { symptom, target }: Pick<LadderRequest, 'symptom' | 'target'>,
  { end, steps }: LadderResult,
  device: ReportedDevice,
): string {
  const report = {
    report: 'assay-remedies',
    device,
    task,
    model: version.files.map(({ sizeBytes, sha256 }) => ({ sizeBytes, sha256 })),
    opened: { ...describeSetup(setup), threadsInUse: version.threads },
    available: { maxThreads, targets: targets.map((target) => `${target.engine}:${target.device}`) },
    symptom,
    target,
    end,
    steps: steps.map(describeStep),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function describeStep(step: LadderStep): object {
  const { remedy, outcome } = step;
  if (step.outcome === 'inapplicable') return { remedy, outcome, reason: step.reason };
  const change = describeChange(step.change);
  if (step.outcome === 'failed') return { remedy, outcome, change, error: step.error };
  const { trial, verdict } = step;
  return { remedy, outcome, change, verdict, ...trial };
}

function describeChange(change: Change): object {
  return change.kind === 'version' ? { version: change.version } : describeSetup(change.setup);
}

function describeSetup({ engine, device, threads, settings, dimensions }: Situation['setup']): object {
  return { engine, device, threads, settings: Object.fromEntries(listSettingPairs(settings)), dimensions };
}
