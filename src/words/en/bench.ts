import type { WorkloadId } from '#core/model.ts';
import type { Effort } from '#core/report.ts';

export const bench = {
  title: 'Benchmark',
  lead: 'Measure a model on this device by a fixed method, check its outputs against a reference, and share the result as a link.',
  badLink: 'Invalid benchmark link',

  settings: {
    title: 'Benchmark settings',
    kind: 'Model',
    kinds: { workload: 'Standard', model: 'Bundled', files: 'Your file' },
    workload: 'Workload',
    workloads: {
      conv: { name: 'conv', what: 'MobileNetV2, one image of 224 × 224' },
      encoder: { name: 'encoder', what: 'The architecture of MiniLM-L6, 128 tokens' },
      decoder: {
        name: 'decoder',
        what: 'Eight layers of the SmolLM2-135M architecture, one token after 0 and after 512',
      },
    } satisfies Record<WorkloadId, { name: string; what: string }>,
    workloadHelp:
      'Real architectures with seeded random weights, built here: the same bytes everywhere, nothing to download. Speed does not depend on the values of the weights.',
    model: 'Bundled model',
    file: 'Model file',
    fileHelp:
      'An .onnx or .tflite file, or a TensorFlow.js model.json with its .bin files. Read on this device, never uploaded.',
    fileNeeded: 'Choose the file to measure. A link holds the settings, not the file.',
    otherFileNeeded: 'Choose another file to measure.',
    chosen: (names: string, size: string) => `${names}, ${size}`,
    openedBy: (engine: string) => `opened by ${engine}`,
    textModel:
      'Text models are measured on the Chat page: time to first token and tokens/s are shown under every answer.',
    toChat: 'Open in Chat',
    effort: 'Effort',
    efforts: {
      quick: { name: 'Quick', what: '10 samples or 3 seconds. Indicative: good for the order of magnitude.' },
      standard: { name: 'Standard', what: 'At least 30 samples and 10 seconds per part.' },
      full: { name: 'Full', what: 'At least 130 samples and one minute per part: enough for p95.' },
    } satisfies Record<Effort, { name: string; what: string }>,
    sizes: 'Free dimensions',
    sizesHelp:
      'The model does not fix these sizes. They set how much work a run is, so they are stored with the result.',
  },
  done: (subject: string, speed: string) => `Done: ${subject} takes ${speed} per inference.`,
  run: 'Run the benchmark',
  again: 'Run again',
  keepVisible: 'Keep this tab visible: browsers throttle hidden pages, so samples taken meanwhile are excluded.',

  running: {
    title: 'Measuring',
    starting: 'Reading device capabilities',
    otherTab: 'Another tab is measuring; waiting for it to finish',
    phase: (phase: string, cell: string) => (cell === '' ? phase : `${phase}: ${cell}`),
    liveCount: (count: string, median: string) => `${count} samples, recent median ${median}`,
  },
  testedForecast: (low: string, high: string, measured: string, isInside: boolean) =>
    `Forecast from the model’s header: ${low} to ${high}. Measured: ${measured}, ${isInside ? 'inside' : 'outside'} the range. Later forecasts here take it into account.`,
};
