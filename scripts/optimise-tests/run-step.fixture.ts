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

/** The pass with the options for a model: the sizes that its free dimensions have in the inputs. */
export function createStepFactory(pass: Pass): (testCase: Case) => Step {
  if (!('configure' in pass)) return () => pass;
  return (testCase) => configureStep(pass, pass.id === 'freeze-sizes' ? { sizes: readSizes(testCase) } : {});
}

/**
 * How much results may differ, relative to the largest. Equalised weights are rounded again, which alone changes the
 * results of selfie_segmentation_landscape.onnx by up to 6.5e-5 (all weights multiplied by a number and divided by it,
 * in NumPy).
 */
export function getRelativeTolerance({ id }: Pass): number {
  return id === 'cross-layer-equalisation' ? 1e-4 : 1e-5;
}

function readSizes({ bytes, inputs }: Case): Record<string, number> {
  const free = readOnnx(bytes).graph!.inputs.flatMap(({ name, type }) =>
    (type?.tensor?.shape?.dims ?? []).flatMap(({ value, parameter = '' }, axis) => {
      const size = inputs[name]?.shape[axis];
      return value === undefined && size !== undefined && size > 0
        ? [[parameter || `${name}.${axis}`, size] as const]
        : [];
    }),
  );
  return Object.fromEntries(free);
}

/** The outcome of a step on many models. */
export interface StepTally {
  /** Models that it rewrote, whose results were compared. */
  rewritten: number;
  /** Models that onnxruntime does not run, even before the step. */
  unsupported: number;
  readonly failures: string[];
}

/**
 * Runs a step over the models. Where it rewrites, the results are compared, otherwise the bytes must be the same.
 * @param stepFor the step with its options for a model
 * @param compare returns the problem with the results after the step; empty if there is none
 * @param isExact whether it is enough that onnxruntime gives the same results without its own fusions: these depend on
 *   the known sizes, and dynamic int8 quantisation amplifies rounding differences
 */
export async function runStep(
  stepFor: (testCase: Case) => Step,
  cases: readonly Case[],
  compare: (before: Tensors, after: Tensors, name: string) => readonly string[],
  isExact = false,
): Promise<StepTally> {
  const tally: StepTally = { rewritten: 0, unsupported: 0, failures: [] };
  for (const entry of cases) {
    const { name, bytes, inputs } = entry;
    const model = readOnnx(bytes);
    try {
      const [outcome] = await runSteps(model, [stepFor(entry)], {
        engine: nativeEngine,
        calibrationInputs: () => only(inputs),
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
        let found = compare(before, await runNative(written, inputs), name);
        if (found.length > 0 && isExact)
          found = compare(await runNative(bytes, inputs, false), await runNative(written, inputs, false), name);
        tally.failures.push(...found.map((difference) => `${name}: ${difference}`));
      }
    } catch (thrown) {
      // A model that onnxruntime rejects may have a part that it cannot evaluate, or damage that our reader reports.
      if ((await runOriginal(entry)) === null) tally.unsupported++;
      else tally.failures.push(`${name}: ${String(thrown)}`);
    }
  }
  return tally;
}

const results = new WeakMap<Case, Promise<Tensors | null>>();

/** onnxruntime's results for a case before any step; `null` if it does not run the model. */
function runOriginal(testCase: Case): Promise<Tensors | null> {
  const known = results.get(testCase) ?? runNative(testCase.bytes, testCase.inputs).catch(() => null);
  results.set(testCase, known);
  return known;
}

async function* only(inputs: Tensors): AsyncGenerator<Tensors> {
  yield await Promise.resolve(inputs);
}
