import { toByteSource } from '#formats/byte-source.ts';
import type { GraphBuilder } from '#formats/onnx/graph-builder.ts';

interface Quantised {
  /** uint8 around {@link zeroLevel}, [batch, tokens, width], or twice as many tokens. */
  readonly data: string;
  /** Of each token: [tokens, 1], or twice as many. */
  readonly scale: string;
}

/**
 * The level of 0. Levels are unsigned, since onnxruntime 1.30 multiplies them by int8 weights with SIMD in WebAssembly,
 * and signed ones without: 20 times slower.
 */
const zeroLevel = 128;

/** Values [batch, tokens, width] of a graph, quantised with a scale per token; each is quantised once. */
export class Int8Activations {
  readonly #g: GraphBuilder;
  readonly #made = new Map<string, Quantised>();
  readonly #constants = new Set<string>();

  constructor(g: GraphBuilder) {
    this.#g = g;
  }

  /** Products of levels with int8 weights, int32. */
  product(levels: string, weights: string): string {
    const zero = this.#constant('zero_level', (name) =>
      this.#g.stored(name, 'uint8', [], toByteSource(Uint8Array.of(zeroLevel))),
    );
    return this.#g.node('MatMulInteger', [levels, weights, zero]);
  }

  /** The largest magnitude of a token becomes 127. */
  narrow(x: string): Quantised {
    return this.#once(`${x}/narrow`, () => {
      const scale = this.#scaleOf(x);
      return { data: this.#quantised(x, scale).levels, scale: this.#column(scale) };
    });
  }

  /**
   * As 8 bits, and below them, as further tokens, what the rounding left over, with a scale that is 254 times smaller:
   * together 16 bits.
   */
  wide(x: string): Quantised {
    return this.#once(`${x}/wide`, () => {
      const g = this.#g;
      const scale = this.#scaleOf(x);
      const { levels: high, zeros } = this.#quantised(x, scale);
      const rest = g.node('Sub', [x, g.node('DequantizeLinear', [high, scale, zeros], { axis: 1 })]);
      const restScale = g.node('Mul', [scale, this.#float('rest_step', 1 / 254)]);
      const low = this.#quantised(rest, restScale).levels;
      return {
        data: g.node('Concat', [high, low], { axis: 1 }),
        scale: this.#column(g.node('Concat', [scale, restScale], { axis: 0 })),
      };
    });
  }

  #once(key: string, make: () => Quantised): Quantised {
    const made = this.#made.get(key) ?? make();
    this.#made.set(key, made);
    return made;
  }

  /** [tokens] */
  #scaleOf(x: string): string {
    const g = this.#g;
    const largest = g.node('ReduceMax', [g.node('Abs', [x])], { axes: [0, 2], keepdims: 0 });
    const scale = g.node('Mul', [largest, this.#float('level', 1 / 127)]);
    return g.node('Max', [scale, this.#float('min_scale', 1e-12)]);
  }

  /** @returns the levels, and the level of 0 for each token */
  #quantised(x: string, scale: string): { readonly levels: string; readonly zeros: string } {
    const g = this.#g;
    const zero = { dtype: 'uint8', shape: [1], data: Uint8Array.of(zeroLevel) } as const;
    const zeros = g.node('ConstantOfShape', [g.node('Shape', [scale])], { value: zero });
    return { levels: g.node('QuantizeLinear', [x, scale, zeros], { axis: 1 }), zeros };
  }

  #column(scale: string): string {
    const axis = this.#constant('column', (name) => this.#g.integers(name, [1]));
    return this.#g.node('Unsqueeze', [scale, axis]);
  }

  #float(name: string, value: number): string {
    return this.#constant(name, () => this.#g.weights(name, [], Float32Array.of(value)));
  }

  #constant(name: string, add: (name: string) => void): string {
    if (!this.#constants.has(name)) add(name);
    this.#constants.add(name);
    return name;
  }
}

/** Adds what {@link Int8Activations.wide} has separated. */
export function addHalves(g: GraphBuilder, x: string, output?: string): string {
  const halves = [`${x}_high`, `${x}_low`];
  g.nodeWithOutputs('Split', [x], halves, { axis: 1 });
  return g.node('Add', halves, {}, output);
}
