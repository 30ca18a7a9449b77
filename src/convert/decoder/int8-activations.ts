import { toByteSource } from '#formats/byte-source.ts';
import type { GraphBuilder } from '#formats/onnx/graph-builder.ts';
import { dataTypeNumbers } from '#formats/onnx/onnx-model.ts';
import { getRotationBlock, createRotationMatrix } from './rotation.ts';

interface QuantisedActivation {
  /** Name of the uint8 levels around {@link zeroLevel}, [batch, tokens, width]. */
  readonly levels: string;
  /** Name of the scales, [tokens, 1]. */
  readonly scale: string;
}

/**
 * The level that represents 0. Levels are unsigned because onnxruntime 1.30 has a WebAssembly SIMD kernel for their
 * product with int8 weights, which is 20 times faster than the kernel for signed levels.
 */
const zeroLevel = 128;

/** Rotates values [batch, tokens, width] and quantises them with a scale per token. Each value is quantised once. */
export class Int8Activations {
  readonly #g: GraphBuilder;
  readonly #quantised = new Map<string, QuantisedActivation>();
  readonly #constants = new Set<string>();

  constructor(g: GraphBuilder) {
    this.#g = g;
  }

  /**
   * Adds the product of `x` and int8 weights [width, rows] with rotated columns, scaled by `scales` [rows], in float32.
   */
  addProduct(x: string, width: number, weights: string, scales: string, output?: string): string {
    const g = this.#g;
    const { levels, scale } = this.#quantise(x, width);
    const zero = this.#addConstant('zero_level', (name) =>
      g.stored(name, 'uint8', [], toByteSource(Uint8Array.of(zeroLevel))),
    );
    const sums = g.node('Cast', [g.node('MatMulInteger', [levels, weights, zero])], { to: dataTypeNumbers.float32 });
    return g.node('Mul', [sums, g.node('Mul', [scale, scales])], {}, output);
  }

  /** Multiplies blocks of `x` by a Hadamard matrix. */
  rotate(x: string, width: number): string {
    const g = this.#g;
    const block = getRotationBlock(width);
    const matrix = this.#addConstant(`hadamard_${block}`, (name) =>
      g.weights(name, [block, block], createRotationMatrix(block)),
    );
    const split = this.#addConstant(`blocks_of_${block}`, (name) => g.integers(name, [0, -1, block]));
    const join = this.#addConstant(`rows_of_${width}`, (name) => g.integers(name, [0, -1, width]));
    return g.node('Reshape', [g.node('MatMul', [g.node('Reshape', [x, split]), matrix]), join]);
  }

  /** Quantises a value so that the maximum magnitude of a token becomes 127. */
  #quantise(x: string, width: number): QuantisedActivation {
    const existing = this.#quantised.get(x);
    if (existing) return existing;
    const g = this.#g;
    const rotated = this.rotate(x, width);
    const maxMagnitude = g.node('ReduceMax', [g.node('Abs', [rotated])], { axes: [0, 2], keepdims: 0 });
    const level = this.#addConstant('level', (name) => g.weights(name, [], Float32Array.of(1 / 127)));
    const min = this.#addConstant('min_scale', (name) => g.weights(name, [], Float32Array.of(1e-12)));
    const scale = g.node('Max', [g.node('Mul', [maxMagnitude, level]), min]);
    // Zero points must have the type of the levels.
    const zero = { dtype: 'uint8', shape: [1], data: Uint8Array.of(zeroLevel) } as const;
    const zeros = g.node('ConstantOfShape', [g.node('Shape', [scale])], { value: zero });
    const column = this.#addConstant('column', (name) => g.integers(name, [1]));
    const quantised = {
      levels: g.node('QuantizeLinear', [rotated, scale, zeros], { axis: 1 }),
      scale: g.node('Unsqueeze', [scale, column]),
    };
    this.#quantised.set(x, quantised);
    return quantised;
  }

  #addConstant(name: string, add: (name: string) => void): string {
    if (!this.#constants.has(name)) add(name);
    this.#constants.add(name);
    return name;
  }
}
