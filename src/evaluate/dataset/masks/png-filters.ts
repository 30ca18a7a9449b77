/**
 * Reverses the filters of all rows in place. Each row begins with its filter type (PNG specification, section 9).
 * @returns `false` if a filter type is invalid
 */
export function reverseFilters(rows: Uint8Array, height: number, rowBytes: number, pixelBytes: number): boolean {
  for (let y = 0; y < height; y++) {
    const start = y * (rowBytes + 1) + 1;
    const filter = rows[start - 1]!;
    if (filter > 4) return false;
    for (let x = 0; x < rowBytes; x++) {
      const index = start + x;
      const left = x < pixelBytes ? 0 : rows[index - pixelBytes]!;
      const up = y === 0 ? 0 : rows[index - rowBytes - 1]!;
      const upLeft = x < pixelBytes || y === 0 ? 0 : rows[index - rowBytes - 1 - pixelBytes]!;
      rows[index]! += [0, left, up, (left + up) >> 1, predictPaeth(left, up, upLeft)][filter]!;
    }
  }
  return true;
}

function predictPaeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const [leftDistance, upDistance, upLeftDistance] = [
    Math.abs(estimate - left),
    Math.abs(estimate - up),
    Math.abs(estimate - upLeft),
  ];
  if (leftDistance <= upDistance && leftDistance <= upLeftDistance) return left;
  return upDistance <= upLeftDistance ? up : upLeft;
}
