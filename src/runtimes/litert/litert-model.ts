import type { Environment, LiteRt } from '@litertjs/core';
import { AppError } from '#core/errors/error.ts';
import { arrayTypes, type DataType, type Tensor, type TensorSpec } from '#core/engine/tensor.ts';
import type { LoadedBuild } from './litert-builds.ts';

/*
 * The library's own `Tensor` supports only float32, int32 and uint8, so int8 models fail before they run. Its public
 * wasm binding copies bytes of any type, so this class uses the binding.
 */
type Binding = LiteRt['liteRtWasm'];
type WasmModel = ReturnType<Binding['loadModel']>;
type CompiledModel = Awaited<ReturnType<Binding['compileModel']>>;
type TensorBuffer = ReturnType<Binding['LiteRtTensorBuffer']['createManaged']>;
type TensorType = ReturnType<WasmModel['getInputTensorType']>;

/** TFLite's element types by number (`tflite/core/c/c_api_types.h`, the same in `litert_model_types.h`). */
const dataTypes: Readonly<Record<number, DataType>> = {
  1: 'float32',
  2: 'int32',
  3: 'uint8',
  4: 'int64',
  6: 'bool',
  7: 'int16',
  9: 'int8',
  10: 'float16',
  11: 'float64',
  13: 'uint64',
  16: 'uint32',
  17: 'uint16',
};

/** A compiled model in the engine's memory. Runs call its first signature, with tensors in order. */
export class LitertModel {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly #binding: Binding;
  readonly #environment: Environment;
  readonly #model: WasmModel;
  readonly #compiled: CompiledModel;
  /** Address of the file's bytes, which the engine reads as long as the model is open. */
  readonly #pointer: number;
  readonly #takeErrors: () => string[];

  private constructor(init: {
    binding: Binding;
    environment: Environment;
    model: WasmModel;
    compiled: CompiledModel;
    pointer: number;
    takeErrors: () => string[];
  }) {
    this.#binding = init.binding;
    this.#environment = init.environment;
    this.#model = init.model;
    this.#compiled = init.compiled;
    this.#pointer = init.pointer;
    this.#takeErrors = init.takeErrors;
    const signature = this.#model.getSignature(0);
    const listNames = (vector: ReturnType<typeof signature.inputNames>) =>
      list(vector.size(), (index) => vector.get(index));
    this.inputs = listNames(signature.inputNames()).map((name, i) =>
      toSpec(name, this.#model.getInputTensorType(0, i)),
    );
    this.outputs = listNames(signature.outputNames()).map((name, i) =>
      toSpec(name, this.#model.getOutputTensorType(0, i)),
    );
    signature.delete();
  }

  /**
   * Copies `bytes` into the engine's memory.
   * @throws Error with the engine's message
   */
  static async compile({ engine, takeErrors }: LoadedBuild, bytes: Uint8Array, threads: number): Promise<LitertModel> {
    const binding = engine.liteRtWasm;
    const environment = engine.getDefaultEnvironment();
    const pointer = binding._malloc(bytes.byteLength);
    if (!pointer) throw new AppError('out-of-memory', { needBytes: bytes.byteLength, reason: 'wasm-heap-full' });
    let model: WasmModel | undefined;
    let compiled: CompiledModel | undefined;
    takeErrors();
    try {
      binding.HEAPU8.set(bytes, pointer);
      model = binding.loadModel(environment.liteRtEnvironment, pointer, bytes.byteLength);
      const settings = { environment, accelerator: 'wasm' as const, cpuOptions: { numThreads: threads } };
      compiled = await binding.compileModel(environment.liteRtEnvironment, model, settings);
      throwLoggedErrors(takeErrors());
      return new LitertModel({ binding, environment, model, compiled, pointer, takeErrors });
    } catch (thrown) {
      compiled?.delete();
      model?.delete();
      binding._free(pointer);
      throwLoggedErrors(takeErrors(), thrown);
      throw thrown;
    }
  }

  /**
   * `inputs` are in the order of the specs; the caller owns the result.
   * @throws Error with the engine's message
   */
  async run(inputs: readonly Tensor[]): Promise<Tensor[]> {
    const buffers = inputs.map((tensor, index) => this.#upload(tensor, this.#model.getInputTensorType(0, index)));
    try {
      const results = await this.#compiled.run(0, buffers);
      throwLoggedErrors(this.#takeErrors());
      return results.map((buffer) => this.#download(buffer));
    } catch (thrown) {
      throwLoggedErrors(this.#takeErrors(), thrown);
      throw thrown;
    } finally {
      for (const buffer of buffers) buffer.delete();
    }
  }

  /** Size of the library's wasm heap, which all models of this worker share. */
  get heapBytes(): number {
    return this.#binding.HEAPU8.buffer.byteLength;
  }

  delete(): void {
    this.#compiled.delete();
    this.#model.delete();
    this.#binding._free(this.#pointer);
  }

  #upload(tensor: Tensor, declared: TensorType): TensorBuffer {
    if (tensor.dtype === 'string') throw new AppError('input-invalid', { name: '', reason: 'text-not-numbers' });
    const { data } = tensor;
    const dimensions = new this.#binding.VectorInt32();
    for (const size of tensor.shape) dimensions.push_back(size);
    const layout = this.#binding.LiteRtLayout.create(dimensions);
    const type = this.#binding.LiteRtRankedTensorType.create(declared.elementType(), layout);
    const { LiteRtTensorBuffer, LiteRtTensorBufferType, LiteRtTensorBufferLockMode } = this.#binding;
    const environment = this.#environment.liteRtEnvironment;
    const host = LiteRtTensorBufferType.HOST_MEMORY;
    const buffer = LiteRtTensorBuffer.createManaged(environment, host, type, data.byteLength);
    const address = buffer.lock(LiteRtTensorBufferLockMode.WRITE);
    this.#binding.HEAPU8.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), address);
    buffer.unlock();
    for (const handle of [dimensions, layout, type, declared]) handle.delete();
    return buffer;
  }

  #download(buffer: TensorBuffer): Tensor {
    const type = buffer.tensorType();
    const { dtype, shape } = toSpec('', type);
    const address = buffer.lock(this.#binding.LiteRtTensorBufferLockMode.READ);
    const bytes = this.#binding.HEAPU8.slice(address, address + buffer.packedSize());
    buffer.unlock();
    buffer.delete();
    const data = dtype === 'string' ? [] : new arrayTypes[dtype](bytes.buffer);
    return { dtype, shape, data } as Tensor; // `dtype` determines the array class
  }
}

/** The logged messages name the cause, the wrapper's exception does not. */
function throwLoggedErrors(errors: readonly string[], cause?: unknown): void {
  if (errors.length > 0) throw new Error([...new Set(errors)].join(' '), { cause });
}

/**
 * Deletes `type`. A free dimension is -1 in the signature and 1 in the file, and 1 is the only size that the engine
 * computes with.
 */
function toSpec(name: string, type: TensorType): TensorSpec {
  const { value } = type.elementType();
  const layout = type.layout();
  const dimensions = layout.dimensions();
  const shape = list(dimensions.size(), (index) => Number(dimensions.get(index)));
  for (const handle of [dimensions, layout, type]) handle.delete();
  const dtype = dataTypes[value];
  if (!dtype) throw new Error(`unsupported: ${name} has element type ${value}`);
  return { name, dtype, shape: shape.map((size) => (size < 0 ? 1 : size)) };
}

function list<T>(length: number, getItem: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => getItem(index));
}
