import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import type { LinkReader } from './link-reader.ts';
import type { LinkWriter } from './link-writer.ts';

/** Writes and reads one kind of value. Both directions are defined together to match. */
export interface Codec<T> {
  write(out: LinkWriter, value: T): void;
  /** @throws AppError link-invalid */
  read(input: LinkReader): T;
}

/** Creates the codec of integers from 0 to `max`. */
export function createCountCodec(max: number): Codec<number> {
  return { write: (out, value) => out.writeVarint(value), read: (input) => input.readVarint(max) };
}

/** Creates the codec of finite numbers of at least `min`, which are stored exactly. */
export function createFiniteNumberCodec(min: number): Codec<number> {
  return { write: (out, value) => out.writeFloat(value), read: (input) => input.readFloat(min) };
}

/**
 * Creates the codec of texts, which truncates longer texts and replaces characters that a reader would reject by
 * spaces.
 */
export function createTextCodec(maxBytes: number): Codec<string> {
  return { write: (out, value) => out.writeText(truncate(value, maxBytes)), read: (input) => input.readText(maxBytes) };
}

const utf8 = new TextEncoder();

function truncate(value: string, maxBytes: number): string {
  let truncated = value.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').toWellFormed();
  while (utf8.encode(truncated).length > maxBytes) truncated = [...truncated].slice(0, -1).join('');
  return truncated;
}

export const flagCodec: Codec<boolean> = {
  write: (out, value) => out.writeByte(value ? 1 : 0),
  read: (input) => input.readVarint(1) === 1,
};

/** A SHA-256 in hexadecimal. */
export const digestCodec: Codec<string> = {
  write: (out, value) => out.writeBytes((value.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))),
  read: (input) => Array.from(input.readBytes(32), (byte) => byte.toString(16).padStart(2, '0')).join(''),
};

/** A SHA-256 in hexadecimal, or an empty text if there is none. */
export const optionalDigestCodec: Codec<string> = {
  write(out, value) {
    out.writeVarint(value.length / 2);
    digestCodec.write(out, value);
  },
  read(input) {
    const length = input.readVarint(32);
    if (length !== 0 && length !== 32) throw createInvalidLinkError({ reason: 'report-hash', bytes: length });
    return length === 0 ? '' : digestCodec.read(input);
  },
};

/**
 * Creates the codec of an enumeration, stored as numbers. Numbers are never reused, so old links keep their meaning.
 */
export function createEnumCodec<T extends string>(codes: Readonly<Record<T, number>>): Codec<T> {
  const names = new Map(Object.entries<number>(codes).map(([name, code]) => [code, name as T]));
  return {
    write: (out, value) => out.writeVarint(codes[value]),
    read(input) {
      const code = input.readVarint(0xffff);
      const name = names.get(code);
      if (name === undefined) throw createInvalidLinkError({ reason: 'report-code', number: code });
      return name;
    },
  };
}

export function createListCodec<T>(item: Codec<T>, max: number): Codec<readonly T[]> {
  return {
    write(out, values) {
      out.writeVarint(values.length);
      for (const value of values) item.write(out, value);
    },
    read: (input) => Array.from({ length: input.readVarint(max) }, () => item.read(input)),
  };
}

/** Creates the codec of values by arbitrary names, which omits entries above `max`. */
export function createDictionaryCodec<T>(
  item: Codec<T>,
  name: Codec<string>,
  max: number,
): Codec<Readonly<Record<string, T>>> {
  const entries = createListCodec<readonly [string, T]>(
    {
      write(out, [key, value]) {
        name.write(out, key);
        item.write(out, value);
      },
      read: (input) => [name.read(input), item.read(input)],
    },
    max,
  );
  return {
    write: (out, value) => entries.write(out, Object.entries(value).slice(0, max)),
    read: (input) => Object.fromEntries(entries.read(input)),
  };
}

export function createNullableCodec<T>(item: Codec<T>): Codec<T | null> {
  return {
    write(out, value) {
      flagCodec.write(out, value !== null);
      if (value !== null) item.write(out, value);
    },
    read: (input) => (flagCodec.read(input) ? item.read(input) : null),
  };
}

export function createOptionalCodec<T>(item: Codec<T>): Codec<T | undefined> {
  return {
    write(out, value) {
      flagCodec.write(out, value !== undefined);
      if (value !== undefined) item.write(out, value);
    },
    read: (input) => (flagCodec.read(input) ? item.read(input) : undefined),
  };
}

/** Creates the codec of a constant, which is not stored. */
export function createConstantCodec<T>(value: T): Codec<T> {
  return { write: () => {}, read: () => value };
}

type Fields<T> = { readonly [K in keyof T]-?: Codec<T[K]> };

