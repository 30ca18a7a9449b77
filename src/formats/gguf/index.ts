import type { Architecture, ModelFacts, NodeFacts, Quantisation } from '#core/model/model-facts.ts';
import type { ByteSource } from '#core/model/model.ts';
import { WeightCounts, findDominantWeightType } from '#graph/weight-counts.ts';
import { maxTextLength, type Format, type Siblings } from '../format.ts';
import { emptyGraphFacts } from '../empty-graph-facts.ts';
import { listOtherShards, parsePartCount } from '../shards.ts';
import { sumSizes } from '../external-files.ts';
import { openGgufGraph, type PlacedTensor } from './open-gguf-graph.ts';
import { readArchitecture } from './gguf-architecture.ts';
import { fileTypes } from './ggml-types.ts';
import { hasGgufMagic, readGgufHeader, type GgufHeader, type GgufTensor, type GgufValue } from './read-gguf-header.ts';

/** GGUF, the format of llama.cpp: metadata and quantised weights without a graph. Reads a split model with its siblings. */
export const gguf: Format = {
  id: 'gguf',
  matches: hasGgufMagic,
  readFacts,
  async readGraph(source, name, siblings) {
    const { tensors, header } = await readTensors(source, name, siblings);
    const costs = toLayers(tensors, readArchitecture(header)).map((layer) => [layer.name, layer.flops] as const);
    return openGgufGraph(tensors, new Map(costs));
  },
};

/** The template that engines use by default. */
const templateKey = 'tokenizer.chat_template';
/**
 * The maximum length of a metadata array in the facts; of longer arrays, only the length is included. Heuristic, not
 * measured.
 */
const maxItems = 64;

async function readFacts(source: ByteSource, name: string, siblings: Siblings = new Map()): Promise<ModelFacts> {
  const { header, tensors, externalFiles } = await readTensors(source, name, siblings);
  const { metadata } = header;
  const tally = new WeightCounts('gguf');
  for (const tensor of tensors) tally.add(tensor.type, tensor.parameters, tensor.bytes);
  const architecture = readArchitecture(header);
  const nodes = toLayers(tensors, architecture);
  return {
    format: 'gguf',
    formatVersion: String(header.version),
    producer: asText(metadata.get('general.quantized_by')) ?? asText(metadata.get('general.author')),
    name: asText(metadata.get('general.name')),
    sizeBytes: sumSizes(source.size, externalFiles),
    parameters: tally.parameters,
    weights: tally.weights,
    weightBytes: tally.bytes,
    ...emptyGraphFacts,
    quantisation: detectQuantisation(metadata, tally),
    architecture,
    tokenizer: readTokenizer(metadata),
    chatTemplate: asText(metadata.get(templateKey)),
    licence: asText(metadata.get('general.license')),
    externalFiles,
    flops: nodes.length > 0 ? nodes.reduce((sum, node) => sum + (node.flops ?? 0), 0) : null,
    flopsBasis: nodes.length > 0 ? { code: 'per-token' } : { code: 'no-weights' },
    nodes,
    metadata: Object.fromEntries(
      [...metadata].filter(([key]) => key !== templateKey).map(([key, value]) => [key, formatMetadata(key, value)]),
    ),
  };
}

/** Reads the header of the first file and the tensors of all available parts of a split model. */
async function readTensors(source: ByteSource, name: string, siblings: Siblings) {
  const header = await readGgufHeader(source);
  // `split.count` must match the file name.
  const isSplit = parsePartCount(name, 'gguf') === header.metadata.get('split.count');
  const externalFiles = isSplit ? listOtherShards(name, 'gguf', siblings) : [];
  const parts = [{ source, tensors: header.tensors }];
  for (const part of externalFiles) {
    const sibling = siblings.get(part.name);
    if (sibling) parts.push({ source: sibling, tensors: (await readGgufHeader(sibling)).tensors });
  }
  const tensors = parts.flatMap((part): PlacedTensor[] =>
    part.tensors.map((tensor) => ({ ...tensor, source: part.source })),
  );
  return { header, tensors, externalFiles };
}

