import type { FormatFault } from '#core/errors/format-fault.ts';
import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { FormatId } from '#core/model/model-facts.ts';
import type { ByteSource } from '#core/model/model.ts';

const maxJsonBytes = 32 * 1024 * 1024;
const maxJsonDepth = 128;
/** Limit of objects and arrays; a graph model of 20,000 nodes contains about 400,000. */
const maxContainers = 2_000_000;

export type JsonObject = { readonly [key: string]: unknown };

/**
 * Parses the JSON of a model header, after checking its size and nesting.
 * @throws AppError model-corrupt if it is not JSON or exceeds the limits
 */
export function parseJson(bytes: Uint8Array<ArrayBuffer>, format: FormatId): unknown {
  const fail = (fault: FormatFault): never => {
    throw createCorruptModelError(format, fault);
  };
  if (bytes.length > maxJsonBytes) fail({ reason: 'json-too-large', bytes: bytes.length, maxBytes: maxJsonBytes });
  const nesting = measureNesting(bytes);
  if (nesting.depth > maxJsonDepth) fail({ reason: 'nested-too-deep', maxDepth: maxJsonDepth });
  if (nesting.containers > maxContainers) {
    fail({ reason: 'json-too-many-objects', count: nesting.containers, max: maxContainers });
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return fail({ reason: 'not-json', why: String(error).slice(0, 200) });
  }
}

/**
 * Reads a JSON file.
 * @throws AppError model-corrupt
 */
export async function readJson(source: ByteSource, format: FormatId): Promise<unknown> {
  if (source.size > maxJsonBytes) {
    throw createCorruptModelError(format, { reason: 'json-too-large', bytes: source.size, maxBytes: maxJsonBytes });
  }
  return parseJson(new Uint8Array(await source.arrayBuffer()), format);
}

function measureNesting(bytes: Uint8Array): { depth: number; containers: number } {
  let [level, depth, containers] = [0, 0, 0];
  let inString = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (inString) {
      if (byte === 0x5c) index++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) {
      inString = true;
    } else if (byte === 0x5b || byte === 0x7b) {
      containers++;
      depth = Math.max(depth, ++level);
    } else if (byte === 0x5d || byte === 0x7d) {
      level--;
    }
  }
  return { depth, containers };
}

/** Returns `value` if it is an object (not an array), otherwise `null`. */
export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** Returns `value` if it is an array, otherwise an empty array. */
export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Returns the objects in `value` if it is an array, without other items. */
export function asObjectArray(value: unknown): JsonObject[] {
  return asArray(value)
    .map(asObject)
    .filter((item) => item !== null);
}

/** Returns `value` if it is a string, otherwise `null`. */
export function asString(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/**
 * Returns `value` if it is an integer from 0 to 2^53, otherwise `null`. Accepts strings of digits: protobuf's JSON
 * encoding of int64.
 */
export function asNonNegativeInteger(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}
