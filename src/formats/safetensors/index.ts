import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import { unknownArchitecture, type ModelFacts, type Quantisation } from '#core/model/model-facts.ts';
import type { ByteSource } from '#core/model/model.ts';
import { WeightCounts, findDominantWeightType } from '#graph/weight-counts.ts';
import type { Format, Siblings } from '../format.ts';
import { readArchitecture, readQuantisation } from '../hub-config.ts';
import { asObject, readJson, type JsonObject } from '../json.ts';
import { emptyGraphFacts } from '../empty-graph-facts.ts';
import { listOtherShards } from '../shards.ts';
import { sumSizes } from '../external-files.ts';
import { readTensors } from './read-safetensors-header.ts';

/** safetensors: only named weights. The `config.json` in the same folder specifies the architecture. */
export const safetensors: Format = {
  id: 'safetensors',
  matches(head) {
    if (head.length < 10 || head[8] !== 0x7b) return false;
    const length = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
    return length >= 2n && length < 100_000_000n && (head[9] === 0x22 || head[9] === 0x7d || head[9] === 0x20);
  },
  readFacts,
};

async function readFacts(source: ByteSource, name: string, siblings: Siblings = new Map()): Promise<ModelFacts> {
  const { tensors, metadata } = await readTensors(source);
  const externalFiles = listOtherShards(name, 'safetensors', siblings);
  for (const part of externalFiles) {
    const sibling = siblings.get(part.name);
    if (sibling) tensors.push(...(await readTensors(sibling)).tensors);
  }
  const config = await readConfig(siblings);
  const tally = new WeightCounts('safetensors');
  for (const tensor of tensors) tally.add(tensor.dtype, tensor.parameters, tensor.bytes);
  return {
    format: 'safetensors',
    formatVersion: null,
    producer: null,
    name: null,
    sizeBytes: sumSizes(source.size, externalFiles),
    parameters: tally.parameters,
    weights: tally.weights,
    weightBytes: tally.bytes,
    ...emptyGraphFacts,
    quantisation: detectQuantisation(config, tally),
    architecture: config ? readArchitecture(config) : unknownArchitecture,
    tokenizer: null,
    chatTemplate: null,
    licence: metadata.license ?? null,
    externalFiles,
    flops: null,
    flopsBasis: { code: 'no-graph' },
    nodes: [],
    metadata,
  };
}

async function readConfig(siblings: Siblings): Promise<JsonObject | null> {
  const file = siblings.get('config.json');
  if (!file) return null;
  const config = asObject(await readJson(file, 'safetensors'));
  if (!config) throw createCorruptModelError('safetensors', { reason: 'file-not-object', file: 'config.json' });
  return config;
}

const kinds: Readonly<Record<string, Quantisation['kind']>> = {
  F64: 'none',
  F32: 'none',
  F16: 'float16',
  BF16: 'bfloat16',
  I8: 'weights-only',
  U8: 'weights-only',
  F8_E4M3: 'weights-only',
  F8_E5M2: 'weights-only',
};

function detectQuantisation(config: JsonObject | null, tally: WeightCounts): Quantisation {
  const mainDtype = tally.weights[0]?.dtype ?? null;
  const declared = config && readQuantisation(config);
  return {
    kind: (mainDtype !== null && kinds[mainDtype]) || 'unknown',
    name: mainDtype,
    blockSize: null,
    bitsPerWeight: declared ? null : tally.bitsPerWeight,
    quantisationAware: null,
    evidence: [findDominantWeightType(tally)],
    ...declared,
  };
}
