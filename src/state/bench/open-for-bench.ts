import { openSession, type SessionHandle } from '#bridge/session-handle.ts';
import { openTextSession, type TextHandle } from '#bridge/text-handle.ts';
import type { ProgressCallOptions } from '#bridge/call-options.ts';
import { listDevicesToTry, pickEngineSettings } from '#core/engine/engine-settings.ts';
import { generatesText } from '#core/engine/engines.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import { isInCompanion, requireCompanion } from '../companion/open-in-companion.ts';
import { withKnownDevice } from '../device/known-device.ts';

/**
 * Opens a tensor or language model to measure it.
 * @throws AppError what `openSession` and `openTextSession` throw
 */
export function openForBench(request: BenchRequest, waiting: ProgressCallOptions): Promise<SessionHandle | TextHandle> {
  const { subject, engine, device, threads } = request;
  const settings = pickEngineSettings(request);
  const options = {
    devices: device ? listDevicesToTry(engine, device, settings) : [],
    ...(threads !== undefined && { threads }),
    ...settings,
  };
  return withKnownDevice<SessionHandle | TextHandle>(subject, async (known) => {
    const companion = isInCompanion(device) && { companion: await requireCompanion() };
    const opening = { subject, options, known, forReport: true, ...companion };
    return generatesText(engine)
      ? openTextSession({ ...opening, engine }, waiting)
      : openSession({ ...opening, engine }, waiting);
  });
}
