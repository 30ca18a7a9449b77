import type { convert as en } from '../../en/models/convert.ts';

/** Output of the command `convert`. */
export const convert: typeof en = {
  written: 'Naisulat',
  noTokenizer: (why) =>
    `Hindi na-convert ang tokenizer ng model na ito (${why}): kailangan ng Chat ng tokenizer.json sa tabi ng graph.`,
  requantised: (type) =>
    `Quantized na ang mga weight ng model na ito (${type}), kaya madaragdag ang error ng mga iyon sa bago. Mas maganda ang resulta mula sa F16 o F32 file.`,
};
