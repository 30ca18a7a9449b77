import type * as en from '../../en/models/convert.ts';

/** Output of the command `convert`. */
export const convert: typeof en.convert = {
  written: 'Imeandikwa',
  noTokenizer: (why) =>
    `Kigawa tokeni cha modeli hii hakikuweza kugeuzwa (${why}): Gumzo linahitaji tokenizer.json kando ya grafu.`,
  requantised: (type) =>
    `Uzito wa modeli hii tayari umekwantishwa (${type}), kwa hivyo kosa lake huongezeka juu ya lile jipya. Faili ya F16 au F32 hutoa tokeo bora zaidi.`,
};
