import type { Tensors } from '#core/engine/tensor.ts';
import { AppError } from '#core/errors/error.ts';
import { readParts } from '#formats/file-parts.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx, writeOnnx } from '#formats/onnx/write-onnx.ts';
import { copyModel } from '#optimise/copy-model.ts';
import type { Step, StepEngine } from '#optimise/optimisation-step.ts';
import { passes } from '#optimise/passes/index.ts';
import { runSteps } from '#optimise/run-steps.ts';
import { schemes } from '#optimise/schemes/index.ts';
import { listDifferences } from './cases.fixture.ts';
import { buildMutatedGraph, mutationInputs } from './mutated-graphs.fixture.ts';
import { nativeEngine, runNative } from './native-ort.fixture.ts';
import { configureStep } from './run-step.fixture.ts';

const passSteps: readonly Step[] = Object.values(passes).map((pass) =>
  'configure' in pass ? configureStep(pass, pass.id === 'freeze-sizes' ? { sizes: { n: 1 } } : {}) : pass,
);
const schemeSteps: readonly Step[] = Object.values(schemes).map((scheme) => configureStep(scheme));

/** As in passes.long.test.ts, with a margin for sums of 32 products that onnxruntime computes in a different order. */
const tolerance = 1e-4;

/**
 * Runs one pass or scheme on each of many mutated graphs. A graph that onnxruntime does not run may be rejected with an
 * AppError, but with no other error. A graph that it runs must still run after the step and, after a pass, give the
 * same results.
 * @returns the number of graphs that onnxruntime runs and a step rewrote, and the failures
 */
export async function fuzzSteps(first: number, count: number) {
  const failures: string[] = [];
  let rewritten = 0;
  const steps = [...passSteps, ...schemeSteps];
  for (let seed = first; seed < first + count; seed++) {
    const step = steps[seed % steps.length]!;
    const model = buildMutatedGraph(seed);
    const bytes = writeOnnx(model);
    const fail = (why: string) => failures.push(`${seed}, ${step.id}: ${why}`);
    const before = await tryRun(bytes);
    const calibrationInputs = async function* () {
      yield await Promise.resolve(mutationInputs);
    };
    try {
      const changedModel = copyModel(model);
      const [outcome] = await runSteps(changedModel, [step], { engine, calibrationInputs });
      const changedBytes = await readParts(encodeOnnx(changedModel));
      if (outcome?.code !== 'rewritten' || !before) continue;
      rewritten++;
      // onnxruntime detects wrong declared sizes of inner values only in some graphs.
      const after = (await tryRun(changedBytes)) ?? (await tryRun(await removeDeclaredShapes(changedModel)));
      if (!after) fail('does not run');
      else if (passSteps.includes(step)) {
        if (listDifferences(before, after, tolerance).length === 0) continue;
        // Fusions of onnxruntime round differently, and overflow for different values.
        const [plain, plainAfter] = [await tryRun(bytes, false), await tryRun(changedBytes, false)];
        for (const difference of listDifferences(plain ?? {}, plainAfter ?? {}, tolerance)) fail(difference);
      }
    } catch (thrown) {
      const isRejected = thrown instanceof AppError && thrown.code !== 'internal';
      if (!isRejected || before) fail(String(thrown instanceof AppError ? JSON.stringify(thrown.facts) : thrown));
    }
  }
  return { rewritten, failures };
}

async function removeDeclaredShapes(model: OnnxModel): Promise<Uint8Array> {
  const copy = copyModel(model);
  copy.graph!.valueInfos = [];
  return readParts(encodeOnnx(copy));
}

/** Rejects models like the engines of the app. */
const engine: StepEngine = {
  async open(model) {
    const session = await nativeEngine.open(model).catch(rejectModel);
    return { run: (inputs) => session.run(inputs).catch(rejectModel), close: () => session.close() };
  },
};

function rejectModel(thrown: unknown): never {
  throw new AppError('model-unsupported', { model: 'model.onnx', why: String(thrown) });
}

/** `null` if onnxruntime does not run the model. */
async function tryRun(bytes: Uint8Array, optimise = true): Promise<Tensors | null> {
  return runNative(bytes, mutationInputs, optimise).catch(() => null);
}
