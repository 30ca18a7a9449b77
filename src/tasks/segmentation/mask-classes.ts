import { minForegroundAlpha, type Segmentation, type SegmentClass } from './segmentation.ts';

interface Extent {
  pixels: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * Lists the classes in a mask, the largest area first, without class 0 (the background).
 * @param labels labels by class id; a class without a label is named by its id
 */
export function listMaskClasses(
  { width, height, alpha, classMap }: Pick<Segmentation, 'width' | 'height' | 'alpha' | 'classMap'>,
  image: { readonly width: number; readonly height: number },
  labels: readonly string[],
): readonly SegmentClass[] {
  const extentByClass = new Map<number, Extent>();
  for (let y = 0, pixel = 0; y < height; y++) {
    for (let x = 0; x < width; x++, pixel++) {
      const classId = classMap ? classMap[pixel]! : Number(alpha[pixel]! >= minForegroundAlpha);
      if (classId === 0) continue;
      let extent = extentByClass.get(classId);
      if (!extent) extentByClass.set(classId, (extent = { pixels: 0, left: x, right: x, top: y, bottom: y }));
      extent.pixels++;
      if (x < extent.left) extent.left = x;
      if (x > extent.right) extent.right = x;
      extent.bottom = y;
    }
  }
  const [scaleX, scaleY] = [image.width / width, image.height / height];
  return [...extentByClass]
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
