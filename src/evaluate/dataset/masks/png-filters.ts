/**
 * Reverses the filters of all rows in place. Each row begins with the number of its filter.
 * @returns false if there is no such filter
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
  const [toLeft, toUp, toUpLeft] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - upLeft)];
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
