import type { ItemReader } from '#sessions/item-reader.ts';
import { browserImages } from './decode-image.ts';
import { openDatasetFile } from './open-dataset-file.ts';

/** The item reader that workers use. */
export const itemReader: ItemReader = { images: browserImages, openFile: openDatasetFile };
