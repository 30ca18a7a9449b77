import { parseDeviceLink } from '#links/device-link.ts';
import { forecastOnDevice } from '#planner/other-devices/forecast-on-device.ts';
import { isOtherDeviceId, otherDeviceIds, otherDevices } from '#planner/other-devices/index.ts';
import { toLinkedProfile } from '#planner/other-devices/linked-device-profile.ts';
import { recommend } from '#planner/recommend.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import { chooseContextLength } from '#core/engine/engine-settings.ts';
import { createFitSummary } from '#share/export/fit-summary.ts';
import { linkedDeviceName } from '#words/en/device/device-name.ts';
import { otherDevices as words } from '#words/en/models/other-devices.ts';
import { UsageError } from '../command.ts';
import { checkLink } from '../options/check-link.ts';
import { formatFit } from '../print/fit-text.ts';
import { formatOtherDevice } from '../print/other-device-text.ts';
import { inspect } from './inspect-model.ts';
import { findInspectionTarget } from './inspection-target.ts';
import { parseDims } from '../options/dimensions.ts';

interface OtherDeviceOptions {
  /** The id of a device, or the link of its check. */
  readonly device: string;
  readonly hub: string | undefined;
  readonly dims: string | undefined;
  readonly contextLength: number | undefined;
  /** The time limit of one run in milliseconds. */
  readonly maxMs: number | undefined;
}

/** The result as JSON and as text. `hasFailed` is true if a size, memory or time limit is exceeded. */
interface OtherDeviceResult {
  readonly json: object;
  readonly text: string;
  readonly hasFailed: boolean;
}

/**
 * Forecasts how a model runs on another device, from its header alone and without a browser.
 * @throws UsageError | AppError from reading the header
 */
export async function fitOtherDevice(name: string, options: OtherDeviceOptions): Promise<OtherDeviceResult> {
  const { device, hub, dims, contextLength, maxMs } = options;
  const isKnown = isOtherDeviceId(device);
  if (!isKnown && !device.includes('#/device?'))
    throw new UsageError(`--device must be the link of a device check, or one of ${otherDeviceIds.join(', ')}`);
  const sizes = parseDims(dims);
  const facts = await inspect(await findInspectionTarget(name, hub), sizes);
  const context = chooseContextLength(facts.architecture, contextLength);
  if (!isKnown) return recommendForLink(name, device, facts, sizes, context);
  const specification = otherDevices[device];
  const forecast = forecastOnDevice(facts, specification, {
    contextLength: context,
    ...(maxMs !== undefined && { maxMs }),
  });
  return {
    json: { model: name, device, isHere: false, ...forecast },
    text: formatOtherDevice(name, device, specification, forecast),
    hasFailed: forecast.gates.some(({ state }) => state === 'fail'),
  };
}

/** Forecasts a model on the device whose check a link contains. */
function recommendForLink(
  name: string,
  link: string,
  facts: ModelFacts,
  sizes: ReturnType<typeof parseDims>,
  contextLength: number | null,
): OtherDeviceResult {
  let summary: ReturnType<typeof parseDeviceLink> = null;
  checkLink(() => (summary = parseDeviceLink(new URLSearchParams(link.slice(link.indexOf('?') + 1)))));
  if (!summary) throw new UsageError('--device: the link contains no device values');
  const { browser, os, cores } = summary as NonNullable<ReturnType<typeof parseDeviceLink>>;
  const recommendation = recommend(facts, toLinkedProfile(summary), {
    ...(contextLength !== null && { contextLength }),
  });
  const result = createFitSummary({ name, facts, sizes }, recommendation, null);
  return {
    json: { device: link, isHere: false, ...result },
    text: `${words.mark}: ${linkedDeviceName(browser, os, cores)}. ${words.linkedLead}\n${formatFit(result)}`,
    hasFailed: false,
  };
}
