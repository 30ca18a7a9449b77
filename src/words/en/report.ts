import type { CellComparison, ComparisonCaveat, ComparisonSide, IncomparableReason } from '#bench/compare.ts';
import type { HostId } from '#core/engines.ts';
import type { Agreement, FlagId, Outcome, Phases, ReferenceId, TextCell, TextReport } from '#core/report.ts';
import type { MarkdownWords } from '#share/export-markdown.ts';

/** What a flag means for the statistics, and what to do about it. */
interface Flag {
  readonly name: string;
  readonly meaning: string;
  readonly fix: string;
}

const verdicts = {
  identical: 'identical',
  expected: 'as expected',
  investigate: 'to be investigated',
  broken: 'wrong',
} satisfies Record<Exclude<Agreement['verdict'], 'not-measured'>, string>;

/** Names of references; other references are shown by their own name. */
const references: Readonly<Record<string, string>> = {
  'this-device-wasm': 'WebAssembly on this device',
  'this-device-wasm-unoptimised': 'WebAssembly on this device, graph not optimised',
  'this-device-wasm-1-thread': 'WebAssembly on this device, 1 thread',
  'this-device-wasm-2-threads': 'WebAssembly on this device, 2 threads',
} satisfies Record<ReferenceId, string>;

const notCompared: Readonly<Record<string, string>> = {
  'no-reference': 'no stored outputs, and the run was on the reference device itself',
  'model-too-large': 'the model is above 200 MB, too large to be opened a second time',
  'reference-failed': 'the reference could not be computed',
};

const referenceText = (name: string): string => references[name] ?? name;

/** @param why a code, optionally followed by `: ` and the engine's message */
function notComparedText(why: string): string {
  const [code = '', ...message] = why.split(': ');
  const text = notCompared[code];
  if (text === undefined) return why;
  return message.length > 0 ? `${text} (${message.join(': ')})` : text;
}

/** The sentence of a comparison in which this side is the faster one. */
const faster: Readonly<Record<ComparisonSide, (factor: string, range: string) => string>> = {
  a: (factor, range) => `A is ${factor}× faster (${range}).`,
  b: (factor, range) => `B is ${factor}× faster (${range}).`,
  before: (factor, range) => `${factor}× slower after the change (${range}).`,
  after: (factor, range) => `${factor}× faster after the change (${range}).`,
  there: (factor, range) => `Their device is ${factor}× faster (${range}).`,
  here: (factor, range) => `This device is ${factor}× faster (${range}).`,
};

/** The Markdown of a report. */
const markdown: Omit<MarkdownWords, 'fact'> = {
  title: (subject, engine, device) => `${subject} on ${engine}, ${device}`,
  factColumns: ['Property', 'Value'],
  columns: {
    cell: 'Part',
    medianMs: 'Median ms',
    tokensPerS: 'Tokens/s',
    interval: '95 % CI',
    msPerToken: 'Median ms/token',
    mad: 'MAD',
    mean: 'Mean (95 % CI)',
    min: 'Min',
    max: 'Max',
    p90: 'p90',
    p95: 'p95',
    p99: 'p99',
    n: 'n',
    firstMs: 'First ms',
    agreement: 'Agreement',
  },
  interval: (low, high) => `${low} to ${high}`,
  needs: (samples) => `needs n ≥ ${samples}`,
  firstToken: (promptTokens, ms) => `Time to first token of a prompt of ${promptTokens} tokens: ${ms} ms (median).`,
  agreement: (agreement) =>
    agreement.verdict === 'not-measured'
      ? `not compared: ${notComparedText(agreement.why)}`
      : `${verdicts[agreement.verdict]} (${agreement.metric} ${agreement.value.toFixed(6)} against ${referenceText(agreement.reference)})`,
  textAgreement: (agreement, margin) => {
    if (agreement.verdict === 'not-measured') return `Agreement: not compared, ${notComparedText(agreement.why)}.`;
    const { verdict, same, tokens, reference } = agreement;
    const difference = margin === null ? '' : `; log-probability margin at the first difference ${margin}`;
    return `Agreement: ${verdicts[verdict]} (${same} of ${tokens} greedy tokens equal those of ${referenceText(reference)}${difference}).`;
  },
  source: 'Self-reported by one device. Open and re-run:',
};

