import { openSession } from '#bridge/handle.ts';
import { openTextSession } from '#bridge/text-handle.ts';
import type { ProgressCallOptions } from '#bridge/call-options.ts';
import { devicesToTry, settingsOf } from '#core/engine/engine-settings.ts';
import { generatesText } from '#core/engine/engines.ts';
import type { BenchRequest, MeasuredRun } from '#core/report/report.ts';
import type { OpenedTensorModel } from '#core/engine/runtime.ts';
import type { OpenedText } from '#core/engine/text-session.ts';
import { isInCompanion, requireCompanion } from '../companion/open-in-companion.ts';
import { withKnownDevice } from '../device/known-device.ts';

/** An open model of either kind, for one measurement. */
interface BenchHandle {
  readonly opened: OpenedTensorModel | OpenedText;
  bench(request: BenchRequest, options?: ProgressCallOptions): Promise<MeasuredRun>;
  close(): void;
}

/** @throws AppError as `openSession` and `openTextSession` */
export function openForBench(request: BenchRequest, waiting: ProgressCallOptions): Promise<BenchHandle> {
  const { subject, engine, device, threads } = request;
  const settings = settingsOf(request);
  const options = {
    devices: device ? devicesToTry(engine, device, settings) : [],
    ...(threads !== undefined && { threads }),
    ...settings,
  };
  return withKnownDevice<BenchHandle>(async (known) => {
    const companion = isInCompanion(device) && { companion: await requireCompanion() };
    const opening = { subject, options, known, forReport: true, ...companion };
    return generatesText(engine)
      ? openTextSession({ ...opening, engine }, waiting)
      : openSession({ ...opening, engine }, waiting);
  });
}
