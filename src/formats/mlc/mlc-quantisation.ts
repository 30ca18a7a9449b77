import type { Quantisation } from '#core/model/model-facts.ts';

const file = 'mlc-chat-config.json';
const blockSizes: Readonly<Record<string, number>> = { '3': 40, '4': 32 };

/**
 * Parses MLC's scheme names: `q<weight bits>f<activation bits>[_<variant>]`, `q0` for unquantised, `e4m3`/`e5m2` for 8-bit
 * floats. Group sizes of the numbered `q4f*` and `q3f*` variants: 32 and 40 (`QUANTIZATION` of
 * mlc_llm.quantization).
 */
export function parseQuantisationName(name: string | null, bitsPerWeight: number | null): Quantisation {
  const scheme = /^q(?<bits>\d)f(?<float>16|32)(?<variant>_\d)?/.exec(name ?? '')?.groups;
  return {
    kind: getQuantisationKind(),
    name,
    blockSize: blockSizes[scheme?.variant ? (scheme.bits ?? '') : ''] ?? null,
    bitsPerWeight,
    quantisationAware: null,
    evidence: [name === null ? { code: 'no-file', file } : { code: 'entry', file, key: 'quantization', value: name }],
  };

  function getQuantisationKind(): Quantisation['kind'] {
    if (name?.startsWith('q0bf16')) return 'bfloat16';
    if (!scheme) return name?.startsWith('e') ? 'weights-only' : 'unknown';
    if (scheme.bits === '0') return scheme.float === '16' ? 'float16' : 'none';
    return scheme.bits === '4' || scheme.bits === '3' ? 'int4-blocks' : 'weights-only';
  }
}
