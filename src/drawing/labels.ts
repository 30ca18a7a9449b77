import type { Box } from '#tasks/object-detection/detection.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Places a label at each box, inside the image: above or below the box, inside it, or at the next free height. Labels
 * overlap only if there is not enough space. Earlier boxes have priority.
 */
export function placeLabels(boxes: readonly Box[], sizes: readonly Size[], image: Size): Box[] {
  const placed: Box[] = [];
  boxes.forEach((box, index) => {
    const { width, height } = sizes[index]!;
    const right = box.x + box.width - width;
    const bottom = box.y + box.height;
    const rows = Math.floor(image.height / height);
    const candidates: (readonly [x: number, y: number])[] = [
      ...[box.y - height, box.y, bottom, bottom - height].flatMap((y) => [[box.x, y] as const, [right, y] as const]),
      ...Array.from({ length: rows }, (_, row) => [box.x, (box.y + row * height) % (rows * height)] as const),
    ];
    const labels = candidates
      .map(([x, y]) => ({ x: clamp(x, image.width - width), y, width, height }))
      .filter(({ y }) => y >= 0 && y + height <= image.height);
    const freeLabel = labels.find((label) => placed.every((other) => !haveOverlap(label, other)));
    placed.push(freeLabel ?? labels[0] ?? { x: 0, y: 0, width, height });
  });
  return placed;
}

const clamp = (value: number, max: number) => Math.max(0, Math.min(value, max));

function haveOverlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
