import type { OpenRequest, OpenTextRequest } from '#bridge/session-contract.ts';
import { listDevicesToTry, pickEngineSettings } from '#core/engine/engine-settings.ts';
import { AppError } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { ChosenSetup, OpenOptions } from '#core/engine/runtime.ts';
import { chooseTuned, getDefaultSetup, isOpenChoice, type RequestedSetup } from '#planner/requested-setup.ts';
import { readGraphFacts } from '#sessions/model-graphs.ts';

type Request = OpenRequest | OpenTextRequest;

/** How a model is opened, and which options were chosen here. */
interface Setup {
  readonly options: OpenOptions;
  readonly chosen?: ChosenSetup;
}

/** The setup if it can be chosen without the header; `null` if it depends on the model. */
export function chooseSetupBeforeLoading(request: Request): Setup | null {
  const { options, known } = request;
  const requested = toRequestedSetup(request);
  const tuned = chooseTuned(requested, known?.tuned);
  if (tuned) return withChosen(request, tuned);
  if (!known || !isOpenChoice(requested)) return { options };
  return known.profile ? null : withChosen(request, getDefaultSetup(requested));
}

/** The setup chosen from the model's header and the measurements of this device. */
export async function chooseSetupForModel(request: Request, model: ModelFiles): Promise<Setup> {
  const requested = toRequestedSetup(request);
  try {
    const { chooseSetup } = await import('#planner/choose-setup.ts');
    const facts = await readGraphFacts(model, model.entry);
    return withChosen(
      request,
      request.known ? chooseSetup(requested, facts, request.known) : getDefaultSetup(requested),
    );
  } catch (thrown) {
    // If the header cannot be read, the engine itself rejects the model.
    if (thrown instanceof AppError) return withChosen(request, getDefaultSetup(requested));
    throw thrown;
  }
}

function toRequestedSetup({ engine, options }: Request): RequestedSetup {
  const { devices, threads } = options;
  return { engine, device: devices[0], threads, settings: pickEngineSettings(options) };
}

function withChosen({ engine, options }: Request, chosen: ChosenSetup): Setup {
  const { device, threads, settings } = chosen;
  const set = { ...options, ...settings };
  const devices = listDevicesToTry(engine, device, pickEngineSettings(set));
  return { options: { ...set, devices, ...(threads !== undefined && { threads }) }, chosen };
}
