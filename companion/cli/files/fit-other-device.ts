import { parseDeviceLink } from '#links/device-link.ts';
import { forecastOnDevice } from '#planner/other-devices/forecast-on-device.ts';
import { isOtherDeviceId, otherDeviceIds, otherDevices } from '#planner/other-devices/index.ts';
import { toLinkedProfile } from '#planner/other-devices/linked-device-profile.ts';
import { recommend } from '#planner/recommend.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import { chooseContextLength } from '#core/engine/engine-settings.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { judgeLatency } from '#planner/other-devices/judge-device.ts';
import { createFitSummary } from '#share/export/fit-summary.ts';
import { linkedDeviceName } from '#words/en/device/device-name.ts';
import { otherDevices as words } from '#words/en/models/other-devices.ts';
import { UsageError } from '../command.ts';
import { checkLink } from '../options/check-link.ts';
import { formatFit } from '../print/fit-text.ts';
import { formatDeviceGates, formatOtherDevice } from '../print/other-device-text.ts';
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
  if (!isKnown) return forecastForLink({ name, facts, sizes }, device, { contextLength: context, maxMs });
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

/**
 * Forecasts a model on the device whose check a link contains. It fails if the model does not fit there, or if none of
 * the forecast range meets the time limit.
 */
function forecastForLink(
  model: { readonly name: string; readonly facts: ModelFacts; readonly sizes: Dimensions },
  link: string,
  { contextLength, maxMs }: { readonly contextLength: number | null; readonly maxMs: number | undefined },
): OtherDeviceResult {
  const summary = checkLink(() => parseDeviceLink(new URLSearchParams(link.slice(link.indexOf('?') + 1))));
  if (!summary) throw new UsageError('--device: the link contains no device values');
  const { browser, os, cores } = summary;
  const recommendation = recommend(model.facts, toLinkedProfile(summary), {
    ...(contextLength !== null && { contextLength }),
  });
  const { best } = recommendation;
  const gates = maxMs === undefined ? [] : [judgeLatency(maxMs, best ? [best.forecast] : [])];
  const result = createFitSummary(model, recommendation, null);
  const title = `${words.mark}: ${linkedDeviceName(browser, os, cores)}. ${words.linkedLead}`;
  return {
    json: { device: link, isHere: false, ...result, gates },
    text: [title, formatFit(result), ...formatDeviceGates(gates)].join('\n'),
    hasFailed: !best || gates.some(({ state }) => state === 'fail'),
  };
}
