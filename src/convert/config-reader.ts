import { isJsonObject } from '#core/encoding/json-reader.ts';
import { AppError } from '#core/errors/error.ts';

/** The fields of a parsed `config.json`. */
export class ConfigReader {
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(config: unknown) {
    this.fields = isJsonObject(config) ? config : {};
  }

  /**
   * Reads a positive number.
   * @throws AppError model-unsupported if it is missing or has another value
   */
  readNumber(name: string, whenMissing?: number): number {
    const value = this.fields[name] ?? whenMissing;
    if (typeof value === 'number' && value > 0) return value;
    throw this.createFieldError(name);
  }

  /**
   * Checks that a field has one of the supported values, the first of which is the default.
   * @throws AppError model-unsupported
   */
  requireValue(name: string, ...allowed: readonly [unknown, ...unknown[]]): void {
    if (!allowed.includes(this.fields[name] ?? allowed[0])) throw this.createFieldError(name);
  }

  createFieldError(name: string): AppError {
    const why = `${name}: ${JSON.stringify(this.fields[name])}`;
    return new AppError('model-unsupported', { model: 'config.json', why });
  }
}
