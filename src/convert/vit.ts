import type { ByteSource } from '#core/model/model.ts';
import { writeClassifierMetadata, type PixelNormalisation } from '#core/model/classifier-metadata.ts';
import type { Siblings } from '#formats/format.ts';
import { createGraphBuilder, type GraphBuilder } from '#formats/onnx/graph-builder.ts';
import { createMessage, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { ConfigReader } from './config-reader.ts';
import { readPixelNormalisation } from './image-preprocessor.ts';
import { Weights } from './safetensors-weights.ts';
import { addAttention, addDense, addGelu, addHeads, addHeadSplit, addLayerNorm } from './transformer-blocks.ts';

const opset = 17;

interface VitConfig {
  readonly side: number;
  readonly patch: number;
  readonly channels: number;
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly epsilon: number;
  /** By class id; empty if the configuration has none. */
  readonly labels: readonly string[];
}

/**
 * Builds the ONNX graph of a Vision Transformer (Dosovitskiy et al. 2021) from its weights. The input is that of the
 * Hub’s exports, `pixel_values` [batch, channels, side, side]; the metadata of a classifier specify how pixels are
 * normalised. The output is `logits` [batch, classes] or, without a classifier, `last_hidden_state` [batch, patches +
 * 1, width].
 * @param source a safetensors file in float32, float16 or bfloat16 with the tensor names of transformers
 * @param config the parsed `config.json`
 * @param siblings the other files of the model; only `preprocessor_config.json` is read
 * @throws AppError model-unsupported if it is another architecture | model-corrupt if a tensor is missing
 */
export async function convertVit(source: ByteSource, config: unknown, siblings: Siblings): Promise<OnnxModel> {
  const vit = readConfig(config);
  const pixelNormalisation = await readPixelNormalisation(siblings);
  const builder = createGraphBuilder('vit');
  const storedWeights = await Weights.open(source, builder, /^vit\./);
  const pixels = builder.input('pixel_values', 'float32', ['batch', vit.channels, vit.side, vit.side]);
  let hidden = await addEmbeddings(builder, storedWeights, vit, pixels);
  for (let layer = 0; layer < vit.layers; layer++)
    hidden = await addLayer(builder, storedWeights, vit, { hidden, prefix: `encoder.layer.${layer}` });
  const normalised = await addLayerNorm(builder, storedWeights, 'layernorm', vit.epsilon, hidden);
  if (!storedWeights.has('classifier.weight')) {
    const patches = (vit.side / vit.patch) ** 2;
    const shape = ['batch', patches + 1, vit.width];
    builder.output(builder.node('Identity', [normalised], {}, 'last_hidden_state'), 'float32', shape);
    return builder.model(opset);
  }
  const token = builder.node('Gather', [normalised, builder.integers('class_token', [0], [])], { axis: 1 });
  const [classes = 1] = storedWeights.getShape('classifier.weight');
  builder.output(
    builder.node('Identity', [await addDense(builder, storedWeights, 'classifier', token)], {}, 'logits'),
    'float32',
    ['batch', classes],
  );
  if (vit.labels.length !== classes) return builder.model(opset);
  return withMetadata(builder.model(opset), vit.labels, pixelNormalisation);
}

/** @throws AppError model-unsupported */
function readConfig(config: unknown): VitConfig {
  const reader = new ConfigReader(config);
  reader.requireValue('hidden_act', 'gelu');
  reader.requireValue('qkv_bias', true);
  const side = reader.readNumber('image_size', 224);
  const patch = reader.readNumber('patch_size', 16);
  if (side % patch !== 0) throw reader.createFieldError('patch_size');
  const labels = Object.values(reader.fields['id2label'] ?? {}).filter((label) => typeof label === 'string');
  return {
    side,
    patch,
    channels: reader.readNumber('num_channels', 3),
    layers: reader.readNumber('num_hidden_layers'),
    heads: reader.readNumber('num_attention_heads'),
    width: reader.readNumber('hidden_size'),
    epsilon: reader.readNumber('layer_norm_eps', 1e-12),
    labels,
  };
}

async function addEmbeddings(builder: GraphBuilder, stored: Weights, { patch, width }: VitConfig, pixels: string) {
  const projection = 'embeddings.patch_embeddings.projection';
  const filters = [await stored.addTensor(`${projection}.weight`), await stored.addTensor(`${projection}.bias`)];
  const convolved = builder.node('Conv', [pixels, ...filters], {
    kernel_shape: [patch, patch],
    strides: [patch, patch],
  });
  const flat = builder.node('Reshape', [convolved, builder.integers('flat', [0, width, -1])]);
  const patches = builder.node('Transpose', [flat], { perm: [0, 2, 1] });
  const batch = builder.node('Gather', [builder.node('Shape', [pixels]), builder.integers('batch_axis', [0])]);
  const shape = builder.node('Concat', [batch, builder.integers('token_shape', [1, width])], { axis: 0 });
  const token = builder.node('Expand', [await stored.addTensor('embeddings.cls_token'), shape]);
  const tokens = builder.node('Concat', [token, patches], { axis: 1 });
  return builder.node('Add', [tokens, await stored.addTensor('embeddings.position_embeddings')]);
}

interface LayerInputs {
  readonly hidden: string;
  readonly prefix: string;
}

/** Adds a layer that normalises its inputs, unlike those of BERT. */
async function addLayer(
  builder: GraphBuilder,
  stored: Weights,
  { heads: count, width, epsilon }: VitConfig,
  { hidden, prefix }: LayerInputs,
): Promise<string> {
  const self = `${prefix}.attention.attention`;
  const heads = addHeads(builder, count, width, self);
  const normalised = await addLayerNorm(builder, stored, `${prefix}.layernorm_before`, epsilon, hidden);
  const addProjection = async (name: string, isTransposed = false) =>
    addHeadSplit(builder, await addDense(builder, stored, `${self}.${name}`, normalised), heads, isTransposed);
  const [query, key, value] = [
    await addProjection('query'),
    await addProjection('key', true),
    await addProjection('value'),
  ];
  const joined = addAttention(builder, { query, key, value }, heads);
  const attended = builder.node('Add', [
    await addDense(builder, stored, `${prefix}.attention.output.dense`, joined),
    hidden,
  ]);
  const input = await addLayerNorm(builder, stored, `${prefix}.layernorm_after`, epsilon, attended);
  const intermediate = addGelu(builder, await addDense(builder, stored, `${prefix}.intermediate.dense`, input), prefix);
  return builder.node('Add', [await addDense(builder, stored, `${prefix}.output.dense`, intermediate), attended]);
}

/** The crop fraction of transformers’ image processor for ViT, which resizes the image without cropping. */
const cropRatio = 1;

/**
 * Writes labels and pre-processing into the metadata. Labels that occur twice, as in ImageNet, get the number of their
 * class as a suffix.
 */
function withMetadata(model: OnnxModel, labels: readonly string[], pixels: PixelNormalisation): OnnxModel {
  const unique = labels.map((label, id) => (labels.indexOf(label) === id ? label : `${label} (${id})`));
  const entries = Object.entries(writeClassifierMetadata({ labels: unique, cropRatio, pixels }));
  model.metadata = entries.map(([key, value]) => createMessage('StringPair', { key, value }));
  return model;
}
