import type { GraphBuilder } from '#formats/onnx/graph-builder.ts';

interface Quantised {
  /** int8, [batch, tokens, width], or twice as many tokens. */
  readonly data: string;
  /** Of each token: [tokens, 1], or twice as many. */
  readonly scale: string;
}

/** Values [batch, tokens, width] of a graph, quantised with a scale per token; each is quantised once. */
export class Int8Activations {
  readonly #g: GraphBuilder;
  readonly #made = new Map<string, Quantised>();
  readonly #constants = new Set<string>();

  constructor(g: GraphBuilder) {
    this.#g = g;
  }

  /** The largest magnitude of a token becomes 127. */
  narrow(x: string): Quantised {
    return this.#once(`${x}/narrow`, () => {
      const scale = this.#scaleOf(x);
      return { data: this.#quantised(x, scale), scale: this.#column(scale) };
    });
  }

  /**
   * As int8, and below it, as further tokens, what the rounding left over, with a scale that is 254 times smaller:
   * together 16 bits. An engine that waits for the weights, as for a single token, takes hardly longer.
   */
  wide(x: string): Quantised {
    return this.#once(`${x}/wide`, () => {
      const g = this.#g;
      const scale = this.#scaleOf(x);
      const high = this.#quantised(x, scale);
      const rest = g.node('Sub', [x, g.node('DequantizeLinear', [high, scale], { axis: 1 })]);
      const restScale = g.node('Mul', [scale, this.#constant('rest_step', 1 / 254)]);
      const low = this.#quantised(rest, restScale);
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
    const scale = g.node('Mul', [largest, this.#constant('level', 1 / 127)]);
    return g.node('Max', [scale, this.#constant('min_scale', 1e-12)]);
  }

  /** The type of the zero points is that of the result. */
  #quantised(x: string, scale: string): string {
    const g = this.#g;
    const zero = { dtype: 'int8', shape: [1], data: Int8Array.of(0) } as const;
    const zeros = g.node('ConstantOfShape', [g.node('Shape', [scale])], { value: zero });
    return g.node('QuantizeLinear', [x, scale, zeros], { axis: 1 });
  }

  #column(scale: string): string {
    if (!this.#constants.has('column')) this.#g.integers('column', [1]);
    this.#constants.add('column');
    return this.#g.node('Unsqueeze', [scale, 'column']);
  }

  #constant(name: string, value: number): string {
    if (!this.#constants.has(name)) this.#g.weights(name, [], Float32Array.of(value));
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
