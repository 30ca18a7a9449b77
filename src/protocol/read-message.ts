import * as v from 'valibot';
import type { Tensors } from '#core/engine/tensor.ts';
import { decodeFrame } from './binary-frame.ts';
import { createInvalidMessageError } from './invalid-message.ts';
import { requestIdSchema } from './schemas.ts';

type Schema = v.GenericSchema<unknown, { readonly type: string }>;

/**
 * Parses and validates a message.
 * @param control schema of messages without tensors, which are strings
 * @param frames schema of messages with tensors, which are bytes
 * @throws AppError message-invalid
 */
export function readMessage<Control extends Schema, Frames extends Schema>(
  control: Control,
  frames: Frames,
  data: string | Uint8Array<ArrayBuffer>,
): v.InferOutput<Control> | (v.InferOutput<Frames> & { readonly tensors: Tensors }) {
  if (typeof data === 'string') return validate(control, parseJson(data));
  const { header, tensors } = decodeFrame(data);
  return { ...validate(frames, header), tensors };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw createInvalidMessageError({ reason: 'message-not-json' });
  }
}

function validate<S extends Schema>(schema: S, value: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const field = v.getDotPath(parsed.issues[0]) ?? '';
  const { type, id } = Object(value) as { readonly type?: unknown; readonly id?: unknown };
  if (field === '' || field === 'type')
    throw createInvalidMessageError({
      reason: 'message-type',
      type: typeof type === 'string' ? type.slice(0, 40) : typeof type,
    });
  throw createInvalidMessageError({ reason: 'message-field', field, ...(v.is(requestIdSchema, id) && { id }) });
}
