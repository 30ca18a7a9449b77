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
    if (!isJsonObject(value)) throw this.createFieldError('');
    this.fields = value;
  }

  /** @param allowed the values that the field can have, if they are few */
  createFieldError(name: string, allowed?: string): Error {
    return this.#errorAt(this.#formatPath(name), allowed);
  }

  readText(name: string): string {
    const value = this.fields[name];
    if (typeof value !== 'string') throw this.createFieldError(name);
    return value;
  }

  readFlag(name: string): boolean {
    const value = this.fields[name];
    if (typeof value !== 'boolean') throw this.createFieldError(name);
    return value;
  }

  /** A number from 0 to `max`. */
  readNumber(name: string, max = Number.MAX_VALUE): number {
    const value = this.fields[name];
    if (typeof value !== 'number' || !(value >= 0 && value <= max)) throw this.createFieldError(name);
    return value;
  }

  /** Whole epoch milliseconds. */
  time(name: string): number {
    const value = this.readNumber(name, maxTime);
    if (!Number.isInteger(value)) throw this.createFieldError(name);
    return value;
  }

  readChoice<T extends string>(name: string, values: readonly T[]): T {
    const value = values.find((candidate) => candidate === this.fields[name]);
    if (value === undefined) throw this.createFieldError(name);
    return value;
  }

  readObject(name: string): JsonReader {
    return new JsonReader(this.fields[name], this.#errorAt, this.#formatPath(name));
  }

  list(name: string): JsonReader[] {
    const value = this.fields[name];
    if (!Array.isArray(value)) throw this.createFieldError(name);
    return value.map((entry, index) => new JsonReader(entry, this.#errorAt, `${this.#formatPath(name)}[${index}]`));
  }

  optional<T>(name: string, read: (name: string) => T): T | undefined {
    return this.fields[name] === undefined ? undefined : read(name);
  }

  #formatPath(name: string): string {
    return [this.#path, name].filter(Boolean).join('.');
  }
}
