import type { OpenRequest, OpenTextRequest } from '#bridge/session-contract.ts';
import { listDevicesToTry, pickEngineSettings } from '#core/engine/engine-settings.ts';
import { AppError } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { ChosenSetup, OpenOptions } from '#core/engine/runtime.ts';
import { chooseTuned, getDefaultSetup, isOpenChoice, type RequestedSetup } from '#planner/requested-setup.ts';
import { readGraphFacts } from '#sessions/model-graphs.ts';

type AnyOpenRequest = OpenRequest | OpenTextRequest;

/** The options with which a model is opened, and those that the worker chose. */
interface Setup {
  readonly options: OpenOptions;
  readonly chosen?: ChosenSetup;
}

/** Chooses a setup without the model's header; `null` if the choice depends on the model. */
export function chooseSetupBeforeLoading(request: AnyOpenRequest): Setup | null {
  const { options, deviceMeasurements: known } = request;
  const requestedSetup = toRequestedSetup(request);
  const tunedSetup = chooseTuned(requestedSetup, known?.tuned);
  if (tunedSetup) return applyChosenSetup(request, tunedSetup);
  if (!known || !isOpenChoice(requestedSetup)) return { options };
  return known.profile ? null : applyChosenSetup(request, getDefaultSetup(requestedSetup));
}

/** Chooses a setup from the model's header and the measurements of this device. */
export async function chooseSetupForModel(request: AnyOpenRequest, model: ModelFiles): Promise<Setup> {
  const requestedSetup = toRequestedSetup(request);
  try {
    const { chooseSetup } = await import('#planner/choose-setup.ts');
    const facts = await readGraphFacts(model, model.entry);
    return applyChosenSetup(
      request,
      request.deviceMeasurements
        ? chooseSetup(requestedSetup, facts, request.deviceMeasurements)
        : getDefaultSetup(requestedSetup),
    );
  } catch (thrown) {
    // If the header cannot be read, the engine will reject the model.
    if (thrown instanceof AppError) return applyChosenSetup(request, getDefaultSetup(requestedSetup));
    throw thrown;
  }
}

function toRequestedSetup({ engine, options }: AnyOpenRequest): RequestedSetup {
  const { devices, threads } = options;
  return { engine, device: devices[0], threads, settings: pickEngineSettings(options) };
}

function applyChosenSetup({ engine, options }: AnyOpenRequest, chosen: ChosenSetup): Setup {
  const { device, threads, settings } = chosen;
  const mergedOptions = { ...options, ...settings };
  const devices = listDevicesToTry(engine, device, pickEngineSettings(mergedOptions));
  return { options: { ...mergedOptions, devices, ...(threads !== undefined && { threads }) }, chosen };
}
