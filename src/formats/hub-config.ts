import type { FactEvidence } from '#core/model/fact-evidence.ts';
import {
  unknownArchitecture,
  type Architecture,
  type ArchitectureFamily,
  type Quantisation,
} from '#core/model/model-facts.ts';
import { asArray, asNonNegativeInteger, asObject, asString, type JsonObject } from './json.ts';

interface FamilyFacts {
  readonly family: ArchitectureFamily | null;
  readonly evidence: readonly FactEvidence[];
}

/**
 * Reads the architecture from the `config.json` in a model's folder (the keys of the transformers library).
 * @param known the family, if the caller knows it
 */
export function readArchitecture(config: JsonObject, known?: FamilyFacts): Architecture {
  const name = asString(asArray(config.architectures)[0]) ?? asString(config.model_type);
  const layers = readFirst('num_hidden_layers', 'n_layer', 'num_layers', 'decoder_layers');
  const heads = readFirst('num_attention_heads', 'n_head', 'decoder_attention_heads');
  const embeddingLength = readFirst('hidden_size', 'n_embd', 'd_model');
  const keyValueHeads = readFirst('num_key_value_heads') ?? heads;
  const headSize = readFirst('head_dim') ?? (embeddingLength !== null && heads ? embeddingLength / heads : null);
  const family = known ?? readFamily(config, name);
  const experts = readFirst('num_local_experts', 'num_experts');
  return {
    ...unknownArchitecture,
    ...family,
    name,
    layers,
    heads,
    keyValueHeads,
    contextLength: readFirst('max_position_embeddings', 'n_positions', 'max_target_positions'),
    embeddingLength,
    feedForwardLength: readFirst('intermediate_size', 'n_inner', 'decoder_ffn_dim'),
    vocabulary: readFirst('vocab_size'),
    ropeBase: typeof config.rope_theta === 'number' ? config.rope_theta : null,
    experts: experts ? { total: experts, used: readFirst('num_experts_per_tok') } : null,
    slidingWindow: config.use_sliding_window === false ? null : readFirst('sliding_window'),
    cacheElementsPerToken:
      family.family === 'decoder' && layers !== null && keyValueHeads !== null && headSize !== null
        ? layers * keyValueHeads * headSize * 2
        : null,
  };

  function readFirst(...keys: string[]): number | null {
    for (const key of keys) {
      const value = asNonNegativeInteger(config[key]);
      if (value !== null) return value;
    }
    return null;
  }
}

const families: readonly (readonly [RegExp, ArchitectureFamily])[] = [
  [/Whisper|Wav2Vec2|ForCTC|SpeechSeq2Seq/, 'speech'],
  [/ForObjectDetection/, 'detector'],
  [/Segmentation/, 'segmenter'],
  [/ViT|Swin|DeiT|CLIPVision/, 'vision-transformer'],
  [/CausalLM|LMHeadModel/, 'decoder'],
  [/ConditionalGeneration|T5|Bart|Marian/, 'encoder-decoder'],
  [/Bert|ForMaskedLM|MPNet|ForSequenceClassification/i, 'encoder'],
  [/StaticModel|model2vec/i, 'embedding-table'],
];

function readFamily(config: JsonObject, name: string | null): FamilyFacts {
  const file = 'config.json';
  const evidence: readonly FactEvidence[] = [
    name === null
      ? { code: 'no-entry', file, key: 'architectures' }
      : { code: 'entry', file, key: 'architectures', value: name },
  ];
  if (config.is_encoder_decoder === true && !/Whisper/.test(name ?? '')) {
    return {
      family: 'encoder-decoder',
      evidence: [...evidence, { code: 'entry', file, key: 'is_encoder_decoder', value: 'true' }],
    };
  }
  return { family: families.find(([pattern]) => pattern.test(name ?? ''))?.[1] ?? null, evidence };
}

/** Reads `quantization_config` (GPTQ, AWQ, bitsandbytes) or `quantization` (MLX); `null` if the config has neither. */
export function readQuantisation(
  config: JsonObject,
): Pick<Quantisation, 'kind' | 'name' | 'blockSize' | 'evidence'> | null {
  const declared = asObject(config.quantization_config) ?? asObject(config.quantization);
  if (!declared) return null;
  const bits =
    asNonNegativeInteger(declared.bits) ??
    (declared.load_in_4bit === true ? 4 : declared.load_in_8bit === true ? 8 : null);
  const method = asString(declared.quant_method) ?? 'mlx';
  return {
    kind: bits === 4 ? 'int4-blocks' : 'weights-only',
    name: bits === null ? method : `${method} ${bits}-bit`,
    blockSize: asNonNegativeInteger(declared.group_size),
    evidence: [{ code: 'entry', file: 'config.json', key: 'quantization_config', value: method }],
  };
}
