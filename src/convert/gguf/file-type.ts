import type { EncodableType } from '#formats/gguf/blocks/quantise.ts';
import { ggmlTypesByName } from '#formats/gguf/ggml-types.ts';
import type { GgufTensor } from '#formats/gguf/read-gguf-header.ts';

/** File types of llama.cpp: the number in `general.file_type`, and the type of most tensors. */
export const fileTypes = {
  f16: { number: 1, type: 'F16' },
  q4_0: { number: 2, type: 'Q4_0' },
  q8_0: { number: 7, type: 'Q8_0' },
  q4_k_m: { number: 15, type: 'Q4_K' },
  q6_k: { number: 18, type: 'Q6_K' },
} as const satisfies Readonly<Record<string, { readonly number: number; readonly type: EncodableType }>>;
export type FileTypeId = keyof typeof fileTypes;

/** Tensors that llama.cpp leaves in float32 (`tensor_allows_quantization` in llama-quant.cpp). */
const unquantisedNames =
  /_norm\.weight$|ffn_gate_inp\.weight|altup|laurel|per_layer_model_proj|^position_embd|^token_types|ssm_conv1d|shortconv\.conv|time_mix_|attn_rel_b|\.position_embd|patch_embd/;

function isQuantisable({ name, dims }: Pick<GgufTensor, 'name' | 'dims'>): boolean {
  return name.endsWith('weight') && dims.slice(1).some((size) => size > 1) && !unquantisedNames.test(name);
}

/**
 * Chooses the type of each tensor as llama.cpp does without an importance matrix (`llama_tensor_get_type` in
 * llama-quant.cpp). Models with experts are not supported. Tensors missing from the result keep their type.
 */
export function chooseTensorTypes(
  tensors: readonly Pick<GgufTensor, 'name' | 'dims'>[],
  id: FileTypeId,
): ReadonlyMap<string, EncodableType> {
  const { type } = fileTypes[id];
  const isTied = !tensors.some(({ name }) => name === 'output.weight');
  const sensitiveTensors = id === 'q4_k_m' ? listSensitiveTensors(tensors) : new Set<string>();
  const types = tensors.filter(isQuantisable).map(({ name, dims }): [string, EncodableType] => {
    const [width = 1] = dims;
    const isOutput = name === 'output.weight' || (isTied && name === 'token_embd.weight');
    if (type === 'F16') return [name, type];
    if (isOutput && width % ggmlTypesByName[type].block !== 0) return [name, fitType('Q8_0', width)];
    const needsMoreBits = sensitiveTensors.has(name) || (isOutput && type !== 'Q8_0');
    return [name, fitType(needsMoreBits ? 'Q6_K' : type, width)];
  });
  return new Map(types);
}

/**
 * Lists the attention value and feed-forward down projections of the first and last eighth of the layers and of every
 * third layer in between.
 */
function listSensitiveTensors(tensors: readonly Pick<GgufTensor, 'name'>[]): ReadonlySet<string> {
  const groups = [/\.attn_(v|qkv)\.weight$/, /\.ffn_down\.weight$/].map((pattern) =>
    tensors
      .filter(({ name }) => pattern.test(name))
      .map(({ name }) => ({ name, layer: Number(/^blk\.(\d+)/.exec(name)?.[1] ?? 0) }))
      .toSorted((a, b) => a.layer - b.layer),
  );
  return new Set(
    groups.flatMap((group) => group.filter((_, rank) => usesMoreBits(rank, group.length)).map(({ name }) => name)),
  );
}

function usesMoreBits(layer: number, layers: number): boolean {
  const eighth = Math.floor(layers / 8);
  return layer < eighth || layer >= Math.floor((7 * layers) / 8) || (layer - eighth) % 3 === 2;
}

/** Falls back to a type with smaller blocks if rows do not consist of whole blocks. */
function fitType(type: EncodableType, width: number): EncodableType {
  if (width % ggmlTypesByName[type].block === 0) return type;
  const smaller = type === 'Q4_K' ? 'Q5_0' : 'Q8_0';
  return width % ggmlTypesByName[smaller].block === 0 ? smaller : 'F16';
}
