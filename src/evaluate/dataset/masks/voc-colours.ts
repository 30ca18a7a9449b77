/** Class by colour. Class 255 is VOC's void, the borders of objects, whose colour follows from the same rule. */
const classes = new Map(Array.from({ length: 256 }, (_, id) => [computeClassColour(id), id]));

/**
 * Colour of a class in Pascal VOC's colour map, as 24 bits: the bits of the class id, lowest first, go to red, green
 * and blue in turn, from the highest bit down (VOC development kit, VOClabelcolormap).
 */
function computeClassColour(id: number): number {
  let colour = 0;
  for (let bit = 0; bit < 8; bit++) {
    const channel = bit % 3;
    colour |= ((id >> bit) & 1) << (23 - 8 * channel - Math.floor(bit / 3));
  }
  return colour;
}

/** The class of a pixel by its colour in Pascal VOC's colour map; `null` for another colour. */
export function findVocClass(red: number, green: number, blue: number): number | null {
  return classes.get((red << 16) | (green << 8) | blue) ?? null;
}
