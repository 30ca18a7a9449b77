import type { Caution, CellComparison, Obstacle } from '#bench/compare.ts';
import type { Agreement, FlagId, Report } from '#core/report.ts';

/** What a flag means for the figures, and what to do about it. */
interface Flag {
  readonly name: string;
  readonly meaning: string;
  readonly cure: string;
}

export const report = {
  title: (subject: string) => `Result: ${subject}`,
  lead: 'A measurement that someone sent as a link. Nothing was fetched: the address holds all of it.',
  reading: 'Reading the link',
  badLink: 'This link holds no result',
  selfReported:
    'Self-reported by the device it ran on. The link’s checksum notices damage; it is not a signature and proves nothing about the sender.',

  verdict: {
    label: 'Verdict',
    perInference: 'per inference, median',
    invalidSpeed: 'The outputs are wrong, so this speed does not count.',
    rate: (perSecond: string) => `${perSecond} inferences a second`,
    spread: (mad: string, share: string) => `Half of the samples lie within ${mad} of it, ${share}.`,
    outcomes: {
      valid: { mark: 'valid', sentence: 'Measured by the whole method, without interruption.' },
      indicative: {
        mark: 'indicative',
        sentence: 'Too few samples for a firm figure: good for the order of magnitude.',
      },
      interrupted: {
        mark: 'interrupted',
        sentence: 'Something interfered while it ran. Do not rely on it; run again.',
      },
      invalid: { mark: 'invalid', sentence: 'The model gave wrong answers here. Its speed means nothing.' },
    } satisfies Record<Report['outcome'], { mark: string; sentence: string }>,
    on: (runtime: string, version: string, device: string, threads: string) =>
      `${runtime} ${version} on ${device}, ${threads}`,
    instead: (asked: string) => `instead of ${asked}, which refused`,
  },

  agreement: {
    title: 'Are the answers right?',
    words: {
      identical: 'Identical',
      expected: 'As expected',
      investigate: 'Look closer',
      broken: 'Wrong',
      'not-measured': 'Not measured',
    } satisfies Record<Agreement['verdict'], string>,
    sentences: {
      identical: (against: string) => `Every value equals the reference, ${against}.`,
      expected: (against: string) => `The outputs differ from ${against} by rounding only.`,
      investigate: (against: string) => `The outputs differ from ${against} by more than rounding explains.`,
      broken: (against: string) => `The outputs do not agree with ${against}.`,
    } satisfies Record<Exclude<Agreement['verdict'], 'not-measured'>, (against: string) => string>,
    figures: (metric: string, value: string, difference: string) =>
      `${metric} ${value}, largest difference ${difference}`,
    nearlyOne: 'above 0.99999999',
    noDifference: 'not finite',
    notMeasured: (why: string) => `Nothing to compare with: ${why}.`,
    reasons: {
      'no-reference': 'no stored outputs, and the run was on the reference device itself',
      'model-too-large': 'the model is above 200 MB, too large to be opened a second time',
    } as Readonly<Record<string, string>>,
  },

  figures: {
    title: 'Figures',
    caption: 'Figures of each part, in milliseconds per inference',
    figure: 'Figure',
    median: 'Median',
    mad: 'MAD',
    mean: 'Mean, 95 % interval',
    interval: (mean: string, half: string) => `${mean} ± ${half}`,
    min: 'Fastest',
    max: 'Slowest',
    p90: 'p90',
    p95: 'p95',
    p99: 'p99',
    needs: (n: string) => `needs n ≥ ${n}`,
    n: 'Samples (n)',
    voided: 'Voided samples',
    perSample: 'Inferences per sample',
  },

  phases: {
    title: 'Phases, never summed',
    caption: 'Duration of each phase',
    download: 'Download',
    nothing: 'nothing fetched',
    load: 'Engine load',
    withCreate: 'not timed apart',
    create: 'Session create',
    first: (cell: string) => `First inference, ${cell}`,
    warmup: (cell: string) => `Warm-up, ${cell}`,
    warmupText: (runs: string, time: string, settled: boolean) =>
      `${runs} runs in ${time}, ${settled ? 'settled' : 'never settled'}`,
    start: 'Start',
    starts: {
      cold: 'cold: first use of this engine since the page was opened, its code in no cache',
      warm: 'warm: this engine had run before, or its code was in a cache',
    } satisfies Record<Report['start'], string>,
    code: 'Engine code from',
    codes: {
      network: 'the network',
      cache: 'a cache of this browser',
      unknown: 'the browser does not tell',
    } satisfies Record<NonNullable<Report['codeFrom']> | 'unknown', string>,
  },

  plot: {
    title: 'Distribution',
    samples: 'Samples in the order they were taken',
    fromBins: 'A link carries samples as a histogram: their order is lost, and each is known to within its bin.',
    binWidth: (width: string) => `Bins are ${width} wide; the figures are exact.`,
    label: (n: string, low: string, median: string, high: string) =>
      `Histogram of ${n} samples from ${low} to ${high}, median ${median}.`,
    stripLabel: (n: string, outliers: string) => `${n} samples over time; ${outliers} far from the median.`,
    beyond: (count: string, limit: string) => `+${count} above ${limit}`,
    median: 'median',
    outliers: 'far from the median (kept)',
    voided: 'voided (left out)',
  },

  flags: {
    title: 'Flags',
    none: 'No flags: nothing suspicious was noticed.',
    list: {
      indicative: {
        name: 'Indicative',
        meaning: 'Quick effort: few samples.',
        cure: 'Run at standard effort for figures to quote.',
      },
      capped: {
        name: 'Time cap reached',
        meaning: 'The device is slow for this model, and the cap ended a part before it had its samples.',
        cure: 'Choose full effort, which allows more time, or a smaller workload.',
      },
      'unstable-warmup': {
        name: 'Never settled',
        meaning: 'The last warm-up runs still differed by more than 5 %.',
        cure: 'Close what else is running and let the device cool, then run again.',
      },
      'coarse-clock': {
        name: 'Coarse clock',
        meaning: 'One sample is short against the step of this browser’s clock.',
        cure: 'Open the app where it is cross-origin isolated; that makes the clock finer.',
      },
      'few-distinct-samples': {
        name: 'Few different values',
        meaning: 'The samples take only a few values: the clock decides them, not the engine.',
        cure: 'Use a larger model, or a browser with a finer clock.',
      },
      interrupted: {
        name: 'Interrupted',
        meaning: 'The page was hidden or the power changed while samples were taken. Those samples are left out.',
        cure: 'Run again and keep this tab in front.',
      },
      'busy-machine': {
        name: 'Busy machine',
        meaning: 'The page’s own timer came late again and again: something else used the processor.',
        cure: 'Close other programs and tabs, or use fewer threads, and run again.',
      },
      'wide-spread': {
        name: 'Wide spread',
        meaning: 'The middle half of the samples is spread over more than a quarter of the median.',
        cure: 'Close other programs, plug the device in and let it cool, then run again. Look at the distribution.',
      },
      'fallback-device': {
        name: 'Another device',
        meaning: 'The device asked for refused, and another took the model.',
        cure: 'The environment below says why it refused.',
      },
      'fewer-threads': {
        name: 'Fewer threads',
        meaning: 'The engine ran on fewer threads than were asked for.',
        cure: 'Open the app where it is cross-origin isolated, and ask for no more threads than the device has cores.',
      },
      'software-gpu': {
        name: 'Software GPU',
        meaning: 'The graphics adapter is emulated on the processor. It says nothing about a real GPU.',
        cure: 'Turn on hardware acceleration, or update the graphics driver.',
      },
      disagrees: {
        name: 'Wrong outputs',
        meaning: 'The outputs do not agree with the reference, so the speed does not count.',
        cure: 'Try another device or graph level; a wrong result is worth reporting to the engine.',
      },
      'agreement-not-measured': {
        name: 'Answers not checked',
        meaning: 'There was no reference to hold the outputs against.',
        cure: 'Run it on another device: its outputs are then compared with WebAssembly.',
      },
    } satisfies Record<FlagId, Flag>,
  },

  environment: {
    title: 'Environment',
    caption: 'What it ran on',
    fact: 'Fact',
    value: 'Value',
    subject: 'Model',
    sha256: 'SHA-256',
    unknownHash: 'not computed',
    size: 'Size',
    weightType: 'Type of the weights',
    placement: 'Nodes run by',
    placementText: (provider: string, nodes: string, share: string) => `${provider}: ${nodes} (${share} %)`,
    widened: 'Integer convolutions computed in float32',
    sizes: 'Sizes of free dimensions',
    engine: 'Engine',
    engineText: (runtime: string, version: string, build: string) => `${runtime} ${version}, build ${build}`,
    device: 'Device',
    threads: 'Threads',
    refused: (device: string) => `${device} refused`,
    browser: 'Browser',
    os: 'System',
    cores: 'Logical cores',
    memory: 'Memory, as the browser rounds it',
    gpu: 'GPU',
    gpuText: (vendor: string, architecture: string, software: boolean) =>
      `${vendor} ${architecture}${software ? ' (software)' : ''}`,
    none: 'none seen',
    isolated: 'Cross-origin isolated',
    simd: 'SIMD / relaxed SIMD',
    clock: 'Clock step',
    eventLoop: 'Page timer',
    eventLoopText: (late: string, ticks: string, worst: string) => `${late} of ${ticks} ticks late, worst by ${worst}`,
    measured: 'Measured',
    method: 'Method',
    methodText: (version: string, effort: string) => `${version}, ${effort} effort`,
    order: 'Seed of the order',
    app: 'Assay',
    yes: 'yes',
    no: 'no',
  },

  samples: {
    title: 'Raw samples',
    show: (count: string) => `All ${count} samples, in milliseconds`,
    bins: (count: string) => `All ${count} bins: from, samples`,
  },

  export: {
    title: 'Take it along',
    json: 'Save JSON',
    csv: 'Save CSV',
    markdown: 'Save Markdown',
    copyMarkdown: 'Copy Markdown',
  },

  share: {
    title: 'Share',
    lead: 'The link below is the result: whoever opens it needs no server and no account. This is everything it holds.',
    caption: 'Everything that travels in the link',
    field: 'Field',
    value: 'Value',
    length: (count: string) => `${count} characters`,
    copy: 'Copy the link',
    repeat: 'Run this here',
    repeatHelp: 'Opens the bench with the same settings.',
    noRepeat: 'This result is of a model that this version does not know, so it cannot be repeated here.',
  },

  compare: {
    field: 'Compare with another result',
    help: 'Paste a result link. The ratio of the medians is shown with its 95 % interval.',
    open: 'Compare',
    title: 'Compare',
    lead: 'Two results side by side: the ratio of their medians, and how sure it is.',
    first: 'A',
    second: 'B',
    openOne: 'Open this result',
    sentences: {
      first: (factor: string, range: string) => `A is ${factor}× faster (${range}).`,
      second: (factor: string, range: string) => `B is ${factor}× faster (${range}).`,
      neither: (_factor: string, range: string) => `No measurable difference (${range}).`,
      unclear: (_factor: string, range: string) => `Cannot tell: too few or too scattered samples (${range}).`,
    } satisfies Record<CellComparison['faster'], (factor: string, range: string) => string>,
    range: (low: string, high: string) => `${low}–${high}×, 95 % interval`,
    inPart: (cell: string, sentence: string) => `${cell}: ${sentence}`,
    obstacles: {
      itself: 'Both are the same result, so there is nothing to compare.',
      invalid: 'Not comparable: one of them gave wrong outputs, so its speed does not count.',
      method: 'Not comparable: they were measured by different major versions of the method.',
      subject: 'Not comparable: they measured different models.',
      dimensions: 'Not comparable: the free dimensions of the model had different sizes.',
      cells: 'Not comparable: they measured different parts of the workload.',
    } satisfies Record<Obstacle, string>,
    cautions: {
      'not-interleaved': 'They ran at different times, not in turns: drifts of the device count as difference.',
      'other-machine': 'They ran on different machines.',
      'other-engine': 'Engine version or browser differ.',
      'other-settings': 'Device, threads or engine settings differ.',
      indicative: 'At least one is not a full, undisturbed measurement.',
      histogram: 'Samples came from links, as histograms: the interval is as fine as their bins.',
    } satisfies Record<Caution, string>,
    cautionsTitle: 'Keep in mind',
    factsCaption: 'What differs between A and B',
    plotTitle: 'Both on one scale',
  },
};
