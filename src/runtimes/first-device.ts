import { AppError, asAppError } from '#core/error.ts';
import type { DeviceId, EngineFacts, RuntimeId, Session, TextRuntimeId } from '#core/runtime.ts';

/**
 * Opens on the first of `devices` that will have the model. Engines either give up at the first device that fails or
 * move on in silence; here each refusal is kept, with its reason.
 *
 * @throws AppError what the last device said; a corrupt model is not offered to the next device
 */
export async function openOnFirst<S extends Session>(
  runtime: RuntimeId | TextRuntimeId,
  devices: readonly DeviceId[],
  openOn: (device: DeviceId, refused: EngineFacts['refused']) => Promise<S>,
): Promise<S> {
  const refused: { device: DeviceId; why: string }[] = [];
  let last = new AppError('runtime-unavailable', { runtime, why: 'no device was asked for' });
  for (const device of devices) {
    try {
      return await openOn(device, refused);
    } catch (thrown) {
      last = asAppError(thrown);
      if (last.code === 'model-corrupt') break;
      refused.push({ device, why: String(last.facts['why'] ?? last.message) });
    }
  }
  throw last;
}
