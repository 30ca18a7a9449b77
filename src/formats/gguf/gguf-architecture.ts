import type { FactEvidence } from '#core/model/fact-evidence.ts';
import { unknownArchitecture, type Architecture, type ArchitectureFamily } from '#core/model/model-facts.ts';
import type { GgufArray, GgufHeader, GgufValue } from './read-gguf-header.ts';

/** Reads the architecture from the keys of the GGUF specification: `<architecture>.block_count` and so on. */
export function readArchitecture({ metadata }: GgufHeader): Architecture {
  const name = metadata.get('general.architecture');
  if (typeof name !== 'string') return unknownArchitecture;
  const getEntry = (key: string): GgufValue | undefined => metadata.get(`${name}.${key}`);
  const readNumber = (key: string): number | null => findLargest(getEntry(key));

  const layers = readNumber('block_count');
  const heads = readNumber('attention.head_count');
  const embeddingLength = readNumber('embedding_length');
  const tokens = metadata.get('tokenizer.ggml.tokens');
  const experts = readNumber('expert_count');
  const causal = getEntry('attention.causal');
  return {
    ...detectFamily(name, causal, heads),
    name,
    layers,
    heads,
    keyValueHeads: readNumber('attention.head_count_kv') ?? heads,
    contextLength: readNumber('context_length'),
    embeddingLength,
    feedForwardLength: readNumber('feed_forward_length'),
    vocabulary: readNumber('vocab_size') ?? (isArray(tokens) ? tokens.length : null),
    ropeBase: readNumber('rope.freq_base'),
    experts: experts ? { total: experts, used: readNumber('expert_used_count') } : null,
    slidingWindow: readNumber('attention.sliding_window'),
    cacheElementsPerToken: causal === false ? null : countCacheElements(),
  };

  /** Counts the elements per token. As in llama.cpp, head sizes default to embedding_length / head_count. */
  function countCacheElements(): number | null {
    const counts = getEntry('attention.head_count_kv') ?? heads;
    const headSize = embeddingLength !== null && heads ? embeddingLength / heads : null;
    const keyLength = readNumber('attention.key_length') ?? headSize;
    const valueLength = readNumber('attention.value_length') ?? headSize;
    if (layers === null || keyLength === null || valueLength === null) return null;
    if (typeof counts === 'number') return layers * counts * (keyLength + valueLength);
    if (counts === null || !isArray(counts) || counts.items?.length !== layers) return null;
    return counts.items.reduce<number>((sum, item) => sum + Number(item) * (keyLength + valueLength), 0);
  }
}

function detectFamily(
  name: string,
  causal: GgufValue | undefined,
  heads: number | null,
): { family: ArchitectureFamily | null; evidence: readonly FactEvidence[] } {
  const createEvidence = (key: string, value: string) => ({ code: 'entry', file: null, key, value }) as const;
  const evidence = [createEvidence('general.architecture', name)];
  if (causal === false)
    return { family: 'encoder', evidence: [...evidence, createEvidence('attention.causal', 'false')] };
  if (/bert|t5encoder/.test(name)) return { family: 'encoder', evidence };
  if (name.startsWith('t5')) return { family: 'encoder-decoder', evidence };
  if (name === 'whisper') return { family: 'speech', evidence };
  if (name === 'clip') return { family: 'vision-transformer', evidence };
  if (/^(mamba|rwkv)/.test(name)) return { family: 'recurrent', evidence };
  if (heads) return { family: 'decoder', evidence: [...evidence, { code: 'causal-by-default' }] };
  return { family: null, evidence };
}

const isArray = (value: GgufValue | undefined): value is GgufArray => typeof value === 'object';

/** Returns a number, or the maximum of one number per layer, as in hybrid models. */
function findLargest(value: GgufValue | undefined): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || !value.items?.length) return null;
  const numbers = value.items.filter((item) => typeof item === 'number');
  return numbers.length === value.items.length ? Math.max(...numbers) : null;
}
