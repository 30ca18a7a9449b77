import { isComparable } from '#bench/report/compare-reports.ts';
import type { DeviceId, EngineId } from '#core/engine/engines.ts';
import type { SpeedReport } from '#core/report/report.ts';
import { loadResult, listSummaries, type ReportSummary } from '#records/result-records.ts';
import { loadProjectResults } from './project-results.ts';
import { describeMachine } from './result-summary.ts';

/** A result of the same work that a result is compared with: stored in this browser, or measured by this project. */
export interface ReferencePoint {
  /** Address of the whole result. */
  readonly hash: string;
  readonly isFromProject: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly machine: string;
  readonly engine: EngineId;
  readonly device: DeviceId;
  readonly threads: number;
  readonly speed: Speed;
}

export interface Speed {
  readonly value: number;
  readonly unit: 'ms' | 'tokens/s';
}

const maxPoints = 6;
/** Maximum number of stored results considered, because each is read with its samples. */
const maxCandidates = 30;

/**
 * Finds results of the same model, sizes and method, fastest first: those of this project, and the newest reliable one
 * stored here for each machine, engine, device and number of threads.
 * @param reportId the id of the report, which is not its own reference
 */
export async function findReferencePoints(report: SpeedReport, reportId: string): Promise<ReferencePoint[]> {
  const sign = report.kind === 'text' ? -1 : 1;
  const fastestFirst = (a: ReferencePoint, b: ReferencePoint) => sign * (a.speed.value - b.speed.value);
  const stored = (await loadStoredPoints(report, reportId)).sort(fastestFirst).slice(0, maxPoints);
  return [...stored, ...(await loadProjectPoints(report))].sort(fastestFirst);
}

async function loadProjectPoints(report: SpeedReport): Promise<ReferencePoint[]> {
  const results = await loadProjectResults(report.subject.id);
  return results
    .filter((result) => isComparable(report, result.report))
    .map(({ machine, link, report: projectReport }) => {
      const { engine, device, threads } = projectReport.target.opened;
      const at = Date.parse(projectReport.startedAt);
      const location = `${machine}, ${describeMachine(projectReport)}`;
      return {
        hash: link,
        isFromProject: true,
        at,
        machine: location,
        engine,
        device,
        threads,
        speed: getMainSpeed(projectReport),
      };
    });
}

async function loadStoredPoints(report: SpeedReport, reportId: string): Promise<ReferencePoint[]> {
  const isCandidate = (summary: { readonly id: string; readonly kind: string }): summary is ReportSummary =>
    summary.kind === report.kind && summary.id !== reportId;
  const candidates = (await listSummaries())
    .filter(isCandidate)
    .filter(({ model, validity }) => model === report.subject.id && (validity === 'valid' || validity === 'indicative'))
    .slice(0, maxCandidates);
  const points = new Map<string, ReferencePoint>();
  for (const { id, at, machine, engine, device, threads } of candidates) {
    const key = [machine, engine, device, threads].join('\n');
    const stored = points.has(key) ? null : (await loadResult(id))?.report;
    if (!stored || stored.kind === 'task' || !isComparable(report, stored)) continue;
    const hash = `#/results/${id}`;
    points.set(key, { hash, isFromProject: false, at, machine, engine, device, threads, speed: getMainSpeed(stored) });
  }
  return [...points.values()];
}

/** Returns the generation speed of a language model; otherwise the median of the first cell. */
export function getMainSpeed(report: SpeedReport): Speed {
  if (report.kind === 'tensor') return { value: report.cells[0]?.steady.medianMs ?? 0, unit: 'ms' };
  const cell = report.cells.find(({ work }) => work === 'generation') ?? report.cells[0];
  return { value: cell?.medianTokensPerS ?? 0, unit: 'tokens/s' };
}
