import { mkdirSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { decodeRunLengths, type RunLengths } from '#tasks/segmentation/run-lengths.ts';
import { png } from './png.ts';

/** The part of a result with masks that is used here. */
interface MaskRuns {
  readonly inputs: readonly { readonly file: string; readonly result?: { readonly mask?: RunLengths } }[];
}

/** Writes the mask of every image to `folder` as `<image>-mask.png`, white where the foreground is. */
export function saveMasks(result: unknown, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const counts = new Map<string, number>();
  for (const { file, result: found } of (result as MaskRuns).inputs) {
    if (!found?.mask) continue;
    const { name } = parse(file);
    const count = (counts.get(name) ?? 0) + 1; // images in different folders may share a name
    counts.set(name, count);
    const [height, width] = found.mask.size;
    const pixels = decodeRunLengths(found.mask);
    const image = png(width, height, (x, y) => pixels[y * width + x]!);
    writeFileSync(join(folder, `${name}-mask${count > 1 ? `-${count}` : ''}.png`), image);
  }
}
