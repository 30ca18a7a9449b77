import { countHeldOut, countNeededExamples, minExamples, minHeldOut } from '#teach/hold-out.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { TaughtClass } from './taught-class.svelte.ts';

/** What is missing before training can start. */
export type MissingExamples =
  | { readonly kind: 'classes' }
  | { readonly kind: 'images'; readonly name: string; readonly count: number };

/** The classes that the user is teaching, and the fraction of their images that is held out. */
export class TaughtClasses {
  list = $state.raw<readonly TaughtClass[]>([]);
  heldOutFraction = $state(0.2);
  #endWork: (() => void) | null = null;
  /** Names of the empty classes that the page begins with. */
  #placeholderNames: readonly string[] = [];

  get imageCount(): number {
    return this.list.reduce((sum, { images }) => sum + images.length, 0);
  }

  get missingExamples(): MissingExamples | null {
    const names = this.list.map(({ name }) => name.trim());
    if (names.length < 2 || names.includes('') || new Set(names).size < names.length) return { kind: 'classes' };
    const incomplete = this.list.find(({ images }) => images.length < minExamples);
    return incomplete ? { kind: 'images', name: incomplete.name, count: minExamples - incomplete.images.length } : null;
  }

  /**
   * The class with the fewest held-out images if these are too few to judge the training; `null` if there are enough.
   */
  get tooFewHeldOut(): { readonly name: string; readonly count: number; readonly images: number } | null {
    const counts = this.list.map(({ name, images }) => ({
      name,
      count: countHeldOut(images.length, this.heldOutFraction),
    }));
    const [smallest] = counts.toSorted((a, b) => a.count - b.count);
    if (!smallest || this.missingExamples !== null || smallest.count >= minHeldOut) return null;
    return { ...smallest, images: countNeededExamples(this.heldOutFraction) };
  }

  /** Adds empty classes, which are removed if the model has its own classes. */
  addPlaceholders(names: readonly string[]): void {
    this.#placeholderNames = names;
    for (const name of names) this.add(name);
  }

  /** Adds the classes of a model that was taught before, instead of the empty placeholders. */
  addModelClasses(labels: readonly string[]): void {
    this.list = this.list.filter(({ name, images }) => images.length > 0 || !this.#placeholderNames.includes(name));
    for (const label of labels) if (!this.list.some(({ name }) => name === label)) this.add(label);
  }

  add(name: string): TaughtClass {
    const added = new TaughtClass(name);
    this.list = [...this.list, added];
    return added;
  }

  remove(removed: TaughtClass): void {
    this.list = this.list.filter((taught) => taught !== removed);
  }

  addImages(taught: TaughtClass, files: readonly File[]): void {
    taught.add(files.filter(({ type }) => type.startsWith('image/')));
    this.beginWork();
  }

  /** Adds the images of each subfolder to the class of the same name. */
  addFolder(files: readonly File[]): void {
    const byFolder = Map.groupBy(files, ({ webkitRelativePath }) => webkitRelativePath.split('/').at(-2) ?? '');
    for (const [folder, images] of byFolder) {
      if (folder === '' || !images.some(({ type }) => type.startsWith('image/'))) continue;
      const empty = this.list.find((taught) => taught.images.length === 0);
      const taught = this.list.find(({ name }) => name === folder) ?? empty ?? this.add(folder);
      taught.name = folder;
      this.addImages(taught, images);
    }
  }

  /** Discards the features of all images, which belong to the previous backbone. */
  discardEmbeddings(): void {
    for (const { images } of this.list) for (const image of images) image.embedding = null;
  }

  /** Asks for confirmation before the page is left, until `endWork` is called. */
  beginWork(): void {
    this.#endWork ??= beginWork('teaching');
  }

  /** Ends the unfinished work that adding images or training begins. */
  endWork(): void {
    this.#endWork?.();
    this.#endWork = null;
  }
}
