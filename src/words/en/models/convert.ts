/** Output of the command `convert`. */
export const convert = {
  written: 'Written',
  noTokenizer: (why: string) =>
    `The tokenizer of this model could not be converted (${why}): Chat needs a tokenizer.json next to the graph.`,
  requantised: (type: string) =>
    `Some weights of this model are already quantised (${type}), so their error adds to the new one. An F16 or F32 file gives a better result.`,
};
