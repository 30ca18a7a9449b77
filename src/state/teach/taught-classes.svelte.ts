import { countHeldOut, countNeededExamples, minExamples, minHeldOut } from '#teach/hold-out.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { TaughtClass } from './taught-class.svelte.ts';

/** What is missing before training can start. */
export type MissingExamples =
  | { readonly kind: 'classes' }
  | { readonly kind: 'pictures'; readonly name: string; readonly count: number };

/** The classes that the user is teaching, and the fraction of their pictures that is held out. */
export class TaughtClasses {
  list = $state.raw<readonly TaughtClass[]>([]);
  heldOutFraction = $state(0.2);
  #endWork: (() => void) | null = null;
  /** Names of the empty classes that the page begins with. */
  #placeholderNames: readonly string[] = [];

  get pictureCount(): number {
    return this.list.reduce((sum, { pictures }) => sum + pictures.length, 0);
  }

  get missingExamples(): MissingExamples | null {
    const names = this.list.map(({ name }) => name.trim());
    if (names.length < 2 || names.includes('') || new Set(names).size < names.length) return { kind: 'classes' };
    const incomplete = this.list.find(({ pictures }) => pictures.length < minExamples);
    return incomplete
      ? { kind: 'pictures', name: incomplete.name, count: minExamples - incomplete.pictures.length }
      : null;
  }

  /**
   * The class with the fewest held-out pictures if these are too few to judge the training; `null` if there are
   * enough.
   */
  get tooFewHeldOut(): { readonly name: string; readonly count: number; readonly pictures: number } | null {
    const counts = this.list.map(({ name, pictures }) => ({
      name,
      count: countHeldOut(pictures.length, this.heldOutFraction),
    }));
    const [smallest] = counts.toSorted((a, b) => a.count - b.count);
    if (!smallest || this.missingExamples !== null || smallest.count >= minHeldOut) return null;
    return { ...smallest, pictures: countNeededExamples(this.heldOutFraction) };
  }

  /** Adds empty classes, which are removed if the model has its own classes. */
  addPlaceholders(names: readonly string[]): void {
    this.#placeholderNames = names;
    for (const name of names) this.add(name);
  }

  /** Adds the classes of a model that was taught before, instead of the empty placeholders. */
  addModelClasses(labels: readonly string[]): void {
    this.list = this.list.filter(({ name, pictures }) => pictures.length > 0 || !this.#placeholderNames.includes(name));
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

  addPictures(taught: TaughtClass, files: readonly File[]): void {
    taught.add(files.filter(({ type }) => type.startsWith('image/')));
    this.#endWork ??= beginWork('teaching');
  }

  /** Adds the pictures of each subfolder to the class of the same name. */
  addFolder(files: readonly File[]): void {
    const byFolder = Map.groupBy(files, ({ webkitRelativePath }) => webkitRelativePath.split('/').at(-2) ?? '');
    for (const [folder, pictures] of byFolder) {
      if (folder === '' || !pictures.some(({ type }) => type.startsWith('image/'))) continue;
      const empty = this.list.find((taught) => taught.pictures.length === 0);
      const taught = this.list.find(({ name }) => name === folder) ?? empty ?? this.add(folder);
      taught.name = folder;
      this.addPictures(taught, pictures);
    }
  }

  /** Discards the features of all pictures, which belong to the previous backbone. */
  discardEmbeddings(): void {
    for (const { pictures } of this.list) for (const picture of pictures) picture.embedding = null;
  }

  /** Ends the unfinished work that adding pictures begins. */
  endWork(): void {
    this.#endWork?.();
    this.#endWork = null;
  }
}
