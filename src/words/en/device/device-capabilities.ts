import type { Capability, CapabilityId } from '#state/device/capabilities.svelte.ts';
import { format } from '../format.ts';

const units = {
  chat: 'tokens/s',
  detection: 'frames/s',
  classification: 'images/s',
  embedding: 'texts/s',
} satisfies Record<CapabilityId, string>;

/** What this machine can run, in plain words. */
export const capabilities = {
  title: 'What can this machine run?',
  verdicts: {
    pending: 'Not yet known',
    yes: 'Yes',
    slow: 'Slow',
    no: 'No',
    'not-measured': 'Not measured',
    disturbed: 'Not measured',
  } satisfies Record<Capability['verdict'], string>,
  names: {
    chat: 'Chat with a language model of 1 billion parameters',
    detection: 'Detect objects in live video (30 frames per second)',
    classification: 'Classify images',
    embedding: 'Search texts by meaning',
  } satisfies Record<CapabilityId, string>,
  describe({ id, verdict, perS, measuredRuns }: Capability): string {
    if (perS === null) {
      if (verdict === 'pending') return 'Known once the speed below is measured.';
      if (verdict === 'no') return 'It does not fit in the memory available here.';
      if (verdict === 'disturbed')
        return 'Other programs used the CPU during the measurement: repeat it when they are idle.';
      return id === 'chat'
        ? 'The speed of language models is measured separately.'
        : 'There is no forecast for this model’s engine. Detect objects in at least four images, or with the camera, on the Run page, and the measured speed is shown here. The first run is not counted: it includes the warm-up.';
    }
    const { number } = format;
    if (measuredRuns !== null)
      return `Measured on the Run page: about ${number(perS.expected)} ${units[id]} (${number(perS.low)} to ${number(perS.high)} in ${measuredRuns === 1 ? '1 run' : `${format.whole(measuredRuns)} runs`}).`;
    return `About ${number(perS.expected)} ${units[id]} (likely ${number(perS.low)} to ${number(perS.high)}).`;
  },
  measure: 'Measure language models (a few seconds)',
  measuring: 'Measuring language models',
  basis:
    'Forecasts from the measured speeds, or measured on the Run page where stated, for Llama 3.2 1B (Q4_K_M), the bundled detector CenterNet, MobileNetV2 at 224 × 224 pixels, and MiniLM-L6 with 128 tokens. “Yes” means at least 10 tokens, 30 frames, 10 classified images or 10 texts per second; “Slow” means at least a tenth of that, and “No” less, or that the model does not fit in memory.',
};
