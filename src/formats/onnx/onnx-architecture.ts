import type { FactEvidence } from '#core/model/fact-evidence.ts';
import { unknownArchitecture, type Architecture, type ValueFacts } from '#core/model/model-facts.ts';
import type { Shape } from '#graph/value.ts';
import { detectArchitecture } from '../operator-architecture.ts';
import { findImageAxes } from '../image-size.ts';
import type { InferredNode } from './infer-shapes.ts';

/** The data for detecting the family: inputs and outputs, nodes with inferred shapes, operator counts. */
interface GraphView {
  readonly inputs: readonly ValueFacts[];
  readonly outputs: readonly ValueFacts[];
  readonly nodes: readonly InferredNode[];
  readonly operators: Readonly<Record<string, number>>;
  /** Names of stored tensors. */
  readonly stored: ReadonlySet<string>;
}

type FamilyDetector = (view: GraphView) => Partial<Architecture> | null;

/** Detects the family with its evidence, most specific first: ONNX does not specify it. */
export function inferArchitecture(view: GraphView): Architecture {
  for (const detect of [detectTextModel, detectSpeechModel, detectVisionModel]) {
    const architecture = detect(view);
    if (architecture) return { ...unknownArchitecture, ...architecture };
  }
  return detectArchitecture(view.operators);
}

const asNumber = (size: Shape[number] | undefined): number | null => (typeof size === 'number' ? size : null);

/** Detects models with token ids as input: decoders by their cache or causal mask, encoder-decoders, and encoders. */
const detectTextModel: FamilyDetector = (view) => {
  const ids = view.inputs.find(
    ({ name, dtype }) => dtype.startsWith('int') && /(^|_)(input_ids|ids|tokens)$/i.test(name),
  );
  if (!ids) return null;
  const aliases = findAliases(ids.name, view.nodes);
  const table = view.nodes.find(
    ({ node }) =>
      /^Gather(BlockQuantized)?$/.test(node.opType) &&
      view.stored.has(node.inputs[0] ?? '') &&
      aliases.has(node.inputs[1] ?? ''),
  );
  const [vocabulary, embeddingLength] = table?.inputs[0]?.shape ?? [];
  const attention = findAttention(view);
  const cache = findCache(view);
  const facts = {
    layers: cache?.layers ?? attention.layers,
    heads: attention.heads,
    keyValueHeads: cache ? cache.heads : attention.heads,
    vocabulary: asNumber(vocabulary),
    embeddingLength: asNumber(embeddingLength),
    cacheElementsPerToken: cache?.elementsPerToken ?? null,
  };
  const encoderStates = view.inputs.find(({ name }) => /encoder_hidden_states|encoder_outputs/.test(name));
  const tokens = { code: 'input', name: ids.name } as const;
  if (encoderStates) {
    return { ...facts, family: 'encoder-decoder', evidence: [tokens, { code: 'input', name: encoderStates.name }] };
  }
  if (cache) return { ...facts, family: 'decoder', evidence: [tokens, cache.evidence] };
  const logits = view.outputs.find(({ name, shape }) => name === 'logits' && shape?.length === 3);
  if (logits && Object.keys(view.operators).includes('Trilu')) {
    const evidence = [tokens, { code: 'causal-mask' }, { code: 'logits-for-every-token' }] as const;
    return { ...facts, family: 'decoder', evidence };
  }
  if (attention.layers === null) return null;
  return { ...facts, family: 'encoder', evidence: [tokens, attention.evidence, { code: 'no-cache' }] };
};

/** Finds the names of a value in other shapes and types, including `name`. */
function findAliases(name: string, nodes: readonly InferredNode[]): ReadonlySet<string> {
  const aliases = new Set([name]);
  for (const { node, operator } of nodes) {
    const isAlias = /^(Reshape|Cast|Unsqueeze|Squeeze|Identity)$/.test(operator) && aliases.has(node.inputs[0] ?? '');
    if (isAlias && node.outputs[0]) aliases.add(node.outputs[0]);
  }
  return aliases;
}

const selectFourAxes = (values: readonly ValueFacts[]) => values.filter(({ shape }) => shape?.length === 4);

