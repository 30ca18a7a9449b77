import { mkdirSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { decodeRunLengths, type RunLengths } from '#tasks/segmentation/run-lengths.ts';
import { encodePng } from './png.ts';
import { toUniqueNames } from './unique-names.ts';

/** The fields of a segmentation result that are used here. */
interface SegmentationSummary {
  readonly inputs: readonly { readonly file: string; readonly result?: { readonly mask?: RunLengths } }[];
}

/** Writes the mask of every image to `folder` as `<image>-mask.png`, with a white foreground. */
export function saveMasks(result: unknown, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const masks = (result as SegmentationSummary).inputs.flatMap(({ file, result: output }) =>
    output?.mask ? [{ name: `${parse(file).name}-mask`, mask: output.mask }] : [],
  );
  const names = toUniqueNames(masks.map(({ name }) => name)); // images in different folders may share a name
  for (const [index, { mask }] of masks.entries()) {
    const [height, width] = mask.size;
    const pixels = decodeRunLengths(mask);
    const image = encodePng(width, height, (x, y) => pixels[y * width + x]!);
    writeFileSync(join(folder, `${names[index]!}.png`), image);
  }
}
