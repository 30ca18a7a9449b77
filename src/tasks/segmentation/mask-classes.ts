import { foregroundLevel, type Segmentation, type SegmentClass } from './segmentation.ts';

interface Extent {
  pixels: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * The classes in a mask, the largest area first, without class 0 (the background).
 * @param labels by class; a class without a label is named by its number
 */
export function listMaskClasses(
  { width, height, alpha, classMap }: Pick<Segmentation, 'width' | 'height' | 'alpha' | 'classMap'>,
  image: { readonly width: number; readonly height: number },
  labels: readonly string[],
): readonly SegmentClass[] {
  const extents = new Map<number, Extent>();
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const index = classMap ? classMap[i]! : Number(alpha[i]! >= foregroundLevel);
      if (index === 0) continue;
      let extent = extents.get(index);
      if (!extent) extents.set(index, (extent = { pixels: 0, left: x, right: x, top: y, bottom: y }));
      extent.pixels++;
      if (x < extent.left) extent.left = x;
      if (x > extent.right) extent.right = x;
      extent.bottom = y;
    }
  }
  const [scaleX, scaleY] = [image.width / width, image.height / height];
  return [...extents]
    .map(([index, { pixels, left, right, top, bottom }]) => ({
      index,
      label: labels[index] || (classMap ? String(index) : 'foreground'),
      areaFraction: pixels / (width * height),
      box: {
        x: left * scaleX,
        y: top * scaleY,
        width: (right + 1 - left) * scaleX,
        height: (bottom + 1 - top) * scaleY,
      },
    }))
    .sort((a, b) => b.areaFraction - a.areaFraction);
}
