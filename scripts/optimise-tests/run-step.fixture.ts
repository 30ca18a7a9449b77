import { JsonReader } from '#core/encoding/json-reader.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { readParts } from '#formats/file-parts.ts';
import { runSteps } from '#optimise/run-steps.ts';
import type { ConfigurableStep, Pass, Step, StepOptions } from '#optimise/optimisation-step.ts';
import type { Case } from './cases.fixture.ts';
import { nativeEngine, runNative } from './native-ort.fixture.ts';

export function configureStep(step: ConfigurableStep, options: StepOptions = {}): Step {
  return step.configure(new JsonReader(options, (field) => new Error(`invalid: ${field}`)));
}

/** Configures a pass for a model: with the sizes that its free dimensions have in the inputs. */
export function createStepFactory(pass: Pass): (testCase: Case) => Step {
  if (!('configure' in pass)) return () => pass;
  return (testCase) => configureStep(pass, pass.id === 'freeze-sizes' ? { sizes: readSizes(testCase) } : {});
}

/**
 * Returns the maximum difference of the results, relative to the largest. Equalised weights are rounded again, which
 * alone changes the results of selfie_segmentation_landscape.onnx by up to 6.5e-5 (all weights multiplied by a number
 * and divided by it, in NumPy).
 */
export function getRelativeTolerance({ id }: Pass): number {
  return id === 'cross-layer-equalisation' ? 1e-4 : 1e-5;
}

function readSizes({ bytes, inputs }: Case): Record<string, number> {
  const freeSizes = readOnnx(bytes).graph!.inputs.flatMap(({ name, type }) =>
    (type?.tensor?.shape?.dims ?? []).flatMap(({ value, parameter = '' }, axis) => {
      const size = inputs[name]?.shape[axis];
      return value === undefined && size !== undefined && size > 0
        ? [[parameter || `${name}.${axis}`, size] as const]
        : [];
    }),
  );
  return Object.fromEntries(freeSizes);
}

/** Counts the outcomes of a step on many models. */
export interface StepTally {
  /** Number of models that the step rewrote, whose results were compared. */
  rewritten: number;
  /** Number of models that onnxruntime does not run even before the step. */
  unsupported: number;
  readonly failures: string[];
}

/**
 * Runs a step on the models. If the step rewrites a model, its results are compared, otherwise the bytes must be the
 * same.
 * @param createStep Creates the step with its options for a model.
 * @param compare Lists the problems of the results after the step.
 * @param isExact Whether equal results without onnxruntime's own fusions are sufficient. The fusions depend on the
 * known sizes, and dynamic int8 quantisation amplifies their rounding differences.
 */
export async function runStep(
  createStep: (testCase: Case) => Step,
  cases: readonly Case[],
  compare: (before: Tensors, after: Tensors, name: string) => readonly string[],
  isExact = false,
): Promise<StepTally> {
  const tally: StepTally = { rewritten: 0, unsupported: 0, failures: [] };
  for (const entry of cases) {
    const { name, bytes, inputs } = entry;
    const model = readOnnx(bytes);
    try {
      const [outcome] = await runSteps(model, [createStep(entry)], {
        engine: nativeEngine,
        calibrationInputs: () => yieldOnce(inputs),
      });
      const written = await readParts(encodeOnnx(model));
      if (outcome?.code !== 'rewritten') {
        if (!Buffer.from(bytes).equals(written)) tally.failures.push(`${name}: changed, although ${outcome?.code}`);
        continue;
      }
      const before = await runOriginal(entry);
      if (before === null) tally.unsupported++;
      else {
        tally.rewritten++;
        let differences = compare(before, await runNative(written, inputs), name);
        if (differences.length > 0 && isExact)
          differences = compare(await runNative(bytes, inputs, false), await runNative(written, inputs, false), name);
        tally.failures.push(...differences.map((difference) => `${name}: ${difference}`));
      }
    } catch (thrown) {
      // A model that onnxruntime rejects may have a part that it cannot evaluate, or a fault that Assay's reader
      // reports.
      if ((await runOriginal(entry)) === null) tally.unsupported++;
      else tally.failures.push(`${name}: ${String(thrown)}`);
    }
  }
  return tally;
}

const results = new WeakMap<Case, Promise<Tensors | null>>();

/** Returns onnxruntime's results for a case before any step, or `null` if it does not run the model. */
function runOriginal(testCase: Case): Promise<Tensors | null> {
  const result = results.get(testCase) ?? runNative(testCase.bytes, testCase.inputs).catch(() => null);
  results.set(testCase, result);
  return result;
}

async function* yieldOnce(inputs: Tensors): AsyncGenerator<Tensors> {
  yield await Promise.resolve(inputs);
}
