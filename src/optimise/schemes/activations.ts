import type { Tensors } from '#core/engine/tensor.ts';
import { dataTypeNumbers, createMessage, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import type { StepContext, StepSession } from '../optimisation-step.ts';

/** A step context with an engine and calibration inputs. */
export type CalibrationContext = StepContext & Required<Pick<StepContext, 'engine' | 'calibrationInputs'>>;

type Visit = (name: string, data: Float32Array, shape: readonly number[]) => void;

/** Inner values of a model that an engine computes on calibration inputs. Close it after use. */
export class Activations {
  readonly #session: StepSession;
  readonly #values: readonly string[];
  readonly #context: CalibrationContext;

  private constructor(session: StepSession, values: readonly string[], context: CalibrationContext) {
    this.#session = session;
    this.#values = values;
    this.#context = context;
  }

  /** @param values names of float32 values in the main graph */
  static async open(model: OnnxModel, values: readonly string[], context: CalibrationContext): Promise<Activations> {
    return new Activations(await context.engine.open(encodeOnnx(addOutputs(model, values))), values, context);
  }

  /**
   * Visits the values for all calibration inputs. Values that the engine does not return, or that are empty, are
   * skipped.
   * @param visit receives data that is valid only until it returns
   */
  async forEach(visit: Visit): Promise<void> {
    const { calibrationInputs, signal } = this.#context;
    for await (const inputs of calibrationInputs()) {
      signal?.throwIfAborted();
      const outputs = await this.#session.run(inputs);
      for (const name of this.#values) {
        const tensor = getTensor(name, inputs) ?? getTensor(name, outputs);
        if (tensor?.dtype === 'float32' && tensor.data.length > 0) visit(name, tensor.data, tensor.shape);
      }
    }
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

const getTensor = (name: string, tensors: Tensors) => (Object.hasOwn(tensors, name) ? tensors[name] : undefined);

/** Returns the model with these values as additional outputs. Inputs of the graph are skipped, as they are known. */
function addOutputs(model: OnnxModel, values: readonly string[]): OnnxModel {
  const { graph = createMessage('Graph') } = model;
  const existingNames = new Set([...graph.outputs, ...graph.inputs].map(({ name }) => name));
  const tensor = createMessage('TensorType', { elementType: dataTypeNumbers.float32 });
  const addedNames = values.filter((name) => !existingNames.has(name));
  const infos = addedNames.map((name) => createMessage('ValueInfo', { name, type: createMessage('Type', { tensor }) }));
  return { ...model, graph: { ...graph, outputs: [...graph.outputs, ...infos] } };
}
