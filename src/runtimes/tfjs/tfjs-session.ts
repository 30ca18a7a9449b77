import * as tf from '@tensorflow/tfjs';
import type { GraphModel } from '@tensorflow/tfjs';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { MemoryInUse, SessionFacts, TensorSession } from '#core/engine/runtime.ts';
import { checkInputs, type Tensor, type Tensors } from '#core/engine/tensor.ts';
import { rejectOnDeviceLoss, type DeviceLoss } from '../device-loss.ts';
import { useBackend } from './use-backend.ts';
import { watchDeviceLoss } from './watch-device-loss.ts';
import type { TensorBinding } from './tensor-bindings.ts';

/**
 * Operators with control flow, hash tables or dynamic output shapes, which require `executeAsync` (`isControlFlow`,
 * `isHashTable` and `isDynamicShape` in the converter's `model_analysis.js`).
 */
const dynamicOperators =
  /^(NonMaxSuppression|Where$|ListDiff|LoopCond|Switch|Merge|Enter|Exit|NextIteration|Tensor(Array|List)|(Stateless)?(If|While)|(Hash|Lookup)Table)/;

export class TfjsSession implements TensorSession {
  readonly kind = 'tensor';
  readonly facts: SessionFacts;
  readonly #id: string;
  readonly #model: GraphModel;
  readonly #inputs: readonly TensorBinding[];
  readonly #outputs: readonly TensorBinding[];
  readonly #isDynamic: boolean;
  readonly #loss: DeviceLoss | null;

  /** Takes ownership of `model`. */
  constructor(
    id: string,
    model: GraphModel,
    bindings: { readonly inputs: readonly TensorBinding[]; readonly outputs: readonly TensorBinding[] },
    operators: ReadonlySet<string>,
    facts: SessionFacts,
  ) {
    this.facts = facts;
    this.#id = id;
    this.#model = model;
    this.#inputs = bindings.inputs;
    this.#outputs = bindings.outputs;
    this.#isDynamic = [...operators].some((operator) => dynamicOperators.test(operator));
    this.#loss = watchDeviceLoss(facts.device);
  }

  async run(inputs: Tensors): Promise<Tensors> {
    checkInputs(inputs, this.facts.inputs);
    const { device } = this.facts;
    await useBackend(device); // another session of this worker may have changed the backend
    const feeds: Record<string, tf.Tensor> = {};
    let results: tf.Tensor[] = [];
    try {
      for (const { node, spec } of this.#inputs) feeds[node] = toTf(inputs[spec.name]!);
      const nodes = this.#outputs.map(({ node }) => node);
      const output = this.#isDynamic
        ? await rejectOnDeviceLoss(this.#loss, this.#model.executeAsync(feeds, nodes))
        : this.#model.execute(feeds, nodes);
      results = Array.isArray(output) ? output : [output];
      // Reading back waits for the device to finish (method R4).
      const tensors = await rejectOnDeviceLoss(this.#loss, Promise.all(results.map((result) => toTensor(result))));
      return Object.fromEntries(this.#outputs.map(({ spec }, index) => [spec.name, tensors[index]!]));
    } catch (thrown) {
      throw toRunError(thrown, this.#id);
    } finally {
      tf.dispose([Object.values(feeds), results]);
    }
  }

  async memory(): Promise<MemoryInUse> {
    if (this.facts.device !== 'wasm') return {};
    const { wasm } = tf.findBackend('wasm') as unknown as { readonly wasm: { readonly HEAPU8: Uint8Array } };
    return { wasmHeapBytes: wasm.HEAPU8.buffer.byteLength };
  }

  async close(): Promise<void> {
    this.#model.dispose();
  }
}

function toTf({ data, shape, dtype }: Tensor): tf.Tensor {
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool' && dtype !== 'string')
    throw new AppError('internal', { why: `${dtype} passed the check of the inputs` });
  return tf.tensor(data as Float32Array | Int32Array | Uint8Array | string[], [...shape], dtype);
}

/** Copies the data, because some backends return a buffer that they or the caller's inputs still use. */
async function toTensor(tensor: tf.Tensor): Promise<Tensor> {
  const { dtype, shape } = tensor;
  const data = await tensor.data();
  return { dtype, shape: [...shape], data: data.slice() } as Tensor; // the library uses the same array class for each type
}

function toRunError(thrown: unknown, model: string): AppError {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  const operator = /Kernel '(\w+)' not registered|Unknown op '(\w+)'/.exec(why)?.slice(1).find(Boolean);
  if (operator) return new AppError('model-unsupported', { model, operator, why }, { cause: thrown });
  if (/out of memory|allocation failed|Array buffer allocation/i.test(why))
    return new AppError('out-of-memory', { why }, { cause: thrown });
  return asAppError(thrown);
}
