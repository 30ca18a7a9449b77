import type { Example } from '#teach/train-head.ts';

/** An image of a class. */
export interface TaughtImage {
  readonly id: number;
  readonly file: File;
  /** Whether it is held out; `null` before the first training. */
  isHeldOut: boolean | null;
  /** Its features; `key` identifies the augmentations for which they were computed. */
  embedding: (Pick<Example, 'features' | 'backboneLabel'> & { readonly key: string }) | null;
}

let lastId = 0;

/** A class that the user is teaching. */
export class TaughtClass {
  readonly id = ++lastId;
  name = $state('');
  images = $state.raw<readonly TaughtImage[]>([]);

  constructor(name: string) {
    this.name = name;
  }

  add(files: readonly File[]): void {
    const added = files.map((file) => ({ id: ++lastId, file, isHeldOut: null, embedding: null }));
    this.images = [...this.images, ...added];
  }

  remove(image: TaughtImage): void {
    this.images = this.images.filter((other) => other !== image);
  }
}
