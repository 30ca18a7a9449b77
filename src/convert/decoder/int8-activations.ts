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
  readonly #builder: GraphBuilder;
  readonly #quantised = new Map<string, QuantisedActivation>();
  readonly #constants = new Set<string>();

  constructor(builder: GraphBuilder) {
    this.#builder = builder;
  }

  /**
   * Adds the product of `x` and int8 weights [width, rows] with rotated columns, scaled by `scales` [rows], in float32.
   */
  addProduct(x: string, width: number, weights: string, scales: string, output?: string): string {
    const builder = this.#builder;
    const { levels, scale } = this.#quantise(x, width);
    const zero = this.#addConstant('zero_level', (name) =>
      builder.stored(name, 'uint8', [], toByteSource(Uint8Array.of(zeroLevel))),
    );
    const sums = builder.node('Cast', [builder.node('MatMulInteger', [levels, weights, zero])], {
      to: dataTypeNumbers.float32,
    });
    return builder.node('Mul', [sums, builder.node('Mul', [scale, scales])], {}, output);
  }

  /** Adds the product of each block of `x` and a Hadamard matrix. */
  rotate(x: string, width: number): string {
    const builder = this.#builder;
    const block = getRotationBlock(width);
    const matrix = this.#addConstant(`hadamard_${block}`, (name) =>
      builder.weights(name, [block, block], createRotationMatrix(block)),
    );
    const split = this.#addConstant(`blocks_of_${block}`, (name) => builder.integers(name, [0, -1, block]));
    const join = this.#addConstant(`rows_of_${width}`, (name) => builder.integers(name, [0, -1, width]));
    return builder.node('Reshape', [builder.node('MatMul', [builder.node('Reshape', [x, split]), matrix]), join]);
  }

  /** Adds the quantisation of a value, in which the maximum magnitude of each token becomes 127. */
  #quantise(x: string, width: number): QuantisedActivation {
    const existingActivation = this.#quantised.get(x);
    if (existingActivation) return existingActivation;
    const builder = this.#builder;
    const rotated = this.rotate(x, width);
    const maxMagnitude = builder.node('ReduceMax', [builder.node('Abs', [rotated])], { axes: [0, 2], keepdims: 0 });
    const level = this.#addConstant('level', (name) => builder.weights(name, [], Float32Array.of(1 / 127)));
    const min = this.#addConstant('min_scale', (name) => builder.weights(name, [], Float32Array.of(1e-12)));
    const scale = builder.node('Max', [builder.node('Mul', [maxMagnitude, level]), min]);
    // Zero points must have the type of the levels.
    const zero = { dtype: 'uint8', shape: [1], data: Uint8Array.of(zeroLevel) } as const;
    const zeros = builder.node('ConstantOfShape', [builder.node('Shape', [scale])], { value: zero });
    const column = this.#addConstant('column', (name) => builder.integers(name, [1]));
    const quantised = {
      levels: builder.node('QuantizeLinear', [rotated, scale, zeros], { axis: 1 }),
      scale: builder.node('Unsqueeze', [scale, column]),
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