/** Finds the KV cache passed between runs, each tensor [batch, heads, tokens, head size]; `null` if there is none. */
function findCache({ inputs, outputs }: GraphView) {
  const past = selectFourAxes(inputs).filter(({ name }) => /past|cache/i.test(name));
  const tensors = past.length > 0 ? past : selectFourAxes(outputs).filter(({ name }) => /present|cache/i.test(name));
  if (tensors.length === 0) return null;
  const sizes = tensors.map(({ shape }) =>
    typeof shape?.[1] === 'number' && typeof shape[3] === 'number' ? shape[1] * shape[3] : null,
  );
  return {
    layers: Math.ceil(tensors.length / 2),
    heads: asNumber(tensors[0]?.shape?.[1]),
    elementsPerToken: sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0),
    evidence: {
      code: 'cache',
      side: past.length > 0 ? 'inputs' : 'outputs',
      tensors: tensors.length,
      first: tensors[0]?.name.slice(0, 80) ?? '',
    } satisfies FactEvidence,
  };
}

/** Finds attention, one per layer: fused operators, otherwise softmaxes over [batch, heads, queries, keys]. */
function findAttention({ nodes }: GraphView) {
  const fused = nodes.filter(({ node }) => /^(\w+Attention|Attention)$/.test(node.opType));
  const softmaxes = nodes.filter(({ node, inputs }) => node.opType === 'Softmax' && inputs[0]?.shape?.length === 4);
  const attentions = fused.length > 0 ? fused : softmaxes;
  const heads = fused[0]?.attributes.int('num_heads') ?? asNumber(softmaxes[0]?.inputs[0]?.shape?.[1]);
  const evidence = { code: 'attention-layers', count: attentions.length } satisfies FactEvidence;
  return { layers: attentions.length || null, heads: heads ?? null, evidence };
}

const detectSpeechModel: FamilyDetector = ({ inputs, operators }) => {
  const input = inputs.find(({ name }) => /audio|wave(form)?|speech|mel|input_features|^sr$|sample_rate/i.test(name));
  const operator = ['STFT', 'MelWeightMatrix', 'DFT'].find((name) => operators[name]);
  if (input) return { family: 'speech', evidence: [{ code: 'input', name: input.name }] };
  if (operator === undefined) return null;
  return { family: 'speech', evidence: [{ code: 'operator', name: operator, count: operators[operator] ?? 0 }] };
};

/** Detects models with an image input by their outputs. */
const detectVisionModel: FamilyDetector = (view) => {
  const { outputs, operators } = view;
  const image = view.inputs.find((input) => findImageAxes(input) !== null);
  if (!image?.shape || operators.NonMaxSuppression) return null;
  const convolutions = Object.keys(operators).reduce(
    (sum, name) => sum + (/Conv/.test(name) ? (operators[name] ?? 0) : 0),
    0,
  );
  const { layers, heads, evidence } = findAttention(view);
  const imageEvidence = { code: 'input', name: image.name } as const;
  const createDetector = ({ name, shape }: ValueFacts): Partial<Architecture> => ({
    family: 'detector',
    evidence: [imageEvidence, { code: 'output', name, shape: shape?.join(',') ?? '?' }],
  });
  const boxes = outputs.find(({ name }) => /box|(^|_)loc$|detection|regressor/i.test(name));
  const isTransformer = layers !== null && layers >= 4 && convolutions < layers;
  if (boxes && convolutions > 0) return { ...createDetector(boxes), ...(isTransformer && { layers, heads }) };
  if (isTransformer) return { family: 'vision-transformer', evidence: [imageEvidence, evidence], layers, heads };
  if (convolutions === 0) return null;
  const candidates = outputs.find(isCandidateTable);
  if (candidates) return createDetector(candidates);
  const [only] = outputs;
  if (outputs.length !== 1 || !only?.shape?.includes(1) || formatSides(only.shape) !== formatSides(image.shape))
    return null;
  return { family: 'segmenter', evidence: [imageEvidence, { code: 'output-size-of-input', name: only.name }] };
};

/**
 * Whether an output is a table of candidate boxes: three axes, one of 100 or more, one of 5 to 199. Heuristic, not
 * measured.
 */
function isCandidateTable({ shape }: ValueFacts): boolean {
  const sizes = shape?.length === 3 ? shape.map(Number) : [];
  return sizes.some((size) => size >= 100) && sizes.some((size) => size >= 5 && size < 200);
}

/** Formats height and width in sorted order for comparison; sizes up to 4 are assumed to be batch or channels. */
function formatSides(shape: Shape): string {
  return shape
    .filter((size) => typeof size === 'number' && size > 4)
    .sort()
    .join();
}
