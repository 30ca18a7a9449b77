/** Whether a JSON value is an object. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The last time that a `Date` can represent, in epoch milliseconds. */
const maxTime = 8_640_000_000_000_000;

/** An object in a JSON file; reading a field validates it. Unknown fields are ignored. */
export class JsonReader {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #errorAt: (field: string, allowed?: string) => Error;

  /**
   * @param errorAt makes the error for an invalid field from its path and, if known, the valid values; the path is
   *   empty if the file itself is not an object
   * @throws whatever `errorAt` returns, from all methods
   */
  constructor(value: unknown, errorAt: (field: string, allowed?: string) => Error, path = '') {
    this.#path = path;
    this.#errorAt = errorAt;
    if (!isJsonObject(value)) throw this.invalid('');
    this.fields = value;
  }

  /** @param allowed the values that the field can have, if they are few */
  invalid(name: string, allowed?: string): Error {
    return this.#errorAt(this.#pathTo(name), allowed);
  }

  text(name: string): string {
    const value = this.fields[name];
    if (typeof value !== 'string') throw this.invalid(name);
    return value;
  }

  flag(name: string): boolean {
    const value = this.fields[name];
    if (typeof value !== 'boolean') throw this.invalid(name);
    return value;
  }

  /** A number from 0 to `max`. */
  number(name: string, max = Number.MAX_VALUE): number {
    const value = this.fields[name];
    if (typeof value !== 'number' || !(value >= 0 && value <= max)) throw this.invalid(name);
    return value;
  }

  /** Whole epoch milliseconds. */
  time(name: string): number {
    const value = this.number(name, maxTime);
    if (!Number.isInteger(value)) throw this.invalid(name);
    return value;
  }

  choice<T extends string>(name: string, values: readonly T[]): T {
    const value = values.find((candidate) => candidate === this.fields[name]);
    if (value === undefined) throw this.invalid(name);
    return value;
  }

  object(name: string): JsonReader {
    return new JsonReader(this.fields[name], this.#errorAt, this.#pathTo(name));
  }

  list(name: string): JsonReader[] {
    const value = this.fields[name];
    if (!Array.isArray(value)) throw this.invalid(name);
    return value.map((entry, index) => new JsonReader(entry, this.#errorAt, `${this.#pathTo(name)}[${index}]`));
  }

  optional<T>(name: string, read: (name: string) => T): T | undefined {
    return this.fields[name] === undefined ? undefined : read(name);
  }

  #pathTo(name: string): string {
    return [this.#path, name].filter(Boolean).join('.');
  }
}
