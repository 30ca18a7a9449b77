import type { FormatFault } from '#core/errors/format-fault.ts';
import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import { unknownArchitecture, type Architecture, type ExternalFile, type ModelFacts } from '#core/model/model-facts.ts';
import type { ByteSource } from '#core/model/model.ts';
import { maxTextLength, type Format, type Siblings } from '../format.ts';
import { checkFileName } from '../file-name.ts';
import { readArchitecture } from '../hub-config.ts';
import { asArray, asNonNegativeInteger, asObject, asString, readJson, type JsonObject } from '../json.ts';
import { emptyGraphFacts } from '../empty-graph-facts.ts';
import { sumSizes } from '../external-files.ts';
import { parseQuantisationName } from './mlc-quantisation.ts';
import { readTensorCache } from './tensor-cache.ts';

const configName = 'mlc-chat-config.json';
/** The second name is used by web-llm models before 2025. */
const cacheNames = ['tensor-cache.json', 'ndarray-cache.json'];
/** Maximum characters of a conversation template in the facts. Heuristic, not measured. */
const maxTemplateLength = 65_536;

/** MLC: `mlc-chat-config.json` describes the model, `tensor-cache.json` lists the weights in each shard. */
export const mlc: Format = {
  id: 'mlc',
  matches(head) {
    const text = new TextDecoder().decode(head);
    if (!/^\s*\{/.test(text)) return false;
    const isConfig = /"model_type"\s*:/.test(text) && /"quantization"\s*:\s*"/.test(text);
    return isConfig || (/"records"\s*:/.test(text) && /"dataPath"\s*:/.test(text));
  },
  readFacts,
};

async function readFacts(source: ByteSource, name: string, siblings: Siblings = new Map()): Promise<ModelFacts> {
  const json = await readObject(source);
  const isCache = Array.isArray(json.records);
  const config = isCache ? await readSibling([configName], siblings) : json;
  const cache = isCache ? json : await readSibling(cacheNames, siblings);
  const weights = cache && readTensorCache(cache);
  const quantisationName = config && asString(config.quantization);
  const externalFiles = listOtherFiles();
  const template = asObject(config?.conv_template);
  const tokenizerFiles = asArray(config?.tokenizer_files).flatMap((file) => asString(file) ?? []);
  return {
    format: 'mlc',
    formatVersion: config ? asString(config.version) : null,
    producer: null,
    name: null,
    sizeBytes: sumSizes(source.size, externalFiles),
    parameters: weights?.parameters ?? null,
    weights: weights?.tally.weights ?? [],
    weightBytes: weights?.tally.bytes ?? null,
    ...emptyGraphFacts,
    quantisation: parseQuantisationName(quantisationName, weights?.bitsPerWeight ?? null),
    architecture: config ? readMlcArchitecture(config) : unknownArchitecture,
    tokenizer: tokenizerFiles[0]
      ? { model: tokenizerFiles[0], vocabulary: asNonNegativeInteger(config?.vocab_size) }
      : null,
    chatTemplate: template ? JSON.stringify(template).slice(0, maxTemplateLength) : null,
    licence: null,
    externalFiles,
    flops: null,
    flopsBasis: { code: 'compiled-graph' },
    nodes: [],
    metadata: config ? toMetadata(config) : {},
  };

  function listOtherFiles(): ExternalFile[] {
    const descriptions = isCache
      ? [configName]
      : [cacheNames.find((file) => siblings.has(file)) ?? 'tensor-cache.json'];
    const tokenizers = asArray(config?.tokenizer_files).map((file) =>
      checkFileName(asString(file) ?? fail({ reason: 'entry-invalid', entry: 'tokenizer_files' }), 'mlc'),
    );
    const otherFiles = [...descriptions, ...tokenizers].filter((file) => file !== name);
    return [
      ...otherFiles.map((file) => ({ name: file, sizeBytes: siblings.get(file)?.size ?? null })),
      ...(weights?.shards ?? []),
    ];
  }
}

/** `model_config` has the keys of the Hub's config.json; the context window of the build replaces that of the model. */
function readMlcArchitecture(config: JsonObject): Architecture {
  const inner = asObject(config.model_config) ?? config;
  const name = asString(config.model_type);
  const architecture = readArchitecture(
    { ...inner, model_type: name, architectures: [] },
    { family: 'decoder', evidence: [{ code: 'entry', file: configName, key: 'model_type', value: name ?? '' }] },
  );
  return {
    ...architecture,
    contextLength: asNonNegativeInteger(config.context_window_size) ?? architecture.contextLength,
    vocabulary: asNonNegativeInteger(config.vocab_size) ?? architecture.vocabulary,
    slidingWindow: asNonNegativeInteger(config.sliding_window_size) ?? asNonNegativeInteger(inner.sliding_window_size),
  };
}

async function readSibling(names: readonly string[], siblings: Siblings): Promise<JsonObject | null> {
  for (const name of names) {
    const file = siblings.get(name);
    if (file) return readObject(file);
  }
  return null;
}

async function readObject(source: ByteSource): Promise<JsonObject> {
  return asObject(await readJson(source, 'mlc')) ?? fail({ reason: 'json-not-object' });
}

function toMetadata(config: JsonObject): Record<string, string> {
  const scalars = Object.entries(config).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(scalars.map(([key, value]) => [key, String(value).slice(0, maxTextLength)]));
}

function fail(fault: FormatFault): never {
  throw createCorruptModelError('mlc', fault);
}
