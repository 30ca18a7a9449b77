import type { JsonReader } from '#core/encoding/json-reader.ts';

/** The specification of a step's option, which pages and commands use to offer it. */
export type OptionSpec =
  | { readonly kind: 'flag'; readonly default: boolean }
  | { readonly kind: 'choice'; readonly values: readonly (string | number)[]; readonly default: string | number }
  /** Both limits are included. */
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly default: number }
  /** A list of strings: some of `values`, or node names if it is absent. */
  | { readonly kind: 'names'; readonly values?: readonly string[]; readonly default: readonly string[] };

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type OptionValue<T extends OptionSpec> = T extends { readonly kind: 'choice' }
  ? T['values'][number]
  : T extends { readonly kind: 'flag' }
    ? boolean
    : T extends { readonly kind: 'number' }
      ? number
      : readonly string[];

export type OptionValues<T extends OptionSpecs> = { readonly [Name in keyof T]: OptionValue<T[Name]> };

/**
 * Reads the options of a step, with defaults for those that are absent.
 * @throws the error of the reader if one is invalid
 */
export function readOptions<T extends OptionSpecs>(reader: JsonReader, specs: T): OptionValues<T> {
  const entries = Object.entries(specs).map(([name, spec]) => {
    const value = reader.fields[name] ?? spec.default;
    if (!isValid(value, spec)) throw reader.createFieldError(name, listAllowedValues(spec));
    return [name, value] as const;
  });
  return Object.fromEntries(entries) as OptionValues<T>;
}

function listAllowedValues(spec: OptionSpec): string | undefined {
  switch (spec.kind) {
    case 'flag':
      return 'true, false';
    case 'number':
      return `${spec.min}–${spec.max}`;
    case 'choice':
    case 'names':
      return spec.values?.join(', ');
  }
}

function isValid(value: unknown, spec: OptionSpec): boolean {
  switch (spec.kind) {
    case 'flag':
      return typeof value === 'boolean';
    case 'choice':
      return spec.values.some((candidate) => candidate === value);
    case 'number':
      return typeof value === 'number' && value >= spec.min && value <= spec.max;
    case 'names':
      return (
        Array.isArray(value) &&
        value.every((item: unknown) => typeof item === 'string' && (spec.values?.includes(item) ?? true))
      );
  }
}
