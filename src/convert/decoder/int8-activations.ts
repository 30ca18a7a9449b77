import { toByteSource } from '#formats/byte-source.ts';
import type { GraphBuilder } from '#formats/onnx/graph-builder.ts';
import { dataTypeNumbers } from '#formats/onnx/onnx-model.ts';
import { getRotationBlock, createRotationMatrix } from './rotation.ts';

interface Quantised {
  /** uint8 around {@link zeroLevel}, [batch, tokens, width]. */
  readonly levels: string;
  /** Of each token: [tokens, 1]. */
  readonly scale: string;
}

/**
 * The level of 0. Levels are unsigned, since onnxruntime 1.30 multiplies them by int8 weights with SIMD in WebAssembly,
 * and signed ones without: 20 times slower.
 */
const zeroLevel = 128;

/** Values [batch, tokens, width] of a graph, rotated, then quantised with a scale per token; each is quantised once. */
export class Int8Activations {
  readonly #g: GraphBuilder;
  readonly #made = new Map<string, Quantised>();
  readonly #constants = new Set<string>();

  constructor(g: GraphBuilder) {
    this.#g = g;
  }

  /** `x` times int8 weights [width, rows] whose columns are rotated: float32 [batch, tokens, rows] after `scales` [rows]. */
  addProduct(x: string, width: number, weights: string, scales: string, output?: string): string {
    const g = this.#g;
    const { levels, scale } = this.#quantise(x, width);
    const zero = this.#constant('zero_level', (name) =>
      g.stored(name, 'uint8', [], toByteSource(Uint8Array.of(zeroLevel))),
    );
    const sums = g.node('Cast', [g.node('MatMulInteger', [levels, weights, zero])], { to: dataTypeNumbers.float32 });
    return g.node('Mul', [sums, g.node('Mul', [scale, scales])], {}, output);
  }

  /** Blocks of `x` multiplied by a Hadamard matrix. */
  rotate(x: string, width: number): string {
    const g = this.#g;
    const block = getRotationBlock(width);
    const matrix = this.#constant(`hadamard_${block}`, (name) =>
      g.weights(name, [block, block], createRotationMatrix(block)),
    );
    const split = this.#constant(`blocks_of_${block}`, (name) => g.integers(name, [0, -1, block]));
    const join = this.#constant(`rows_of_${width}`, (name) => g.integers(name, [0, -1, width]));
    return g.node('Reshape', [g.node('MatMul', [g.node('Reshape', [x, split]), matrix]), join]);
  }

  /** The largest magnitude of a token becomes 127. */
  #quantise(x: string, width: number): Quantised {
    const known = this.#made.get(x);
    if (known) return known;
    const g = this.#g;
    const rotated = this.rotate(x, width);
    const maxMagnitude = g.node('ReduceMax', [g.node('Abs', [rotated])], { axes: [0, 2], keepdims: 0 });
    const level = this.#constant('level', (name) => g.weights(name, [], Float32Array.of(1 / 127)));
    const min = this.#constant('min_scale', (name) => g.weights(name, [], Float32Array.of(1e-12)));
    const scale = g.node('Max', [g.node('Mul', [maxMagnitude, level]), min]);
    // The zero points have the same type as the levels.
    const zero = { dtype: 'uint8', shape: [1], data: Uint8Array.of(zeroLevel) } as const;
    const zeros = g.node('ConstantOfShape', [g.node('Shape', [scale])], { value: zero });
    const column = this.#constant('column', (name) => g.integers(name, [1]));
    const quantised = {
      levels: g.node('QuantizeLinear', [rotated, scale, zeros], { axis: 1 }),
      scale: g.node('Unsqueeze', [scale, column]),
    };
    this.#made.set(x, quantised);
    return quantised;
  }

  #constant(name: string, add: (name: string) => void): string {
    if (!this.#constants.has(name)) add(name);
    this.#constants.add(name);
    return name;
  }
}
