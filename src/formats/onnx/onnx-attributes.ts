import { maxConstantElements } from '#graph/value.ts';
import { decodeTensorProto } from './tensor-proto.ts';
import type { Attribute, Graph, Node, TensorProto } from './onnx-model.ts';

const decoder = new TextDecoder();

/** STRING and FLOAT16 of TensorProto.DataType. */
const unsupportedTypes: ReadonlySet<number> = new Set([8, 10]);

/** The attributes of a node, by name. An integer beyond 2^53 is clamped. */
export class Attributes {
  readonly #attributes: ReadonlyMap<string, Attribute>;

  constructor(node: Node) {
    this.#attributes = new Map(node.attributes.map((attribute) => [attribute.name, attribute]));
  }

  has(name: string): boolean {
    return this.#attributes.has(name);
  }

  int(name: string): number | undefined;
  int(name: string, defaultValue: number): number;
  int(name: string, defaultValue?: number): number | undefined {
    const value = this.#attributes.get(name)?.int;
    return value === undefined ? defaultValue : toSafeInteger(value);
  }

  ints(name: string): readonly number[] | undefined {
    return this.#attributes.get(name)?.ints.map(toSafeInteger);
  }

  float(name: string, defaultValue: number): number {
    return this.#attributes.get(name)?.float ?? defaultValue;
  }

  floats(name: string): readonly number[] | undefined {
    return this.#attributes.get(name)?.floats;
  }

  text(name: string): string | undefined {
    const value = this.#attributes.get(name)?.string;
    return value && decoder.decode(value);
  }

  tensor(name: string): TensorProto | undefined {
    return this.#attributes.get(name)?.tensor;
  }

  graph(name: string): Graph | undefined {
    return this.#attributes.get(name)?.graph;
  }
}

/**
 * The values of a numeric tensor of at most {@link maxConstantElements} elements; `null` for a larger one, for strings and
 * float16, and if the values are not in the file.
 * @throws AppError model-corrupt
 */
export function readSmallTensor(proto: TensorProto): readonly number[] | null {
  const count = proto.dims.reduce((product, size) => product * size, 1);
  const isReadable = count <= maxConstantElements && !unsupportedTypes.has(proto.dataType);
  const data = isReadable ? decodeTensorProto(proto)?.data : null;
  return data ? Array.from<number | bigint | string, number>(data, (value) => toNumber(value)) : null;
}

function toNumber(value: number | bigint | string): number {
  return typeof value === 'bigint' ? toSafeInteger(value) : Number(value);
}

function toSafeInteger(value: bigint): number {
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  if (value > limit) return Number.MAX_SAFE_INTEGER;
  return value < -limit ? -Number.MAX_SAFE_INTEGER : Number(value);
}
