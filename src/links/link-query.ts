import type { ErrorFacts } from '#core/errors/error.ts';
import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import type { LinkReason } from '#core/errors/reason.ts';

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Current names of parameters, by their names in links of version 0.1.0. */
const currentNames: Readonly<Record<string, string>> = { runtime: 'engine' };

/** Reads the parameters of a link by name; `null` for absent ones. Every method throws link-invalid. */
export class LinkQuery {
  readonly #values = new Map<string, string>();

  /**
   * @param pairs decoded names and values
   * @param names all allowed names
   * @throws AppError link-invalid if a name is unknown or repeated
   */
  constructor(pairs: Iterable<readonly [name: string, value: string]>, names: readonly string[]) {
    for (const [linkName, value] of pairs) {
      const name = Object.hasOwn(currentNames, linkName) ? currentNames[linkName]! : linkName;
      if (!names.includes(name)) {
        throw createInvalidLinkError({ reason: 'setting-unknown', setting: name, known: names.join(', ') });
      }
      if (this.#values.has(name)) throw createInvalidLinkError({ reason: 'setting-repeated', setting: name });
      this.#values.set(name, value);
    }
  }

  readText(name: string): string | null {
    return this.#values.get(name) ?? null;
  }

  /**
   * Reads one of several choices.
   * @param renamed current choices by their former names
   */
  readChoice<T extends string>(
    name: string,
    choices: readonly T[],
    renamed: Readonly<Record<string, T>> = {},
  ): T | null {
    const value = this.readText(name);
    if (value === null) return null;
    const current = Object.hasOwn(renamed, value) ? renamed[value] : value;
    return (
      choices.find((choice) => choice === current) ??
      this.#reject(name, { reason: 'setting-value', choices: choices.join(', ') })
    );
  }

  readInteger(name: string, { min, max }: Range): number | null {
    const value = this.readText(name);
    if (value === null) return null;
    const number = parseWholeNumber(value);
    return number >= min && number <= max ? number : this.#reject(name, { reason: 'setting-whole', min, max });
  }

  /** Reads integers separated by commas. */
  readIntegers(name: string, { min, max }: Range): readonly number[] | null {
    const numbers = this.readText(name)?.split(',').map(parseWholeNumber) ?? null;
    if (numbers === null || numbers.every((number) => number >= min && number <= max)) return numbers;
    return this.#reject(name, { reason: 'setting-whole', min, max });
  }

  readNumber(name: string, { min, max }: Range): number | null {
    const value = this.readText(name);
    if (value === null) return null;
    const number = /^\d{1,10}(\.\d{1,10})?(e-\d{1,2})?$/.test(value) ? Number(value) : Number.NaN;
    return number >= min && number <= max ? number : this.#reject(name, { reason: 'setting-number', min, max });
  }

  #reject(name: string, fault: ErrorFacts & { readonly reason: LinkReason }): never {
    throw createInvalidLinkError({ ...fault, setting: name, value: (this.readText(name) ?? '').slice(0, 60) });
  }
}

/** Parses a non-negative integer in plain digits; NaN for any other text. */
export function parseWholeNumber(text: string): number {
  return /^(0|[1-9]\d{0,9})$/.test(text) ? Number(text) : Number.NaN;
}

/**
 * Decodes percent-encoded text, with `+` as a space.
 * @throws AppError link-invalid
 */
export function unescapeLink(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    throw createInvalidLinkError({ reason: 'not-percent-encoded', text }, { cause: error });
  }
}
