import type { Progress } from '#bridge/contract.ts';
import { cellsFor } from '#bench/cells.ts';
import { measure } from '#bench/measure.ts';
import { planFor } from '#bench/method.ts';
import { settingsOf } from '#core/engine-settings.ts';
import type { BenchRequest, ModelDetails, Measured } from '#core/report.ts';
import type { TensorSession } from '#core/runtime.ts';
import { runtimes } from '#runtimes/index.ts';
import { chosenFiles } from '#storage/chosen-files.ts';
import { readModelDetails } from './read-model-details.ts';
import { computeReferences, referenceRunFor } from './references.ts';
import { loadSubject } from './subject.ts';

/** Measures the open session as `request` asks. */
export async function runBench(
  request: BenchRequest,
  session: TensorSession,
  onProgress: (progress: Progress) => void,
): Promise<Measured> {
  const { device, inputs } = session.facts;
  const reference = referenceRunFor(request, session.facts);
  const orderSeed = crypto.getRandomValues(new Uint32Array(1))[0]!;
  const measured = await measure(session, cellsFor(request, inputs), planFor(request.effort, device), {
    onProgress,
    orderSeed,
    computeReferences: reference ? (inputs) => computeReferences(reference, inputs, () => reload(request)) : undefined,
  });
  onProgress({ phase: 'check', fraction: null, leftMs: null });
  const modelDetails = await modelDetailsOf(request, session);
  return { ...measured, ...(modelDetails && { modelDetails }) };
}

/** R19; undefined where the files cannot be read again: the measurement is valid without it. */
async function modelDetailsOf(request: BenchRequest, session: TensorSession): Promise<ModelDetails | undefined> {
  const reloaded = await reload(request).catch(() => undefined);
  if (!reloaded) return undefined;
  const [engine, model] = reloaded;
  return readModelDetails(engine, model, session, settingsOf(request));
}

/** The engine and the files once more, to be opened in another way; from the browser's cache, so without progress. */
function reload({ subject, runtime }: BenchRequest) {
  const loading = async () =>
    subject.kind === 'files' ? chosenFiles(subject.files) : (await loadSubject(subject, runtime, () => {})).model;
  return Promise.all([runtimes[runtime](), loading()]);
}
