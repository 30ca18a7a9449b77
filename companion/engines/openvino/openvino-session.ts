import { AppError } from '#core/errors/error.ts';
import type { MemoryInUse, SessionFacts } from '#core/engine/runtime.ts';
import { checkInputs, type DataType, type Tensor, type Tensors } from '#core/engine/tensor.ts';
import { readTensorData, encodeTensorData } from '#protocol/tensor-data.ts';
import { readBytes, keepReferencedUntil, type Pointer } from '../ffi/memory.ts';
import { allocateOutput, type NativeRunOptions, type NativeSession } from '../native-engine.ts';
import { readProcessMemory } from '../process-memory.ts';
import type { OpenvinoApi } from './openvino-api.ts';
import { toRunError } from './openvino-errors.ts';
import { findTypeCode } from './openvino-ports.ts';

interface Shape {
  readonly rank: number | bigint;
  readonly dims: Pointer;
}

export interface OpenvinoResources {
  readonly api: OpenvinoApi;
  readonly compiled: Pointer;
  readonly facts: SessionFacts;
}

/** A model compiled by OpenVINO. It has a single inference request, so runs must not overlap. */
export class OpenvinoSession implements NativeSession {
  readonly kind = 'tensor';
  readonly facts: SessionFacts;
  readonly #api: OpenvinoApi;
  readonly #compiled: Pointer;
  protected readonly request: Pointer;

  /** Takes ownership of `compiled`. */
  constructor({ api, compiled, facts }: OpenvinoResources) {
    this.facts = facts;
    this.#api = api;
    this.#compiled = compiled;
    this.request = api.callForResult('ov_compiled_model_create_infer_request', compiled);
  }

  async memory(): Promise<MemoryInUse> {
    return { ...readProcessMemory(), notStated: ['engine-memory-not-stated'] };
  }

  async run(inputs: Tensors, { signal, allocate = allocateOutput }: NativeRunOptions = {}): Promise<Tensors> {
    const { facts } = this;
    checkInputs(inputs, facts.inputs);
    if (signal?.aborted) throw new AppError('aborted');
    const api = this.#api;
    const { request } = this;
    const tensors: Pointer[] = [];
    const cancel = () => api.callChecked('ov_infer_request_cancel', request);
    signal?.addEventListener('abort', cancel);
    try {
      for (const [index, { name }] of facts.inputs.entries()) {
        const tensor = this.#wrapTensor(inputs[name]!);
        tensors.push(tensor);
        api.callChecked('ov_infer_request_set_input_tensor_by_index', request, index, tensor);
      }
      await keepReferencedUntil(api.callCheckedAsync('ov_infer_request_infer', request), inputs);
      return Object.fromEntries(
        facts.outputs.map(({ name, dtype }, index) => [name, this.#readOutput(index, dtype, allocate)]),
      );
    } catch (thrown) {
      throw signal?.aborted ? new AppError('aborted', {}, { cause: thrown }) : toRunError(thrown);
    } finally {
      signal?.removeEventListener('abort', cancel);
      for (const tensor of tensors) api.callUnchecked('ov_tensor_free', tensor);
    }
  }

  async close(): Promise<void> {
    this.#api.callUnchecked('ov_infer_request_free', this.request);
    this.#api.callUnchecked('ov_compiled_model_free', this.#compiled);
  }

  /** Creates an OpenVINO tensor over the memory of `tensor`, which must outlive it. */
  #wrapTensor(tensor: Tensor): Pointer {
    const dims = BigInt64Array.from(tensor.shape, BigInt);
    const shape = { rank: dims.length, dims };
    return this.#api.callForResult(
      'ov_tensor_create_from_host_ptr',
      findTypeCode(tensor.dtype),
      shape,
      encodeTensorData(tensor),
    );
  }

  #readOutput(index: number, dtype: DataType, allocate: (byteLength: number) => Uint8Array<ArrayBuffer>): Tensor {
    const api = this.#api;
    const tensor = api.callForResult('ov_infer_request_get_output_tensor_by_index', this.request, index);
    try {
      const { rank, dims } = api.callForStructure<Shape>('ov_tensor_get_shape', tensor);
      const shape = [...new BigInt64Array(readBytes(dims, Number(rank) * 8).slice().buffer)].map(Number);
      api.callUnchecked('ov_shape_free', { rank, dims });
      const byteLength = Number(api.callForResult('ov_tensor_get_byte_size', tensor));
      const copy = allocate(byteLength);
      copy.set(readBytes(api.callForResult('ov_tensor_data', tensor), byteLength));
      return readTensorData({ name: 'output', dtype, shape }, copy, 0).tensor;
    } finally {
      api.callUnchecked('ov_tensor_free', tensor);
    }
  }
}
