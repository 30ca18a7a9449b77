import type { InferenceSession } from 'onnxruntime-web';
import type { DeviceId } from '#core/engine/engines.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { OpenOptions, SessionFacts } from '#core/engine/runtime.ts';
import { createSession } from './create-ort-session.ts';
import { OrtSession } from './ort-session.ts';
import { ProfiledOrtSession } from './profiled-ort-session.ts';
import { toTensorSpec } from './ort-tensors.ts';

/** Opens `model` on one device. */
export async function openOnDevice(
  device: DeviceId,
  failedDevices: SessionFacts['failedDevices'],
  model: ModelFiles,
  options: OpenOptions,
): Promise<OrtSession> {
  const createdSession = await createSession({ engine: 'ort', device, failedDevices }, model, options);
  const { library, session, gpu, memories, placement } = createdSession;
  try {
    const facts = { ...createdSession.facts, ...readSpecs(session, model), ...(placement && { placement }) };
    const init = { library, session, facts, device: gpu, memories };
    return options.profile ? new ProfiledOrtSession(init) : new OrtSession(init);
  } catch (thrown) {
    await session.release();
    gpu?.destroy();
    throw thrown;
  }
}

function readSpecs(session: InferenceSession, model: ModelFiles): Pick<SessionFacts, 'inputs' | 'outputs'> {
  return {
    inputs: session.inputMetadata.map((value) => toTensorSpec(value, model.id)),
    outputs: session.outputMetadata.map((value) => toTensorSpec(value, model.id)),
  };
}
