import { createFloats, createGraphBuilder, type GraphBuilder } from '#formats/onnx/graph-builder.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { createLazyRows } from '#optimise/lazy-bytes.ts';
import { createUnsupportedModelError, type DecoderConfig, type DecoderWeights, type Rope } from './decoder.ts';
import { matrixForms, type MatrixForm, type MatrixFormId } from './matrix-forms.ts';
import { concatRows, type Rows } from '../matrix-rows.ts';
import { UsedWeights } from './used-weights.ts';

const opset = 17;

interface DecoderOptions {
  readonly form: MatrixFormId;
  /** Maximum context length in tokens, limited to that of the model. */
  readonly maxContext: number;
}

/**
 * Builds the ONNX graph of a decoder of the llama family (`docs/decoder-graph.md`). Matrices are read from their file
 * when the graph is written.
 * @throws AppError model-corrupt if a tensor is missing | model-unsupported if the graph does not use every tensor
 */
export async function buildDecoderGraph(
  config: DecoderConfig,
  weights: DecoderWeights,
  { form, maxContext }: DecoderOptions,
): Promise<OnnxModel> {
  const builder = createGraphBuilder(config.architecture);
  const positions = Math.min(maxContext, config.contextLength);
  const decoder = new DecoderBuilder(builder, config, new UsedWeights(weights), form);
  await decoder.build(positions);
  return builder.model(opset);
}

/**
 * Creates attention sinks too small to have an effect. They keep onnxruntime 1.30 from using its flash attention
 * kernel, which is ten times slower in WebAssembly than the other one.
 */
const createNeutralSinks = (headCount: number) => new Float32Array(headCount).fill(-1e30);

/** Names of the values that all layers share. */
interface SharedValues {
  /** The number of tokens so far minus one, int32 [batch]. */
  readonly past: string;
  /** The total number of tokens, int32. */
  readonly total: string;
  /** The position of the first new token, int64 [1]. */
  readonly firstPosition: string;
}

class DecoderBuilder {
  readonly #builder: GraphBuilder;
  readonly #config: DecoderConfig;
  readonly #weights: UsedWeights;
  readonly #form: MatrixForm;
  /** Name of the attention operators' sinks; empty if they have none. */
  readonly #sinks: string;
  #positions = 0;

  constructor(builder: GraphBuilder, config: DecoderConfig, weights: UsedWeights, form: MatrixFormId) {
    this.#builder = builder;
    this.#config = config;
    this.#weights = weights;
    this.#form = matrixForms[form](builder);
    this.#sinks =
      form === 'float32' ? '' : builder.weights('sinks', [config.headCount], createNeutralSinks(config.headCount));
  }

  async build(positions: number): Promise<void> {
    this.#positions = positions;
    const builder = this.#builder;
    const { layerCount, hiddenSize, vocabSize, kvHeadCount, headDim } = this.#config;
    const ids = builder.input('input_ids', 'int64', ['batch_size', 'sequence_length']);
    const mask = builder.input('attention_mask', 'int64', ['batch_size', 'total_sequence_length']);
    const keptLogits = builder.input('num_logits_to_keep', 'int64', []);
    const cache = ['batch_size', kvHeadCount, 'past_sequence_length', headDim];
    const cacheKinds = ['key', 'value'] as const;
    for (let layer = 0; layer < layerCount; layer++)
      for (const kind of cacheKinds) builder.input(`past_key_values.${layer}.${kind}`, 'float32', cache);
    const shared = this.#addShared(ids, mask);
    const table = this.#weights.get('token_embd.weight', vocabSize, hiddenSize);
    let hidden = this.#form.addEmbedding(ids, 'token_embd.weight', table);
    if (this.#config.architecture === 'gemma3')
      hidden = builder.node('Mul', [
        hidden,
        builder.weights('embedding_scale', [], Float32Array.of(Math.sqrt(hiddenSize))),
      ]);
    let normalised = await this.#addNorm(hidden, 'blk.0.attn_norm.weight', hiddenSize);
    for (let layer = 0; layer < layerCount; layer++) {
      const next = layer + 1 < layerCount ? `blk.${layer + 1}.attn_norm.weight` : 'output_norm.weight';
      [normalised, hidden] = await this.#addLayer(layer, normalised, hidden, next, shared);
    }
    this.#addLogits(normalised, keptLogits, table);
    builder.output('logits', 'float32', ['batch_size', 'num_logits', vocabSize]);
    const present = ['batch_size', kvHeadCount, 'total_sequence_length', headDim];
    for (let layer = 0; layer < layerCount; layer++)
      for (const kind of cacheKinds) builder.output(`present.${layer}.${kind}`, 'float32', present);
    const [unused] = this.#weights.unused;
    if (unused !== undefined) throw createUnsupportedModelError(this.#config.architecture, 'tensor', unused);
  }

  #addShared(ids: string, mask: string): SharedValues {
    const builder = this.#builder;
    const axis = builder.integers('one', [1]);
    const int32 = { to: 6 };
    const past = builder.node('Sub', [
      builder.node('ReduceSum', [mask, axis], { keepdims: 0 }),
      builder.integers('one_scalar', [1], []),
    ]);
    const length = builder.node('Gather', [builder.node('Shape', [mask]), axis]);
    return {
      past: builder.node('Cast', [past], int32),
      total: builder.node('Cast', [builder.node('Squeeze', [length])], int32),
      firstPosition: builder.node('Sub', [length, builder.node('Gather', [builder.node('Shape', [ids]), axis])]),
    };
  }

  /** @returns the names of the normalised input of the next layer and of the residual */
  async #addLayer(
    layer: number,
    normalised: string,
    residual: string,
    next: string,
    shared: SharedValues,
  ): Promise<[normalised: string, residual: string]> {
    const { hiddenSize } = this.#config;
    const prefix = `blk.${layer}`;
    let attended = await this.#addAttention(layer, normalised, shared);
    attended = await this.#addOptionalNorm(attended, `${prefix}.post_attention_norm.weight`, hiddenSize);
    const [middle, sum] = await this.#addAndNorm(residual, attended, `${prefix}.ffn_norm.weight`);
    let output = this.#addFeedForward(prefix, middle);
    output = await this.#addOptionalNorm(output, `${prefix}.post_ffw_norm.weight`, hiddenSize);
    return this.#addAndNorm(sum, output, next);
  }

