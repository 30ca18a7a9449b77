import type { OptimisableModel, SchemeOffer } from '#bridge/optimise-contract.ts';
import { withOptions } from './recipe-text.ts';
import type { Candidate } from './search.svelte.ts';

/** The scheme id in a link that only cleans. */
const cleanOnly = 'clean';

/** The recipe that runs: the chosen scheme with its options, or a recipe of the user. */
export class RecipeSettings {
  /** The chosen scheme, as in a link; `null` for the most promising one. */
  linkScheme = $state.raw<string | null>(null);
  /** The options of the chosen scheme that differ from the defaults. */
  options = $state.raw<Readonly<Record<string, unknown>>>({});
  /** A recipe that the user wrote or opened, which replaces the scheme's; `null` if there is none. */
  customRecipe = $state.raw<string | null>(null);
  readonly #getModel: () => OptimisableModel | null;
  readonly #onSchemeChange: () => void;

  /** @param onSchemeChange called after another scheme or option was chosen */
  constructor(linkScheme: string | null, getModel: () => OptimisableModel | null, onSchemeChange: () => void) {
    this.linkScheme = linkScheme;
    this.#getModel = getModel;
    this.#onSchemeChange = onSchemeChange;
  }

  /** The chosen scheme: the one in the link, otherwise the most promising one; `null` to only clean. */
  get scheme(): SchemeOffer | null {
    const { linkScheme } = this;
    if (linkScheme === cleanOnly) return null;
    return this.#applicable.find(({ id }) => id === linkScheme) ?? findMostPromising(this.#applicable);
  }

  /** @param id `null` to only clean */
  chooseScheme(id: string | null): void {
    this.reset();
    this.linkScheme = id ?? cleanOnly;
    this.#onSchemeChange();
  }

  setOption(name: string, value: unknown): void {
    this.options = { ...this.options, [name]: value };
    this.customRecipe = null;
    this.#onSchemeChange();
  }

  /** The recipe that will run, as JSON. */
  get json(): string {
    const { scheme, options, customRecipe } = this;
    if (customRecipe !== null) return customRecipe;
    return scheme ? withOptions(scheme.recipe, scheme.id, options) : this.#cleaning;
  }

  /** Cleaning alone, and every scheme that applies. */
  get candidates(): readonly Candidate[] {
    const schemes = this.#applicable.map(({ id, recipe }) => ({ scheme: id, recipe }));
    return [{ scheme: null, recipe: this.#cleaning }, ...schemes];
  }

  /** Discards the options and the recipe of the user. */
  reset(): void {
    [this.options, this.customRecipe] = [{}, null];
  }

  get #applicable(): readonly SchemeOffer[] {
    return this.#getModel()?.schemes.filter(({ refusal }) => refusal === null) ?? [];
  }

  get #cleaning(): string {
    return this.#getModel()?.cleaning ?? '';
  }
}

/**
 * Finds the scheme with the smallest estimated size. Schemes that quantise most weights to at least 8 bits are
 * preferred.
 */
function findMostPromising(schemes: readonly SchemeOffer[]): SchemeOffer | null {
  const isDoubtful = ({ risks }: SchemeOffer) =>
    risks.some(({ code }) => code === 'few-weights' || code === 'few-bits');
  const ranked = schemes.toSorted((a, b) => (a.sizeBytes ?? Infinity) - (b.sizeBytes ?? Infinity));
  return ranked.find((scheme) => !isDoubtful(scheme)) ?? ranked[0] ?? null;
}
