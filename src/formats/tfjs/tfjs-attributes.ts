import type { GraphAttribute } from '#graph/model-graph.ts';
import { asArray, asObject, asString, type JsonObject } from '../json.ts';

/** The attributes of a TensorFlow node, in protobuf's JSON encoding: `{padding: {s: "U0FNRQ=="}}`. */
export class Attributes {
  readonly #attributes: JsonObject;

  constructor(node: JsonObject) {
    this.#attributes = asObject(node.attr) ?? {};
  }

  int(name: string, defaultValue: number): number {
    return parseInteger(this.#value(name)?.i) ?? defaultValue;
  }

  flag(name: string): boolean {
    return this.#value(name)?.b === true;
  }

  /** `undefined` if absent, or if an element is not an integer. */
  ints(name: string): readonly number[] | undefined {
    const list = asObject(this.#value(name)?.list)?.i;
    const numbers = asArray(list).map(parseInteger);
    return list === undefined || numbers.includes(null) ? undefined : numbers.map(Number);
  }

  /** Text is base64-encoded; some converters write plain text. */
  text(name: string): string | undefined {
    const encoded = asString(this.#value(name)?.s);
    if (encoded === null) return undefined;
    return /^(NHWC|NCHW|NDHWC|SAME|VALID|EXPLICIT)$/.test(encoded) ? encoded : tryDecodeBase64(encoded);
  }

  dtype(name: string): unknown {
    return this.#value(name)?.type;
  }

  #value(name: string): JsonObject | null {
    return Object.hasOwn(this.#attributes, name) ? asObject(this.#attributes[name]) : null;
  }
}

const maxItems = 64;

/** The attributes of a TensorFlow node as text, except for the contents of tensors. */
export function formatAttributes(node: JsonObject): GraphAttribute[] {
  const attributes = new Attributes(node);
  return Object.entries(asObject(node.attr) ?? {}).flatMap(([name, value]) => {
    const text = formatAttribute(asObject(value) ?? {}, name, attributes);
    return text === null ? [] : [{ name, value: text.slice(0, 512) }];
  });
}

function formatAttribute(value: JsonObject, name: string, attributes: Attributes): string | null {
  if (value.s !== undefined) return attributes.text(name) ?? null;
  if (value.i !== undefined || value.f !== undefined || value.b !== undefined)
    return String(value.i ?? value.f ?? value.b);
  if (value.type !== undefined) return String(value.type);
  const list = asObject(value.list);
  const items = asArray(list?.i ?? list?.f ?? list?.b ?? list?.type);
  return items.length > 0 ? items.slice(0, maxItems).join(', ') : null;
}

/** Parses a JSON number or, as protobuf encodes int64, a string of digits. */
function parseInteger(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}

function tryDecodeBase64(base64: string): string | undefined {
  const isBase64 = base64.length % 4 === 0 && base64.length <= 1024 && /^[A-Za-z0-9+/]*={0,2}$/.test(base64);
  return isBase64 ? atob(base64) : undefined;
}
