/** Text on a class colour. */
export const labelInk = '#16140d';

/** The colour of a class: the same in every image, bright enough for {@link labelInk} in both colour schemes. */
export function getLabelColour(label: string): string {
  let hash = 2_166_136_261; // FNV-1a
  for (const character of label) hash = Math.imul(hash ^ character.codePointAt(0)!, 16_777_619);
  return `hsl(${(hash >>> 0) % 360} 80% 72%)`;
}