export const report = {
  markdown: () => markdown,

  /** The first line of a result: what was measured, how fast it was, and on what. */
  title: (subject: string, speed: string, machine: string) => `${subject}: ${speed} on ${machine}`,
  lead: 'A measurement shared as a link. Nothing was downloaded: the address contains all of it.',
  reading: 'Reading the link',
  badLink: 'Invalid result link',
  selfReported:
    'Self-reported by the device it ran on. The link’s checksum detects damage; it is not a signature and proves nothing about the sender.',

  /** Titles of the parts of a run. */
  cells: {
    prompt: (tokens: string) => `Prompt of ${tokens} tokens`,
    generation: (tokens: string) => `Generation of ${tokens} tokens`,
    batch: (size: string) => `Batch size ${size}`,
    emptyContext: 'Empty context',
    context: (tokens: string) => `${tokens} tokens of context`,
    after: (work: string, context: string) => `${work} · ${context}`,
  },

  verdict: {
    label: 'Verdict',
    perInference: 'per inference, median',
    rate: (perSecond: string) => `${perSecond} inferences/s`,
    tokensPerS: 'tokens/s',
    works: {
      prompt: 'prompt processing, median',
      generation: 'generation, median',
    } satisfies Record<TextCell['work'], string>,
    firstToken: (promptTokens: string, time: string) =>
      `Time to first token of a prompt of ${promptTokens} tokens: ${time} (median)`,
    spread: (mad: string, share: string) => `Median absolute deviation ${mad} (${share} of the median)`,
    outcomes: {
      valid: { mark: 'valid', sentence: 'Measured by the full method, without interruption.' },
      indicative: {
        mark: 'indicative',
        sentence: 'Rough estimate only: too few samples for a reliable result.',
      },
      noisy: {
        mark: 'noisy',
        sentence:
          'The samples vary too much, or other programs kept the CPU busy. Do not rely on this speed; run again on an idle device.',
      },
      interrupted: {
        mark: 'interrupted',
        sentence: 'The run was disturbed. Do not rely on it; run again.',
      },
      invalid: { mark: 'invalid', sentence: 'The outputs are wrong, so this speed does not count.' },
    } satisfies Record<Outcome, { mark: string; sentence: string }>,
    on: (runtime: string, version: string, device: string, threads: string) =>
      `${runtime} ${version} on ${device}, ${threads}`,
    machine: (name: string, os: string, cores: string) => `${name}, ${os}, ${cores} logical cores`,
    size: (size: string, sha256: string | null) => (sha256 === null ? size : `${size}, SHA-256 ${sha256}`),
    wrong: 'wrong outputs',
    fallback: (requested: string) => `fallback from ${requested}`,
  },

  agreement: {
    title: 'Agreement with the reference',
    words: {
      identical: 'Identical',
      expected: 'As expected',
      investigate: 'Investigate',
      broken: 'Wrong',
      'not-measured': 'Not measured',
    } satisfies Record<Agreement['verdict'], string>,
    sentences: {
      identical: (against: string) => `Every value equals the reference, ${against}.`,
      expected: (against: string) => `The outputs differ from ${against} by rounding only.`,
      investigate: (against: string) => `The outputs differ from ${against} by more than rounding explains.`,
      broken: (against: string) => `The outputs do not agree with ${against}.`,
    } satisfies Record<Exclude<Agreement['verdict'], 'not-measured'>, (against: string) => string>,
    values: (metric: string, value: string, difference: string) =>
      `${metric} ${value}, largest difference ${difference}`,
    tokens: (same: string, tokens: string) => `${same} of the first ${tokens} greedy tokens are the same`,
    margin: (value: string) => `log-probability margin at the first difference ${value}`,
    nearlyOne: 'above 0.99999999',
    noDifference: 'not finite',
    notMeasured: (why: string) => `Not compared: ${notComparedText(why)}.`,
    reference: referenceText,
  },

  statistics: {
    title: 'Statistics',
    caption: 'Statistics of each part, in milliseconds per inference or token',
    statistic: 'Statistic',
    median: 'Median',
    mad: 'MAD',
    mean: 'Mean, 95 % CI',
    interval: (mean: string, half: string) => `${mean} ± ${half}`,
    min: 'Min',
    max: 'Max',
    p90: 'p90',
    p95: 'p95',
    p99: 'p99',
    needs: (n: string) => `needs n ≥ ${n}`,
    n: 'Samples (n)',
    voided: 'Excluded samples',
    perSample: 'Inferences per sample',
    tokensPerSample: 'Tokens per sample',
  },

  phases: {
    title: 'Phases (timed separately)',
    caption: 'Duration of each phase',
    download: 'Download',
    nothing: 'nothing downloaded',
    load: 'Engine load',
    notApart: 'not timed separately',
    create: 'Session creation',
    first: (cell: string) => `First inference, ${cell}`,
    firstPerToken: (cell: string) => `First run, per token, ${cell}`,
    warmup: (cell: string) => `Warm-up, ${cell}`,
    warmupText: (runs: string, time: string, settled: boolean) =>
      `${runs} runs in ${time}, ${settled ? 'stable' : 'not stable'}`,
    starts: {
      cold: 'cold: first use of this engine since the page was opened, its code not cached',
      warm: 'warm: this engine had run before, or its code was cached',
    } satisfies Record<Phases['start'], string>,
    codes: {
      network: 'network',
      cache: 'browser cache',
    } satisfies Record<NonNullable<Phases['codeFrom']>, string>,
  },

  plot: {
    title: 'Distribution',
    samples: 'Samples in the order they were taken',
    fromBins: 'A link carries samples as a histogram: their order is lost, and each is only known to within its bin.',
    binWidth: (width: string) => `Bins are ${width} wide; the statistics are exact.`,
    label: (n: string, low: string, median: string, high: string) =>
      `Histogram of ${n} samples from ${low} to ${high}, median ${median}.`,
    stripLabel: (n: string, outliers: string) => `${n} samples over time; ${outliers} outliers.`,
    beyond: (count: string, limit: string) => `+${count} above ${limit}`,
    median: 'median',
    outliers: 'outliers (included)',
    voided: 'excluded',
  },

  flags: {
    title: 'Flags',
    none: 'No flags: nothing suspicious was detected.',
    list: {
      indicative: {
        name: 'Indicative',
        meaning: 'A quick run: few samples.',
        fix: 'Use a standard run for results to publish.',
      },
      capped: {
        name: 'Time limit reached',
        meaning:
          'The device is slow for this model, and the time limit ended a part before all its samples were taken.',
        fix: 'Choose a full run, which allows more time, or a smaller workload.',
      },
      'unstable-warmup': {
        name: 'Unstable warm-up',
        meaning: 'The last warm-up runs still differed by more than 5 %.',
        fix: 'Close other programs and let the device cool down, then run again.',
      },
      'coarse-clock': {
        name: 'Coarse timer',
        meaning: 'A sample is short compared with the resolution of this browser’s timer.',
        fix: 'Open the app where it is cross-origin isolated: the timer is finer there.',
      },
      'few-distinct-samples': {
        name: 'Few distinct values',
        meaning: 'The samples take only a few values: the timer limits them, not the engine.',
        fix: 'Use a larger model, or a browser with a finer timer.',
      },
      interrupted: {
        name: 'Interrupted',
        meaning: 'The page was hidden or the power source changed during sampling. Those samples are excluded.',
        fix: 'Run again and keep this tab visible.',
      },
      'busy-machine': {
        name: 'Busy machine',
        meaning: 'The page’s event loop lagged repeatedly: something else used the CPU.',
        fix: 'Close other programs and tabs, or use fewer threads, and run again.',
      },
      'wide-spread': {
        name: 'Wide spread',
        meaning: 'The interquartile range is more than a quarter of the median.',
        fix: 'Close other programs, plug the device in and let it cool down, then run again. Check the distribution.',
      },
      'fallback-device': {
        name: 'Fallback device',
        meaning: 'The requested device could not open the model, and another was used.',
        fix: 'The environment below shows the reason.',
      },
      'fewer-threads': {
        name: 'Fewer threads',
        meaning: 'The engine ran with fewer threads than requested.',
        fix: 'Open the app where it is cross-origin isolated, and request no more threads than the device has cores.',
      },
      'software-gpu': {
        name: 'Software GPU',
        meaning: 'The GPU is emulated on the CPU. This says nothing about a real GPU.',
        fix: 'Turn on hardware acceleration, or update the graphics driver.',
      },
      'smaller-cells': {
        name: 'Fewer tokens',
        meaning:
          'The device is slow or the context short, so samples have fewer tokens than this run length specifies.',
        fix: 'Compare it only with results with the same numbers of tokens.',
      },
      disagrees: {
        name: 'Wrong outputs',
        meaning: 'The outputs do not agree with the reference, so the speed does not count.',
        fix: 'Try another device or graph optimisation level. Wrong outputs are worth reporting to the engine’s developers.',
      },
      'agreement-not-measured': {
        name: 'Outputs not checked',
        meaning: 'There was no reference to compare the outputs with.',
        fix: 'Run it on another device: its outputs are then compared with WebAssembly.',
      },
    } satisfies Record<FlagId, Flag>,
  },

  facts: {
    title: 'Environment',
    caption: 'Environment of the run',
    show: (count: number) => `All ${count} facts of the run`,
    fact: 'Property',
    value: 'Value',
    /** By the path of the fact in a report (`share/report-fields.ts`). */
    labels: {
      outcome: 'Outcome',
      flags: 'Flags',
      'subject.id': 'Model',
      'subject.sizeBytes': 'Size',
      'subject.weightType': 'Weight type',
      'subject.sha256': 'SHA-256',
      dimensions: 'Free dimensions',
      contextLength: 'Context length (tokens)',
      'target.opened.host': 'Host',
      'target.opened.engine': 'Engine',
      'target.opened.version': 'Engine version',
      'target.opened.build': 'Engine build',
      'target.requested.device': 'Device requested',
      'target.opened.device': 'Device',
      'target.opened.refused': 'Devices that failed',
      'target.requested.threads': 'Threads requested',
      'target.opened.threads': 'Threads',
      settings: 'Engine settings',
      placement: 'Node placement',
      float32Convolutions: 'Integer convolutions computed in float32',
      sampling: 'Sampling',
      tokenising: 'Tokenising',
      'environment.browser': 'Browser',
      'environment.program': 'Program',
      'environment.cpu': 'CPU',
      'environment.os': 'Operating system',
      'environment.cores': 'Logical cores',
      'environment.memoryGiB': 'Memory (rounded by the browser)',
      'environment.gpu': 'GPU',
      'environment.crossOriginIsolated': 'Cross-origin isolated',
      'environment.simd': 'SIMD',
      'environment.relaxedSimd': 'Relaxed SIMD',
      'environment.clockStepUs': 'Timer resolution',
      eventLoop: 'Event-loop lag',
      'memory.wasmHeapBytes': 'WebAssembly memory in use',
      'phases.start': 'Start',
      'phases.codeFrom': 'Engine code from',
      'phases.downloadMs': 'Download',
      'phases.loadMs': 'Engine load',
      'phases.createMs': 'Session creation',
      startedAt: 'Measured',
      method: 'Method version',
      effort: 'Run length',
      orderSeed: 'Seed of the run order',
      'app.version': 'Assay version',
      'app.commit': 'Assay commit',
    },
    hosts: { page: 'This page', companion: 'Companion' } satisfies Record<HostId, string>,
    insideOutside: {
      inside: 'included in the timings',
      outside: 'not included in the timings',
    } satisfies Record<TextReport['sampling'], string>,
    unknownHash: 'not computed',
    placement: (provider: string, nodes: string, share: string) => `${provider}: ${nodes} (${share} %)`,
    gpu: (vendor: string, architecture: string, software: boolean) =>
      `${vendor} ${architecture}${software ? ' (software)' : ''}`,
    eventLoop: (late: string, ticks: string, worst: string) => `${late} of ${ticks} ticks late, max ${worst}`,
    unset: 'Not stated',
    yes: 'yes',
    no: 'no',
  },

  samples: {
    title: 'Raw samples',
    show: (count: string) => `All ${count} samples, in milliseconds`,
    bins: (count: string) => `All ${count} bins: start, samples`,
  },

  export: {
    title: 'Export',
    json: 'Save JSON',
    csv: 'Save CSV',
    markdown: 'Save Markdown',
    copyMarkdown: 'Copy Markdown',
  },

  share: {
    title: 'The link',
    contents: 'What the link contains',
    lead: 'The link is the result: it is stored on no server, and opens without an account. It contains only what is listed here.',
    caption: 'Everything in the link',
    length: (count: string) => `${count} characters`,
    noRepeat: 'This version does not know the model, so the run cannot be repeated here.',
  },

  /** The image of a result. */
  card: {
    medians: 'medians',
    measured: (date: string, method: string) => `${date} · method ${method}`,
    alt: (title: string, engine: string, verdict: string, date: string, method: string) =>
      `${title}, ${engine}. Result: ${verdict}. Measured ${date} by method ${method} of Assay.`,
  },

  compare: {
    field: 'Compare with another result',
    help: 'Paste a result link. The ratio of the medians is shown with its 95 % interval.',
    open: 'Compare',
    title: (model: string) => `Comparison: ${model}`,
    label: 'Comparison',
    openOne: 'Open this result',
    sides: {
      a: 'A',
      b: 'B',
      before: 'Before',
      after: 'After',
      there: 'Their device',
      here: 'This device',
    } satisfies Record<ComparisonSide, string>,
    sentence(
      which: CellComparison['faster'],
      [first, second]: readonly [ComparisonSide, ComparisonSide],
      factor: string,
      range: string,
    ): string {
      if (which === 'neither') return `No measurable difference (${range}).`;
      if (which === 'unclear') return `Cannot tell: too few or too scattered samples (${range}).`;
      return faster[which === 'first' ? first : second](factor, range);
    },
    changed: 'Changed',
    change: (name: string, before: string, after: string) => `${name}: ${before} → ${after}`,
    nothingChanged: 'No setting or version differs between the two.',
    looksSame: 'Both links state the same kind of machine. A link cannot prove that it was one and the same.',
    range: (low: string, high: string) => `${low}–${high}×, 95 % interval`,
    inPart: (cell: string, sentence: string) => `${cell}: ${sentence}`,
    incomparable: {
      itself: 'Both are the same result, so there is nothing to compare.',
      invalid: 'Not comparable: one of them gave wrong outputs, so its speed does not count.',
      method: 'Not comparable: they were measured by different major versions of the method.',
      subject: 'Not comparable: they measured different models.',
      dimensions: 'Not comparable: the free dimensions of the model had different sizes.',
      cells: 'Not comparable: they measured different parts of the workload.',
    } satisfies Record<IncomparableReason, string>,
    caveats: {
      'not-interleaved': 'They ran at different times, not interleaved: drift of the device counts as a difference.',
      'other-machine': 'They ran on different machines.',
      'other-engine': 'The engine version or the browser differs.',
      'other-settings': 'Device, threads or engine settings differ.',
      indicative: 'At least one is not a full, undisturbed measurement.',
      noisy: 'The samples of at least one vary widely, or were taken on a busy machine.',
      histogram: 'Samples came from links, as histograms: the interval is only as precise as their bins.',
    } satisfies Record<ComparisonCaveat, string>,
    caveatsTitle: 'Caveats',
    different: 'Differences',
    differentCaption: 'Facts that differ',
    same: (count: number) => `Equal in both: ${count} facts`,
    plotTitle: 'Distributions on one scale',
  },
};