  async #addAttention(layer: number, x: string, { past, total, firstPosition }: SharedValues): Promise<string> {
    const builder = this.#builder;
    const { headCount, kvHeadCount, headDim, hiddenSize, slidingWindow } = this.#config;
    const prefix = `blk.${layer}`;
    const isLocal = slidingWindow !== null && (layer + 1) % slidingWindow.pattern !== 0;
    const rope = isLocal ? slidingWindow.rope : this.#config.rope;
    const tables = this.#addRotaryTables(rope, isLocal ? 'local_' : '');
    const sizes = { q: headCount * headDim, k: kvHeadCount * headDim, v: kvHeadCount * headDim };
    const hasHeadNorms = this.#weights.has(`${prefix}.attn_q_norm.weight`);
    // The attention operator has no rotary kernel for head sizes that are not a multiple of 16.
    const isFused = headDim % 16 === 0;
    let [query, key, value] = ['', '', ''];
    if (isFused && !hasHeadNorms) query = await this.#addProjection(prefix, ['q', 'k', 'v'], sizes, x);
    else {
      [query, key, value] = [
        await this.#addProjection(prefix, ['q'], sizes, x),
        await this.#addProjection(prefix, ['k'], sizes, x),
        await this.#addProjection(prefix, ['v'], sizes, x),
      ];
      if (hasHeadNorms) {
        query = await this.#addHeadNorm(query, `${prefix}.attn_q_norm.weight`, sizes.q);
        key = await this.#addHeadNorm(key, `${prefix}.attn_k_norm.weight`, sizes.k);
      }
      if (!isFused) {
        const addRotaryEmbedding = (projection: string, count: number) =>
          builder.node('com.microsoft:RotaryEmbedding', [projection, firstPosition, ...tables], {
            interleaved: Number(rope.interleaved),
            num_heads: count,
            rotary_embedding_dim: headDim,
          });
        [query, key] = [addRotaryEmbedding(query, headCount), addRotaryEmbedding(key, kvHeadCount)];
      }
    }
    const attended = `${prefix}.attention`;
    const fusedTables = isFused ? tables : [];
    const optionalInputs =
      this.#sinks === '' ? fusedTables : [fusedTables[0] ?? '', fusedTables[1] ?? '', '', '', this.#sinks];
    const caches = [`past_key_values.${layer}.key`, `past_key_values.${layer}.value`];
    builder.nodeWithOutputs(
      'com.microsoft:GroupQueryAttention',
      [query, key, value, ...caches, past, total, ...optionalInputs],
      [attended, `present.${layer}.key`, `present.${layer}.value`],
      {
        num_heads: headCount,
        kv_num_heads: kvHeadCount,
        scale: createFloats(headDim ** -0.5),
        ...(isFused && { do_rotary: 1, rotary_interleaved: Number(rope.interleaved) }),
        ...(isLocal && { local_window_size: slidingWindow.size }),
      },
    );
    const name = `${prefix}.attn_output.weight`;
    return this.#form.addProduct(attended, name, this.#weights.get(name, hiddenSize, sizes.q));
  }

  /** Adds the concatenated projections, with their biases if there are any. */
  async #addProjection(
    prefix: string,
    projections: readonly ('q' | 'k' | 'v')[],
    sizes: Readonly<Record<'q' | 'k' | 'v', number>>,
    x: string,
  ): Promise<string> {
    const name = `${prefix}.attn_${projections.join('')}`;
    const matrices = projections.map((projection) =>
      this.#weights.get(`${prefix}.attn_${projection}.weight`, sizes[projection], this.#config.hiddenSize),
    );
    const product = this.#form.addProduct(x, `${name}.weight`, concatRows(matrices));
    if (!this.#weights.has(`${prefix}.attn_q.bias`)) return product;
    const size = projections.reduce((sum, projection) => sum + sizes[projection], 0);
    const bias = new Float32Array(size);
    let offset = 0;
    for (const projection of projections) {
      bias.set(await this.#weights.get(`${prefix}.attn_${projection}.bias`, 1, sizes[projection]).read(0, 1), offset);
      offset += sizes[projection];
    }
    // Not Add, which onnxruntime 1.30 fuses into MatMulIntegerToFloat, where the bias is added before the rows are
    // scaled.
    return this.#builder.node('Sum', [product, this.#builder.weights(`${name}.bias`, [bias.length], bias)]);
  }

  #addFeedForward(prefix: string, x: string): string {
    const builder = this.#builder;
    const { hiddenSize } = this.#config;
    const rows = this.#weights.getRowCount(`${prefix}.ffn_gate.weight`);
    const addProduct = (input: string, matrix: string, outputSize: number, inputSize: number) => {
      const name = `${prefix}.ffn_${matrix}.weight`;
      return this.#form.addProduct(input, name, this.#weights.get(name, outputSize, inputSize));
    };
    const gate = addProduct(x, 'gate', rows, hiddenSize);
    const up = addProduct(x, 'up', rows, hiddenSize);
    const activated =
      this.#config.architecture === 'gemma3'
        ? builder.node('com.microsoft:FastGelu', [gate])
        : builder.node('Mul', [gate, builder.node('Sigmoid', [gate])]);
    return addProduct(builder.node('Mul', [activated, up]), 'down', hiddenSize, rows);
  }

  /** Adds the logits of the last `count` tokens; a count of 0 selects all tokens. */
  #addLogits(hidden: string, count: string, table: Rows): void {
    const builder = this.#builder;
    const { vocabSize, hiddenSize } = this.#config;
    const start = builder.node('Neg', [builder.node('Unsqueeze', [count, builder.integers('first_axis', [0])])]);
    const end = builder.integers('end', [Number.MAX_SAFE_INTEGER]);
    const lastTokens = builder.node('Slice', [hidden, start, end, builder.integers('token_axis', [1])]);
    if (this.#weights.has('output.weight'))
      this.#form.addProduct(
        lastTokens,
        'output.weight',
        this.#weights.get('output.weight', vocabSize, hiddenSize),
        'logits',
      );
    else this.#form.addTiedProduct(lastTokens, 'token_embd.weight', table, 'logits');
  }

  /** Adds RMS normalisation of each row. */
  async #addNorm(x: string, name: string, width: number): Promise<string> {
    const weight = this.#builder.weights(name, [width], await this.#weights.get(name, 1, width).read(0, 1));
    return this.#builder.node('SimplifiedLayerNormalization', [x, weight], {
      axis: -1,
      epsilon: createFloats(this.#config.rmsNormEps),
      stash_type: 1,
    });
  }

  async #addOptionalNorm(x: string, name: string, width: number): Promise<string> {
    return this.#weights.has(name) ? this.#addNorm(x, name, width) : x;
  }

  /** Adds RMS normalisation of each head. */
  async #addHeadNorm(x: string, name: string, size: number): Promise<string> {
    const builder = this.#builder;
    const { headDim } = this.#config;
    const split = builder.node('Reshape', [x, builder.integers(`${name}.split`, [0, -1, headDim])]);
    const normalised = await this.#addNorm(split, name, headDim);
    return builder.node('Reshape', [normalised, builder.integers(`${name}.join`, [0, -1, size])]);
  }

  async #addAndNorm(residual: string, x: string, name: string): Promise<[normalised: string, sum: string]> {
    const { hiddenSize, rmsNormEps } = this.#config;
    const weight = this.#builder.weights(name, [hiddenSize], await this.#weights.get(name, 1, hiddenSize).read(0, 1));
    const [normalised, sum] = [`${name}.normalised`, `${name}.sum`];
    this.#builder.nodeWithOutputs(
      'com.microsoft:SkipSimplifiedLayerNormalization',
      [residual, x, weight],
      [normalised, '', '', sum],
      { epsilon: createFloats(rmsNormEps) },
    );
    return [normalised, sum];
  }

  /** Adds the cosines and sines of the rotary angles of all positions, [positions, headDim / 2]. */
  #addRotaryTables({ frequencies }: Rope, prefix: string): readonly [cosines: string, sines: string] {
    const width = frequencies.length;
    const addTable = (name: string, compute: (angle: number) => number) => {
      if (this.#tables.has(name)) return name;
      this.#tables.add(name);
      const bytes = createLazyRows(this.#positions, width * 4, (start, end) => {
        const values = new Float32Array((end - start) * width);
        for (let index = 0; index < values.length; index++)
          values[index] = compute((start + Math.floor(index / width)) * frequencies[index % width]!);
        return Promise.resolve(new Uint8Array(values.buffer));
      });
      return this.#builder.stored(name, 'float32', [this.#positions, width], bytes);
    };
    return [addTable(`${prefix}cosines`, Math.cos), addTable(`${prefix}sines`, Math.sin)];
  }
  readonly #tables = new Set<string>();
}
