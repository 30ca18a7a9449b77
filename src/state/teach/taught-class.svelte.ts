import type { Example } from '#teach/train-head.ts';

/** A picture of a class. */
export interface Picture {
  readonly id: number;
  readonly file: File;
  /** Whether it is held out; `null` until it is first used. */
  isHeldOut: boolean | null;
  /** Its features, and what they were computed by. */
  embedded: (Pick<Example, 'features' | 'backboneLabel'> & { readonly key: string }) | null;
}

let count = 0;

/** A class that the user is teaching. */
export class TaughtClass {
  readonly id = ++count;
  name = $state('');
  pictures = $state.raw<readonly Picture[]>([]);

  constructor(name: string) {
    this.name = name;
  }

  add(files: readonly File[]): void {
    const added = files.map((file) => ({ id: ++count, file, isHeldOut: null, embedded: null }));
    this.pictures = [...this.pictures, ...added];
  }

  remove(picture: Picture): void {
    this.pictures = this.pictures.filter((other) => other !== picture);
  }
}
