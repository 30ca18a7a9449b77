import type { ItemHost } from '#sessions/item-host.ts';
import { browserImages } from './image.ts';
import { openDatasetFile } from './open-dataset-file.ts';

/** Reads items in a worker. */
export const itemHost: ItemHost = { images: browserImages, openFile: openDatasetFile };
