import type { OpenRequest, OpenTextRequest } from '#bridge/contract.ts';
import { devicesToTry, settingsOf } from '#core/engine-settings.ts';
import { AppError } from '#core/error.ts';
import type { ModelFiles } from '#core/model.ts';
import type { ChosenSetup, OpenOptions } from '#core/runtime.ts';
import { defaultSetup, isOpenChoice, type RequestedSetup } from '#planner/requested-setup.ts';
import { readHeader } from './model-parts.ts';

type Request = OpenRequest | OpenTextRequest;

/** How a model is opened, and what of it was chosen here. */
interface Setup {
  readonly options: OpenOptions;
  readonly chosen?: ChosenSetup;
}

/** What needs no header; null: the choice depends on the model. */
export function setupBeforeLoading(request: Request): Setup | null {
  const { options, known } = request;
  const asked = askedOf(request);
  if (!known || !isOpenChoice(asked)) return { options };
  return known.profile ? null : withChosen(request, defaultSetup(asked));
}

/** By the model's header, and what was measured here. */
export async function setupFor(request: Request, model: ModelFiles): Promise<Setup> {
  const asked = askedOf(request);
  try {
    const { chooseSetup } = await import('#planner/choose-setup.ts');
    const facts = await readHeader(model, model.entry);
    return withChosen(request, request.known ? chooseSetup(asked, facts, request.known) : defaultSetup(asked));
  } catch (thrown) {
    // A header that cannot be read is the engine's to refuse.
    if (thrown instanceof AppError) return withChosen(request, defaultSetup(asked));
    throw thrown;
  }
}

function askedOf({ runtime, options }: Request): RequestedSetup {
  const { devices, threads } = options;
  return { runtime, device: devices[0], threads, settings: settingsOf(options) };
}

function withChosen({ runtime, options }: Request, chosen: ChosenSetup): Setup {
  const { device, threads } = chosen;
  const devices = devicesToTry(runtime, device, settingsOf(options));
  return { options: { ...options, devices, ...(threads !== undefined && { threads }) }, chosen };
}
