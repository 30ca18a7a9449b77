/** Classes by colour. Class 255 is VOC's void (object borders), whose colour follows from the same rule. */
const classByColour = new Map(Array.from({ length: 256 }, (_, id) => [computeClassColour(id), id]));

/**
 * Computes the 24-bit colour of a class in Pascal VOC's colour map: the bits of the class id, lowest first, are
 * assigned to red, green and blue in turn, from the highest bit down (VOC development kit, VOClabelcolormap).
 */
function computeClassColour(id: number): number {
  let colour = 0;
  for (let bit = 0; bit < 8; bit++) {
    const channel = bit % 3;
    colour |= ((id >> bit) & 1) << (23 - 8 * channel - Math.floor(bit / 3));
  }
  return colour;
}

/** Returns the class of a colour in Pascal VOC's colour map, or `null`. */
export function findVocClass(red: number, green: number, blue: number): number | null {
  return classByColour.get((red << 16) | (green << 8) | blue) ?? null;
}
