/** Whether a JSON value is an object. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The latest time of a `Date`, in epoch milliseconds. */
const maxTimeMs = 8_640_000_000_000_000;

/** Reads and validates the fields of a JSON object. Unknown fields are ignored. */
export class JsonReader {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #createError: (field: string, allowed?: string) => Error;

  /**
   * @param createError creates the error for an invalid field from its path and, if known, the allowed values. The path
   * is empty if the value itself is not an object.
   * @throws the error of `createError`. All methods throw it for an invalid field.
   */
  constructor(value: unknown, createError: (field: string, allowed?: string) => Error, path = '') {
    this.#path = path;
    this.#createError = createError;
    if (!isJsonObject(value)) throw this.createFieldError('');
    this.fields = value;
  }

  /** @param allowed the values that the field can have */
  createFieldError(name: string, allowed?: string): Error {
    return this.#createError(this.#formatPath(name), allowed);
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

  /** Reads a number from 0 to `max`. */
  readNumber(name: string, max = Number.MAX_VALUE): number {
    const value = this.fields[name];
    if (typeof value !== 'number' || !(value >= 0 && value <= max)) throw this.createFieldError(name);
    return value;
  }

  /** Reads an integer number of epoch milliseconds. */
  readTime(name: string): number {
    const value = this.readNumber(name, maxTimeMs);
    if (!Number.isInteger(value)) throw this.createFieldError(name);
    return value;
  }

  readChoice<T extends string>(name: string, values: readonly T[]): T {
    const value = values.find((candidate) => candidate === this.fields[name]);
    if (value === undefined) throw this.createFieldError(name);
    return value;
  }

  readObject(name: string): JsonReader {
    return new JsonReader(this.fields[name], this.#createError, this.#formatPath(name));
  }

  readList(name: string): JsonReader[] {
    const value = this.fields[name];
    if (!Array.isArray(value)) throw this.createFieldError(name);
    return value.map((entry, index) => new JsonReader(entry, this.#createError, `${this.#formatPath(name)}[${index}]`));
  }

  readOptional<T>(name: string, read: (name: string) => T): T | undefined {
    return this.fields[name] === undefined ? undefined : read(name);
  }

  #formatPath(name: string): string {
    return [this.#path, name].filter(Boolean).join('.');
  }
}
