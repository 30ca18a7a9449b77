import type { TextWork } from '#planner/forecast-result.ts';
import type { OpenedText } from '#bridge/session-contract.ts';
import { InspectHandle } from '#bridge/inspect-handle.ts';
import type { DeviceId, EngineId } from '#core/engine/engines.ts';
import type { Subject } from '#core/model/model.ts';
import { isStorable } from '#core/model/model-id.ts';
import type { BenchRequest, Dimensions } from '#core/report/bench-request.ts';
import type { Report, SpeedReport } from '#core/report/report.ts';
import type { TextUsage } from '#core/engine/text-session.ts';
import { storeForecastCheck, type ForecastCheck } from '#records/forecast-records.ts';
import { cachedDeviceProfile } from '../device/cached-device-profile.svelte.ts';
import { storedModels } from './stored-models.svelte.ts';

interface MeasuredRun {
  readonly subject: Subject;
  readonly engine: EngineId;
  readonly device: DeviceId;
  readonly threads: number;
  /** The sizes of free dimensions in the run. */
  readonly dimensions: Dimensions;
  /** Language models: prompt, generated tokens and context depth. */
  readonly text?: TextWork;
  /** One run of the graph, or one token. */
  readonly measuredMs: number;
}

/**
 * Compares the forecast for a user-supplied or stored model with its measured time in a report, and stores the
 * comparison; `null` if there is nothing to compare.
 */
export async function recordForecastOfReport({ subject }: BenchRequest, report: Report): Promise<ForecastCheck | null> {
  if (report.kind === 'task') return null;
  const { target, settings, validity } = report;
  const { engine, device, threads } = target.opened;
  // Noise is small compared with the range of a forecast, so noisy results are included.
  const isSound = validity !== 'invalid' && validity !== 'interrupted';
  const { cell, ...work } = selectForecastPart(report);
  if (!isSound || (settings.graphOptimisation ?? 'all') !== 'all' || !cell) return null;
  return recordMeasurement({ engine, device, threads, subject, ...work, measuredMs: cell.steady.medianMs });
}

/** Selects the cell that a forecast predicts: an inference, or a token generated with an empty context. */
function selectForecastPart(report: SpeedReport) {
  if (report.kind === 'tensor') return { cell: report.cells[0], dimensions: report.dimensions ?? {} };
  const cell = report.cells.find(({ work, depth }) => work === 'generation' && depth === 0);
  return { cell, dimensions: {}, text: { promptTokens: 1, tokens: cell?.tokens ?? 1, depth: 0 } };
}

/**
 * Loads the files of a model; `null` for a workload or a listed model, whose forecasts are not compared.
 */
async function loadFiles(subject: Subject): Promise<readonly File[] | null> {
  if (subject.kind === 'files') return subject.files;
  const isStored = subject.kind === 'model' && isStorable(subject.id);
  return isStored ? storedModels.loadFiles(subject.id) : null;
}

/** Minimum number of generated tokens: with fewer, the error of the timer would dominate. Heuristic, not measured. */
const minTokens = 16;

/** Compares the forecast for a language model with its speed in a chat answer, and stores the comparison. */
export async function recordForecastOfChat(subject: Subject, { facts }: OpenedText, usage: TextUsage): Promise<void> {
  const { tokens, promptTokens, decodeTokensPerS } = usage;
  if (decodeTokensPerS === null || tokens === null || tokens < minTokens) return;
  const text = { promptTokens: promptTokens ?? 1, tokens, depth: promptTokens ?? 0 };
  await recordMeasurement({ ...facts, subject, text, dimensions: {}, measuredMs: 1000 / decodeTokensPerS });
}

/**
 * Compares a measured time with the forecast from the device profile alone, and stores the comparison. `null` if there
 * is nothing to compare: the device was not measured, the model was deleted meanwhile, or no forecast can be made.
 */
async function recordMeasurement(run: MeasuredRun): Promise<ForecastCheck | null> {
  const { profile } = cachedDeviceProfile;
  if (!profile) return null;
  const inspector = new InspectHandle();
  try {
    const files = await loadFiles(run.subject);
    if (!files) return null;
    const { name } = await inspector.readFiles(files, { sizes: run.dimensions });
    const { candidates } = await inspector.recommend(profile, { ...(run.text && { text: run.text }) });
    const { engine, device, threads, measuredMs } = run;
    const matching = candidates.find(
      (candidate) =>
        candidate.engine === engine &&
        candidate.device === device &&
        (device !== 'wasm' || candidate.threads === threads),
    );
    if (!matching?.forecast.known) return null;
    const { expectedMs, lowMs, highMs, basis } = matching.forecast;
    const ratio = measuredMs / expectedMs;
    const check = {
      model: name,
      engine,
      device,
      threads,
      expectedMs,
      lowMs,
      highMs,
      measuredMs,
      ratio,
      basis,
      at: Date.now(),
    };
    await storeForecastCheck(check);
    return check;
  } catch {
    return null; // The run itself is valid; only this comparison is unavailable.
  } finally {
    inspector.close();
  }
}