/** Creates the codec of an object, field by field in this order, which omits fields read as `undefined`. */
export function createRecordCodec<T extends object>(fields: Fields<T>): Codec<T> {
  const names = Object.keys(fields) as (keyof T)[];
  return {
    write(out, value) {
      for (const name of names) fields[name].write(out, value[name]);
    },
    read(input) {
      const entries = names.map((name) => [name, fields[name].read(input)] as const);
      return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T;
    },
  };
}

/**
 * Creates the codec of a record whose format was later extended. The added fields follow the first fields, each after
 * its number, if present. Old links end before them. Numbers are never reused.
 */
export function withOptionalFields<T extends object, Added extends keyof T>(
  first: Codec<Omit<T, Added>>,
  added: { readonly [K in Added]-?: readonly [number: number, field: Codec<Exclude<T[K], undefined>>] },
): Codec<T> {
  const fields = Object.entries(added) as [Added, readonly [number, Codec<unknown>]][];
  return {
    write(out, value) {
      first.write(out, value);
      for (const [name, [number, field]] of fields) {
        if (value[name] === undefined) continue;
        out.writeVarint(number);
        field.write(out, value[name]);
      }
    },
    read(input) {
      const value: Partial<T> = { ...first.read(input) } as Partial<T>;
      while (input.remaining > 0) {
        const number = input.readVarint(0xffff);
        const match = fields.find(([, [fieldNumber]]) => fieldNumber === number);
        if (!match) throw createInvalidLinkError({ reason: 'report-field-unknown', number });
        const [name, [, field]] = match;
        if (name in value) throw createInvalidLinkError({ reason: 'report-field-repeated', field: String(name) });
        value[name] = field.read(input) as T[Added];
      }
      return value as T;
    },
  };
}

/** A field of a record of {@link createFieldsCodec}: its path, e.g. `target.opened.build`, and its number in links. */
export interface NumberedField {
  readonly number: number;
  readonly path: string;
  readonly codec: Codec<unknown>;
  /** Whether links without it are rejected. */
  readonly isRequired: boolean;
}

/** The type of the value at a path such as `target.opened.build`, in any member of a union that has it. */
export type ValueAt<T, P extends string> = T extends unknown
  ? P extends `${infer Head}.${infer Rest}`
    ? Head extends keyof T
      ? ValueAt<NonNullable<T[Head]>, Rest>
      : never
    : P extends keyof T
      ? Exclude<T[P], undefined>
      : never
  : never;

/**
 * Creates the codec of a record in which each field follows its number, and 0 is the end. Fields can be added under new
 * numbers; numbers are never reused. Readers reject unknown fields, because these could change the meaning of others.
 */
export function createFieldsCodec<T extends object>(fields: readonly NumberedField[]): Codec<T> {
  const byNumber = new Map(fields.map((field) => [field.number, field]));
  return {
    write(out, value) {
      for (const { number, path, codec } of fields) {
        const field = getValue(value, path);
        if (field === undefined) continue;
        out.writeVarint(number);
        codec.write(out, field);
      }
      out.writeVarint(0);
    },
    read(input) {
      const value: Record<string, unknown> = {};
      for (let number = input.readVarint(0xffff); number !== 0; number = input.readVarint(0xffff)) {
        const field = byNumber.get(number);
        if (!field) throw createInvalidLinkError({ reason: 'report-field-unknown', number });
        const { path, codec } = field;
        if (getValue(value, path) !== undefined)
          throw createInvalidLinkError({ reason: 'report-field-repeated', field: path });
        setValue(value, path, codec.read(input));
      }
      const missing = fields.find(({ path, isRequired }) => isRequired && getValue(value, path) === undefined);
      if (missing) throw createInvalidLinkError({ reason: 'report-field-missing', field: missing.path });
      return value as T;
    },
  };
}

/** Returns the value at a path such as `target.opened.build`; `undefined` if part of the path is missing. */
export function getValue(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (parent, name) =>
        typeof parent === 'object' && parent !== null ? (parent as Record<string, unknown>)[name] : undefined,
      value,
    );
}

function setValue(root: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop()!;
  let parent = root;
  for (const name of names) parent = (parent[name] ??= {}) as Record<string, unknown>;
  parent[last] = value;
}

/** Creates the codec of a value of one of two types, after a flag; `isFirst` determines the type of a value. */
export function createUnionCodec<A, B>(
  first: Codec<A>,
  second: Codec<B>,
  isFirst: (value: A | B) => value is A,
): Codec<A | B> {
  return {
    write(out, value) {
      const hasFirstType = isFirst(value);
      flagCodec.write(out, hasFirstType);
      if (hasFirstType) first.write(out, value);
      else second.write(out, value as B);
    },
    read: (input) => (flagCodec.read(input) ? first.read(input) : second.read(input)),
  };
}
