import { isJsonObject } from '#core/encoding/json-reader.ts';
import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { LinkReader } from '#share/encoding/link-reader.ts';
import { LinkWriter } from '#share/encoding/link-writer.ts';
import { getValue, type Codec } from '#share/encoding/codec.ts';
import type { GateOutcome } from '#core/gate/gate-outcome.ts';
import { createHallmarkError } from './hallmark-error.ts';
import type { Statement } from './statement.ts';
import { gatesCodec, createStatementCodec, statementFields } from './statement-fields.ts';

/** Maximum size that is read. A statement with 64 gates has about 20 kB. */
const maxPayloadBytes = 32_768;

/** Encodes the bytes to sign: the statement's canonical JSON in UTF-8. */
export function encodePayload(statement: Statement): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(toCanonicalJson(statement));
}

/**
 * Returns the statement as links encode it, which is the form to sign: long texts are truncated, times are rounded to
 * the minute, and absent fields are omitted. Numbers are unchanged.
 */
export function toExactStatement<T extends Statement>(statement: T): T {
  return encodeAndDecode(createStatementCodec<T>(statement.predicateType), statement);
}

/**
 * Reads signed bytes strictly. They must be the canonical JSON of exactly the fields of a statement, each as a link
 * encodes it. Although in-toto asks consumers to ignore unknown fields, a person who checks a hallmark expects to see
 * all signed content.
 * @param signature names the signature in errors
 * @throws AppError hallmark-invalid
 */
export function readPayload<T extends Statement>(
  payload: Uint8Array,
  predicateType: T['predicateType'],
  signature: string,
): T {
  if (payload.length > maxPayloadBytes) {
    throw createHallmarkError({ reason: 'hallmark-too-large', bytes: payload.length, maxBytes: maxPayloadBytes });
  }
  const [text, value] = parse(payload, signature);
  const type = getValue(value, 'predicateType');
  if (type !== predicateType) throw createHallmarkError({ reason: 'statement-type', signature, type: String(type) });
  for (const { path, codec, isRequired } of statementFields[predicateType]) {
    const field = getValue(value, path);
    const isValid = field === undefined ? !isRequired : isExact(codec, field);
    if (!isValid) throw createHallmarkError({ reason: 'statement-field', signature, field: path });
  }
  const statement = toExactStatement(value as T);
  const field = findDifferingPath(value, statement);
  if (field !== null) throw createHallmarkError({ reason: 'statement-field', signature, field });
  if (toCanonicalJson(statement) !== text) throw createHallmarkError({ reason: 'statement-form', signature });
  return statement;
}

function parse(payload: Uint8Array, signature: string): [text: string, value: unknown] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
    return [text, JSON.parse(text)];
  } catch (cause) {
    throw createHallmarkError({ reason: 'statement-not-json', signature }, { cause });
  }
}

/** Reads gates of unknown origin; `null` if the codec of statements changes or rejects them. */
export function readExactGates(value: unknown): readonly GateOutcome[] | null {
  if (!Array.isArray(value)) return null;
  const outcomes: unknown[] = value.map((entry: unknown) => {
    const { margin: _margin, ...outcome } = isJsonObject(entry) ? entry : {};
    return outcome;
  });
  return isExact(gatesCodec, outcomes) ? (outcomes as GateOutcome[]) : null;
}

/** Returns whether the codec writes and reads a field unchanged. */
function isExact(codec: Codec<unknown>, field: unknown): boolean {
  try {
    const text = toCanonicalJson(field); // rejects Infinity, which JSON can contain as 1e999
    return toCanonicalJson(encodeAndDecode(codec, field)) === text;
  } catch {
    return false; // the value does not have the type of the codec
  }
}

function encodeAndDecode<T>(codec: Codec<T>, value: T): T {
  const out = new LinkWriter();
  codec.write(out, value);
  return codec.read(new LinkReader(out.finish()));
}

/** Finds the path of the first value of `a` that is not in `b`; `null` if there is none. */
function findDifferingPath(a: unknown, b: unknown, path = ''): string | null {
  if (typeof a !== 'object' || a === null) return a === b ? null : path;
  for (const [name, value] of Object.entries(a)) {
    const counterpart = typeof b === 'object' && b !== null ? (b as Record<string, unknown>)[name] : null;
    const differing = findDifferingPath(value, counterpart, path ? `${path}.${name}` : name);
    if (differing !== null) return differing;
  }
  return null;
}
