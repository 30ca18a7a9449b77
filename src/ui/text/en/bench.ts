import type { WorkloadId } from '#core/model.ts';
import type { Effort } from '#core/report.ts';

export const bench = {
  title: 'Bench',
  lead: 'Measure a model on this device by a fixed method, check that its answers are right, and send the result as a link.',
  badLink: 'This link names no run',

  settings: {
    title: 'What to measure',
    kind: 'Model',
    kinds: { workload: 'Standard', model: 'Bundled', files: 'Your file' },
    workload: 'Workload',
    workloads: {
      conv: { name: 'conv', what: 'MobileNetV2, one picture of 224 × 224' },
      encoder: { name: 'encoder', what: 'The shape of MiniLM-L6, 128 tokens' },
      decoder: { name: 'decoder', what: 'Eight layers of SmolLM2-135M’s shape, one token after 0 and after 512' },
    } satisfies Record<WorkloadId, { name: string; what: string }>,
    workloadHelp:
      'Real architectures with seeded weights, built here: the same bytes everywhere, nothing to download. Speed does not depend on what the weights say.',
    model: 'Bundled model',
    file: 'Model file',
    fileHelp: 'An .onnx or .tflite file, or a TensorFlow.js model.json with its .bin files. Read here, never uploaded.',
    fileNeeded: 'Choose the file to measure. A link names the settings; the file stays with its owner.',
    otherFileNeeded: 'Choose another file to measure.',
    chosen: (names: string, size: string) => `${names}, ${size}`,
    openedBy: (engine: string) => `opened by ${engine}`,
    textModel:
      'Text models are measured on the Chat page: the time to the first word and the pace stand under every answer.',
    toChat: 'Open it there',
    effort: 'Effort',
    efforts: {
      quick: { name: 'Quick', what: '10 samples or 3 seconds. Indicative: enough to see the order of magnitude.' },
      standard: { name: 'Standard', what: 'At least 30 samples and 10 seconds for every part.' },
      full: { name: 'Full', what: 'At least 130 samples and a minute for every part: p95 can be stated.' },
    } satisfies Record<Effort, { name: string; what: string }>,
    more: 'Engine settings',
    sizes: 'Sizes of free dimensions',
    sizesHelp:
      'This model leaves these sizes open. They decide how much work a run is, so they are kept with the result.',
  },
  done: (subject: string, speed: string) => `Done: ${subject} takes ${speed} per inference.`,
  run: 'Run the benchmark',
  again: 'Run again',
  keepVisible: 'Keep this tab in front: a hidden page is slowed down, and its samples do not count.',

  running: {
    title: 'Measuring',
    starting: 'Looking at this device',
    otherTab: 'Another tab is measuring; this one starts when it is done',
    phase: (phase: string, cell: string) => (cell === '' ? phase : `${phase}: ${cell}`),
    liveCount: (count: string, median: string) => `${count} samples; the latest around ${median}`,
  },
};
