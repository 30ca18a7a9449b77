import { AppError, asAppError } from '#core/error.ts';
import type { DeviceId, RuntimeId, Session, SessionFacts } from '#core/runtime.ts';

/**
 * Opens on the first of `devices` that will have the model. Engines either give up at the first device that fails or
 * move on in silence; here each refusal is kept, with its reason.
 *
 * @throws AppError what the last device said; a corrupt model is not offered to the next device
 */
export async function openOnFirst(
  runtime: RuntimeId,
  devices: readonly DeviceId[],
  openOn: (device: DeviceId, refused: SessionFacts['refused']) => Promise<Session>,
): Promise<Session> {
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