function detectQuantisation(metadata: GgufHeader['metadata'], tally: WeightCounts): Quantisation {
  const fileType = metadata.get('general.file_type');
  const recipe = typeof fileType === 'number' ? (fileTypes.get(fileType) ?? null) : null;
  const mainDtype = tally.weights[0]?.dtype ?? null;
  const kinds: Record<string, Quantisation['kind']> = { F32: 'none', F64: 'none', F16: 'float16', BF16: 'bfloat16' };
  const kind = mainDtype === null ? 'unknown' : (kinds[mainDtype] ?? 'gguf');
  const titles = ['general.name', 'general.basename', 'general.finetune'].map((key) => asText(metadata.get(key)) ?? '');
  return {
    kind,
    name: kind === 'gguf' ? (recipe ?? mainDtype) : mainDtype,
    blockSize: null,
    bitsPerWeight: tally.bitsPerWeight,
    quantisationAware: titles.some((title) => /\bqat\b/i.test(title)) ? true : null,
    evidence: [
      kind === 'gguf' && recipe
        ? { code: 'entry', file: null, key: 'general.file_type', value: `${String(fileType)} (${recipe})` }
        : findDominantWeightType(tally),
    ],
  };
}

/**
 * One entry per block and one for the output: two operations per weight of a matrix, experts scaled by the active
 * fraction. The embedding table is looked up, not multiplied, unless it is also the output matrix (tied embeddings): in
 * a model that outputs token probabilities and has no `output.weight`.
 */
function toLayers(tensors: readonly GgufTensor[], { family, experts }: Architecture): NodeFacts[] {
  const isTied = family !== 'encoder' && !tensors.some((tensor) => tensor.name === 'output.weight');
  const layers = new Map<string, { flops: number; weightBytes: number; matrixWeights: Record<string, number> }>();
  for (const tensor of tensors) {
    const isLookup = /^(token_embd|token_types|position_embd)/.test(tensor.name);
    if (isLookup && !(isTied && tensor.name === 'token_embd.weight')) continue;
    const layer = /^\w+\.blk\.\d+|^blk\.\d+/.exec(tensor.name)?.[0] ?? 'output';
    const fraction = /_exps\b/.test(tensor.name) && experts?.used ? experts.used / experts.total : 1;
    const sum = layers.get(layer) ?? { flops: 0, weightBytes: 0, matrixWeights: {} };
    if (tensor.dims.length > 1) {
      sum.flops += 2 * tensor.parameters * fraction;
      sum.matrixWeights[tensor.type] = (sum.matrixWeights[tensor.type] ?? 0) + tensor.parameters * fraction;
    }
    sum.weightBytes += tensor.bytes * fraction;
    layers.set(layer, sum);
  }
  return [...layers].map(([name, { flops, weightBytes, matrixWeights }]) => ({
    name,
    operator: 'Layer',
    flops,
    weightBytes,
    activationBytes: null,
    outputShape: null,
    matrixWeights,
  }));
}

function readTokenizer(metadata: GgufHeader['metadata']): ModelFacts['tokenizer'] {
  const model = asText(metadata.get('tokenizer.ggml.model'));
  const tokens = metadata.get('tokenizer.ggml.tokens');
  return model === null ? null : { model, vocabulary: typeof tokens === 'object' ? tokens.length : null };
}

const asText = (value: GgufValue | undefined): string | null => (typeof value === 'string' && value ? value : null);

/**
 * A metadata value as text, truncated to {@link maxTextLength}. Further chat templates
 * (`tokenizer.chat_template.tool_use`) are not truncated, since part of a template is useless.
 */
function formatMetadata(key: string, value: GgufValue): string {
  if (typeof value === 'string' && key.startsWith(`${templateKey}.`)) return value;
  if (typeof value !== 'object') return String(value).slice(0, maxTextLength);
  if (value.items === null || value.items.length > maxItems) return `array[${value.length}]`;
  return value.items.map(String).join(', ').slice(0, maxTextLength);
}
