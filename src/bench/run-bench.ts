import { settingsOf } from '#core/engine-settings.ts';
import type { ModelFiles } from '#core/model.ts';
import type { BenchRequest, MeasuredTensors, ModelDetails, Progress } from '#core/report.ts';
import type { Runtime, Session, TensorSession } from '#core/runtime.ts';
import { imageAxes } from '#formats/image-size.ts';
import { imageScale, type ImageScale } from '#formats/image-scale.ts';
import { cellsFor } from './cells.ts';
import { measure } from './measure.ts';
import { planFor } from './method.ts';
import { readHeader } from './read-header.ts';
import { readModelDetails } from './read-model-details.ts';
import { computeReferences, referenceRunFor } from './references.ts';

/** What a run takes from where it runs: a worker of the page, or Node. */
export interface BenchHost<S extends Session = TensorSession> {
  /** Any whole number: R17. */
  readonly orderSeed: number;
  readonly onProgress: (progress: Progress) => void;
  /** The engine and the files of the open model once more, to be opened in another way. */
  reload(): Promise<readonly [Runtime<S>, ModelFiles]>;
}

/** Measures the open session as `request` asks. The session stays the caller's. @throws what `measure` throws */
export async function runBench(
  request: BenchRequest,
  session: TensorSession,
  { orderSeed, onProgress, reload }: BenchHost,
): Promise<MeasuredTensors> {
  const { device, inputs } = session.facts;
  const reference = referenceRunFor(request, session.facts);
  const scale = request.subject.kind === 'workload' ? null : await scaleOf(session, reload);
  const measured = await measure(session, cellsFor(request, inputs, scale), planFor(request.effort, device), {
    onProgress,
    orderSeed,
    computeReferences: reference ? (inputs) => computeReferences(reference, inputs, reload) : undefined,
  });
  onProgress({ phase: 'check', fraction: null, leftMs: null });
  const modelDetails = await modelDetailsOf(request, session, reload);
  return { ...measured, ...(modelDetails && { modelDetails }) };
}

/** R22: how the model wants its images scaled; null where it takes none as floats, or does not say. */
async function scaleOf({ facts }: TensorSession, reload: BenchHost['reload']): Promise<ImageScale | null> {
  const takesImages = facts.inputs.some((input) => input.dtype.startsWith('float') && imageAxes(input) !== null);
  if (!takesImages) return null;
  const reloaded = await reload().catch(() => undefined);
  const header = reloaded && (await readHeader(reloaded[1]));
  return header ? imageScale(header.facts, header.sources) : null;
}

/** R19; undefined where the files cannot be read again: the measurement is valid without it. */
async function modelDetailsOf(
  request: BenchRequest,
  session: TensorSession,
  reload: BenchHost['reload'],
): Promise<ModelDetails | undefined> {
  const reloaded = await reload().catch(() => undefined);
  if (!reloaded) return undefined;
  const [engine, model] = reloaded;
  return readModelDetails(engine, model, session, settingsOf(request));
}
