import type { Progress } from '#bridge/contract.ts';
import { referencesFrom } from '#bench/agreement.ts';
import { cellsFor } from '#bench/cells.ts';
import { measure, type BenchCell } from '#bench/measure.ts';
import { planFor } from '#bench/method.ts';
import { settingsOf } from '#core/engine-settings.ts';
import { asAppError } from '#core/error.ts';
import type { BenchRequest, Makeup, Measured } from '#core/report.ts';
import type { TensorSession } from '#core/runtime.ts';
import { runtimes } from '#runtimes/index.ts';
import { chosenFiles } from '#storage/model-files.ts';
import { readMakeup } from './read-makeup.ts';
import { loadSubject } from './subject.ts';

/** Measures the open session as `request` asks. */
export async function runBench(
  request: BenchRequest,
  session: TensorSession,
  onProgress: (progress: Progress) => void,
): Promise<Measured> {
  const { device, inputs } = session.facts;
  const cells = await withReferences(cellsFor(request, inputs), request, session, onProgress);
  const orderSeed = crypto.getRandomValues(new Uint32Array(1))[0]!;
  const measured = await measure(session, cells, planFor(request.effort, device), { onProgress, orderSeed });
  onProgress({ phase: 'check', fraction: null, leftMs: null });
  const makeup = await makeupOf(request, session);
  return { ...measured, ...(makeup && { makeup }) };
}

/** R19; undefined where the files cannot be had again: the measurement stands without it. */
async function makeupOf(request: BenchRequest, session: TensorSession): Promise<Makeup | undefined> {
  const reloaded = await reload(request).catch(() => undefined);
  if (!reloaded) return undefined;
  const [engine, model] = reloaded;
  return readMakeup(engine, model, session, settingsOf(request));
}

/** The engine and the files once more, to be opened in another way: from the browser's cache, so nobody is told. */
function reload({ subject, runtime }: BenchRequest) {
  const loading = async () =>
    subject.kind === 'files' ? chosenFiles(subject.files) : (await loadSubject(subject, runtime, () => {})).model;
  return Promise.all([runtimes[runtime](), loading()]);
}

/** R22: a model without stored outputs is held against itself on wasm, computed here before the measurement. */
async function withReferences(
  cells: BenchCell[],
  request: BenchRequest,
  session: TensorSession,
  onProgress: (progress: Progress) => void,
): Promise<BenchCell[]> {
  if (session.facts.device === 'wasm' || cells.every((cell) => cell.references.length > 0)) return cells;
  onProgress({ phase: 'check', fraction: null, leftMs: null });
  try {
    return await computeReferences(cells, request);
  } catch (thrown) {
    // wasm may lack a kernel or the memory: the speed can be measured all the same, and says that nobody checked it.
    const { facts, message } = asAppError(thrown);
    const whyNoReference = `wasm on this device gave none (${facts['why'] ?? message})`;
    return cells.map((cell) => (cell.references.length > 0 ? cell : { ...cell, whyNoReference }));
  }
}

async function computeReferences(cells: readonly BenchCell[], request: BenchRequest): Promise<BenchCell[]> {
  const [engine, model] = await reload(request);
  const reference = await engine.open(model, { devices: ['wasm'] });
  try {
    const checked: BenchCell[] = [];
    for (const cell of cells) {
      const references = referencesFrom('wasm on this device', await reference.run(cell.inputs));
      checked.push(cell.references.length > 0 ? cell : { ...cell, references });
    }
    return checked;
  } finally {
    await reference.close();
  }
}
