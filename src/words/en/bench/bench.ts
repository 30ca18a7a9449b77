import type { WorkloadId } from '#core/model/model.ts';
import type { Effort } from '#core/report/bench-request.ts';
import { loadCurve } from './load-curve.ts';
import { matrix } from './matrix.ts';

export const bench = {
  title: 'Benchmark',
  lead: 'Measure a model on this device by a fixed method, check its outputs against a reference, and share the result as a link.',
  badLink: 'Invalid benchmark link',

  settings: {
    title: 'Benchmark settings',
    /** The title on pages that do not benchmark. */
    plainTitle: 'Model and settings',
    kind: 'Model',
    kinds: { workload: 'Standard', model: 'Bundled or stored', files: 'Your file' },
    workload: 'Workload',
    workloads: {
      conv: 'One image of 224 × 224 pixels. On the command line: conv.',
      encoder: 'The architecture of MiniLM-L6, with 128 tokens. On the command line: encoder.',
      decoder:
        'Eight layers of the SmolLM2-135M architecture, one token per inference, with an empty context and after 512 tokens. On the command line: decoder.',
    } satisfies Record<WorkloadId, string>,
    workloadHelp:
      'Real architectures with seeded random weights, built on this device: identical everywhere, and nothing to download. Their speed does not depend on the values of the weights.',
    model: 'Bundled or stored model',
    file: 'Choose a model file',
    fileHelp:
      'An .onnx, .tflite or .gguf file, a TensorFlow.js model.json with its .bin files, or all files of an MLC model. Read on this device, never uploaded.',
    fileNeeded: 'Choose the file to measure. A link contains the settings, not the file.',
    otherFileNeeded: 'Choose another file to measure.',
    chosen: (names: string, size: string) => `${names}, ${size}`,
    openedBy: (engine: string) => `opened by ${engine}`,
    effort: 'Run length',
    efforts: {
      quick: { name: 'Quick', description: 'Up to 10 samples, within 3 seconds. Rough estimate only.' },
      standard: { name: 'Standard', description: 'At least 30 samples and 10 seconds per test.' },
      full: { name: 'Full', description: 'At least 130 samples and one minute per test: enough for p95.' },
    } satisfies Record<Effort, { name: string; description: string }>,
    textEfforts: {
      quick:
        'Prompts of 128 tokens and answers of 32, with an empty context and after 256 tokens. Up to 15 seconds for each of these four tests. Filling the context and checking the outputs take longer on a slow device. Rough estimate only.',
      standard:
        'Prompts of 512 tokens and answers of 128, with an empty context and after 1,024 tokens. At least 5 samples of each.',
      full: 'Prompts of 512 tokens and answers of 128, with an empty context and after 1,024 tokens. At least 10 samples and one minute per test.',
    } satisfies Record<Effort, string>,
    textEffortsHelp:
      'Slow devices and short contexts use fewer tokens. Very slow devices skip the tests with a filled context.',
    sizesHelp:
      'Free dimensions and integer inputs of this model. Its speed depends on them, so they are stored with the result.',
  },
  loadCurve,
  matrix,
  done: (subject: string, speed: string) => `Done: ${subject} measured, median ${speed}.`,
  run: 'Run the benchmark',
  profile: 'See where the time goes, node by node',
  tune: 'Find the fastest engine settings for this model',
  runAgain: 'Run again',
  keepVisible:
    'Keep this tab visible: browsers throttle hidden pages, so samples taken while it is hidden are excluded.',

  received: {
    title: 'Compared with a received result',
    lead: 'When the run is done, both results are shown side by side.',
    model: (id: string, size: string) => `${id}, ${size}`,
    sha256: 'SHA-256',
    file: 'The link names the model, but does not contain it. Choose the file with this SHA-256 below; it is checked before the run.',
    otherMethod: (method: string) =>
      `The received result was measured by method ${method}. Your result uses the current method, so the two speeds cannot be compared.`,
    forget: 'Measure without comparing',
  },

  running: {
    title: 'Measuring',
    starting: 'Reading device capabilities',
    otherTab: 'Another tab is measuring; waiting for it to finish',
    phase: (phase: string, cell: string) => (cell === '' ? phase : `${phase} ·\u00a0${cell}`),
    liveCount: (count: string, median: string) => `${count} samples, recent median ${median}`,
  },
  forecastCheck: (low: string, high: string, measured: string, isInside: boolean) =>
    `Forecast from the model’s header: ${low} to ${high}. Measured: ${measured}, ${isInside ? 'within' : 'outside'} the range. Later forecasts on this device take the measured time into account.`,
};
