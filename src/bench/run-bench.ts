import { pickEngineSettings } from '#core/engine/engine-settings.ts';
import type { ModelFiles } from '#core/model/model.ts';
import { loadOnce } from '#core/load-once.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { MeasuredTensors, ModelDetails } from '#core/report/measured-run.ts';
import type { Progress } from '#core/report/progress.ts';
import type { Runtime, Session, TensorSession } from '#core/engine/runtime.ts';
import { findImageAxes } from '#formats/image-size.ts';
import { readImageScale, type ImageScale } from '#formats/image-scale.ts';
import { planCells } from './measure/bench-cells.ts';
import { measureTensorSession } from './measure/measure-session.ts';
import { getPlan } from './method.ts';
import { readHeader } from './model/read-header.ts';
import { readModelDetails } from './model/read-model-details.ts';
import { computeReferences, findReferenceRun } from './agreement/compute-references.ts';

/** The callbacks of a run, from a worker of the page or from Node. */
export interface BenchCallbacks<S extends Session = TensorSession> {
  /** Any integer (R17). */
  readonly orderSeed: number;
  readonly onProgress: (progress: Progress) => void;
  /** Returns the engine and the files of the open model, to open it with other options. */
  reload(): Promise<readonly [Runtime<S>, ModelFiles]>;
}

/**
 * Measures an open session. The caller closes the session.
 * @throws errors from `measureTensorSession`
 */
export async function runBench(
  request: BenchRequest,
  session: TensorSession,
  { orderSeed, onProgress, ...callbacks }: BenchCallbacks,
): Promise<MeasuredTensors> {
  const { device, inputs } = session.facts;
  const reload = loadOnce(callbacks.reload);
  const reference = findReferenceRun(request, session.facts);
  const scale = request.subject.kind === 'workload' ? null : await findImageScale(session, reload);
  const measuredRun = await measureTensorSession(
    session,
    planCells(request, inputs, scale),
    getPlan(request.effort, device),
    {
      onProgress,
      orderSeed,
      computeReferences: reference ? (inputs) => computeReferences(reference, inputs, reload) : undefined,
    },
  );
  onProgress({ phase: 'check', fraction: null, remainingMs: null });
  const modelDetails = await loadModelDetails(request, session, reload);
  return { ...measuredRun, ...(modelDetails && { modelDetails }) };
}

/** R22: finds the scale of the model's float image inputs; `null` if it has none or does not specify the scale. */
async function findImageScale({ facts }: TensorSession, reload: BenchCallbacks['reload']): Promise<ImageScale | null> {
  const hasImageInput = facts.inputs.some((input) => input.dtype.startsWith('float') && findImageAxes(input) !== null);
  if (!hasImageInput) return null;
  const reloaded = await reload().catch(() => undefined);
  const header = reloaded && (await readHeader(reloaded[1]));
  return header ? readImageScale(header.facts, header.sources) : null;
}

/** R19; `undefined` if the files cannot be reloaded: the measurement is valid without the details. */
async function loadModelDetails(
  request: BenchRequest,
  session: TensorSession,
  reload: BenchCallbacks['reload'],
): Promise<ModelDetails | undefined> {
  const reloaded = await reload().catch(() => undefined);
  if (!reloaded) return undefined;
  const [engine, model] = reloaded;
  return readModelDetails(engine, model, session, pickEngineSettings(request));
}
