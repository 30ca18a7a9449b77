/** What a conversion prints. */
export const convert = {
  written: 'Written',
  requantised: (type: string) =>
    `Weights of this model are quantised already (${type}): their error adds to the new one. A file in F16 or F32 gives a better result.`,
};
