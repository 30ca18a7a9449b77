import { openSession, type SessionHandle } from '#bridge/session-handle.ts';
import { openTextSession, type TextHandle } from '#bridge/text-handle.ts';
import type { ProgressCallOptions } from '#bridge/call-options.ts';
import { listDevicesToTry, pickEngineSettings } from '#core/engine/engine-settings.ts';
import { generatesText } from '#core/engine/engines.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import { isInCompanion, requireCompanionAccess } from '../companion/open-in-companion.ts';
import { withDeviceMeasurements } from '../device/device-measurements.ts';

/**
 * Opens a tensor or language model to measure it.
 * @throws any error of `openSession` and `openTextSession`
 */
export function openForBench(
  request: BenchRequest,
  callOptions: ProgressCallOptions,
): Promise<SessionHandle | TextHandle> {
  const { subject, engine, device, threads } = request;
  const settings = pickEngineSettings(request);
  const options = {
    devices: device ? listDevicesToTry(engine, device, settings) : [],
    ...(threads !== undefined && { threads }),
    ...settings,
  };
  return withDeviceMeasurements<SessionHandle | TextHandle>(subject, async (deviceMeasurements) => {
    const openRequest = { subject, options, deviceMeasurements, forReport: true };
    if (!generatesText(engine)) {
      const companion = isInCompanion(device) && { companion: requireCompanionAccess };
      return openSession({ ...openRequest, engine, ...companion }, callOptions);
    }
    const companion = isInCompanion(device) && { companion: await requireCompanionAccess() };
    return openTextSession({ ...openRequest, engine, ...companion }, callOptions);
  });
}
