import type { ByteSource } from '#core/model/model.ts';
import type { GraphBuilder } from '#formats/onnx/graph-builder.ts';
import { dequantise } from '#formats/gguf/blocks/dequantise.ts';
import { readTensors, type SafeTensor } from '#formats/safetensors/read-safetensors-header.ts';
import { createMissingTensorError, createTensorTypeError } from './tensor-errors.ts';

const floatTypes = ['F32', 'F16', 'BF16'] as const;

function isFloatType(dtype: string): dtype is (typeof floatTypes)[number] {
  return floatTypes.some((type) => type === dtype);
}

/** The float tensors of a safetensors file. Each becomes a float32 initializer of a graph on first use. */
export class Weights {
  readonly #source: ByteSource;
  readonly #graph: GraphBuilder;
  readonly #tensors: ReadonlyMap<string, SafeTensor>;
  readonly #added = new Set<string>();

  private constructor(source: ByteSource, graph: GraphBuilder, tensors: ReadonlyMap<string, SafeTensor>) {
    this.#source = source;
    this.#graph = graph;
    this.#tensors = tensors;
  }

  /**
   * @param prefix a prefix to remove from tensor names
   * @throws AppError model-corrupt
   */
  static async open(source: ByteSource, graph: GraphBuilder, prefix: RegExp): Promise<Weights> {
    const { tensors } = await readTensors(source);
    return new Weights(source, graph, new Map(tensors.map((tensor) => [tensor.name.replace(prefix, ''), tensor])));
  }

  has(name: string): boolean {
    return this.#tensors.has(name);
  }

  /** @throws AppError model-corrupt if the tensor is missing | model-unsupported */
  getShape(name: string): readonly number[] {
    return this.#find(name).shape;
  }

  /**
   * @returns the name of the initializer
   * @throws AppError model-corrupt if the tensor is missing | model-unsupported
   */
  async addTensor(name: string): Promise<string> {
    if (this.#added.has(name)) return name;
    const { shape } = this.#find(name);
    return this.#add(name, shape, await this.#readValues(name));
  }

  /** Adds the transpose of a matrix. */
  async addTransposed(name: string): Promise<string> {
    const transposedName = `${name}.T`;
    if (this.#added.has(transposedName)) return transposedName;
    const [rows = 1, columns = 1] = this.#find(name).shape;
    const values = await this.#readValues(name);
    const data = new Float32Array(values.length);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) data[column * rows + row] = values[row * columns + column]!;
    return this.#add(transposedName, [columns, rows], data);
  }

  #add(name: string, shape: readonly number[], data: Float32Array): string {
    this.#added.add(name);
    return this.#graph.weights(name, shape, data);
  }

  #find(name: string): SafeTensor {
    const tensor = this.#tensors.get(name);
    if (!tensor) throw createMissingTensorError(name);
    if (!isFloatType(tensor.dtype)) throw createTensorTypeError(tensor.name, tensor.dtype, floatTypes);
    return tensor;
  }

  async #readValues(name: string): Promise<Float32Array> {
    const { dtype, start, bytes } = this.#find(name);
    const storedBytes = new Uint8Array(await this.#source.slice(start, start + bytes).arrayBuffer());
    return dequantise(dtype as (typeof floatTypes)[number], storedBytes);
  }
}
