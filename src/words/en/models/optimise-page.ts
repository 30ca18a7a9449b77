import type { Conversion } from '#convert/convert-model.ts';
import type { MatrixFormId } from '#convert/decoder/matrix-forms.ts';
import type { StepOutcome } from '#optimise/optimisation-step.ts';
import type { OutputAgreement } from '#optimise/output-agreement.ts';
import type { Risk } from '#optimise/estimate-scheme.ts';
import type { NodeSensitivity } from '#optimise/mixed-precision.ts';
import type { SchemeId } from '#optimise/schemes/index.ts';
import type { NoSpeedReason, SpeedEstimate } from '#planner/scheme-speed.ts';
import type { JudgedTrial } from '#records/trial-records.ts';
import type { ModelCardWords } from '#state/optimise/model-card.ts';
import type { Refusal } from '#state/optimise/pareto.ts';
import type { StageId } from '#state/optimise/optimise-run.svelte.ts';
import type { MeasuredTarget } from '#state/optimise/time-models.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';
import { gateName } from '../gates/gate-results.ts';
import { convert } from './convert.ts';
import { optimise } from './optimise.ts';

/** What a scheme is for. */
const about: Readonly<Record<SchemeId, string>> = {
  'channel-pruning':
    'Removes the channels with the smallest weights: smaller and faster on every engine. Check the results on your data.',
  'dynamic-int8':
    '8-bit weights, a quarter of the size; activations are quantised at run time. Best for transformers. Needs no data.',
  float16: 'Half the size, nearly the same results. Faster on GPUs.',
  'low-rank': 'Replaces wide matrices by two narrow ones: smaller and faster if the model has redundant weights.',
  'static-int8': '8-bit weights and activations, with ranges calibrated on your data. Best for convolutional networks.',
  'weight-only':
    '4-bit weights in blocks. Often the smallest file for models with large matrix products or embeddings.',
  'weight-pruning': 'The file keeps its size, but compresses better. Check the results on your data.',
};

/** Names of the options of schemes. */
const options: Readonly<Record<string, string>> = {
  accuracyLevel: 'Accuracy level',
  activationAware: 'Scale channels by their inputs',
  activations: 'Activations',
  biasCorrection: 'Correct biases',
  bits: 'Bits',
  blockSize: 'Block size',
  calibration: 'Ranges of activations',
  excludedNodes: 'Nodes left unchanged',
  headroom: 'Headroom for values',
  keptWeights: 'Fraction of weights to keep',
  operators: 'Operators',
  pattern: 'Sparsity pattern',
  perChannel: 'One scale per channel',
  percentile: 'Percentile',
  reducedRange: '7-bit weights',
  removedChannels: 'Fraction of channels to remove',
  rounding: 'Rounding',
  scales: 'Scales of blocks',
  sparsity: 'Fraction of zeros',
  symmetric: 'Symmetric',
  weights: 'Weights',
};

/** Why the speed of a scheme is not estimated. */
const noSpeed: Readonly<Record<NoSpeedReason, string>> = {
  'control-flow': 'the graph branches or loops',
  'device-not-measured': 'this device was not measured',
  'integers-on-cpu': 'the GPU does not run its integer operators',
  'layers-unknown': 'the weights decide which layers it changes',
  'no-costs': 'the costs of its operators are not known',
  'shapes-unknown': 'too many shapes are known only at run time',
  'sizes-free': 'the size of the input is not fixed',
};

/** Graphs of language models, with a key-value cache. */
const forms: Readonly<Record<MatrixFormId, string>> = {
  float32: 'ONNX in float32',
  w8a8: 'ONNX with int8 weights and activations',
};

/** The outcome of a step. The command words missing data differently, because an option passes the data there. */
function formatOutcome(outcome: StepOutcome): string {
  const needsData = outcome.code === 'not-applicable' && outcome.reason === 'no-samples';
  return needsData
    ? 'not applicable, because it needs calibration data. Choose a labelled folder under “Your data”'
    : optimise.outcome(outcome);
}

/** The goal that a scheme has to reach. */
const goals = {
  gates: 'passes the gates',
  score: 'keeps 99% of the score',
  outputs: 'keeps a cosine of 0.99 with the outputs',
};

/** The Optimise page. */
export const optimisePage = {
  title: 'Optimise',
  lead: 'Make a model smaller and faster on this device, and see at each step how it changes the results. The original is not changed, and nothing is uploaded.',
  badLink: 'Invalid Optimise link',
  steps: { names: optimise.steps, outcome: formatOutcome },
  unavailable: Object.values(optimise.unavailable),

  model: {
    example: 'Try it with the bundled digits model',
    title: 'Model',
    help: 'An ONNX model, a GGUF file, or the folder of a model in safetensors with its config.json: an encoder (BERT, RoBERTa, XLM-RoBERTa, Model2Vec, ViT), Whisper, or a language model (Llama, SmolLM, Qwen 2 and 3, Gemma 3).',
    drop: 'Drop the model here',
    reading: 'Reading the model',
    facts: (bytes: number, parameters: number) => `${format.bytes(bytes)}, ${format.number(parameters)} parameters`,
    converted: 'This file contains only weights, from which the graph is built first.',
    lineage: (parent: string) => `Made by Assay from the model with SHA-256 ${parent.slice(0, 12)}…`,
    quantised:
      'This model is already quantised, so it is left unchanged. To quantise it differently, choose the original.',
  },

  conversion: {
    title: 'Convert the weights',
    quantised: (type: string) =>
      `The weights are already quantised (${type}). The file is left as it is, unless you choose another type. The new error then adds to the old one, so start from an F16 or F32 file if you can.`,
    name: (conversion: Conversion) =>
      conversion.to === 'gguf' ? `GGUF ${conversion.type.toUpperCase()}` : forms[conversion.form],
    size: (bytes: number, fraction: number) => `${format.bytes(bytes)} (${format.percent(fraction)})`,
    requantised: (type: string) => `Requantises ${type}: less accurate than from the original weights.`,
    start: 'Convert',
    startNamed: (name: string) => `Convert to ${name}`,
    running: (name: string) => `Converting to ${name}`,
    refused: (count: number) => (count === 1 ? 'One conversion does not apply' : `${count} conversions do not apply`),
    noTokenizer: convert.noTokenizer,
  },

  schemes: {
    title: 'How to optimise it',
    clean: 'Clean only',
    about: (id: string) => (about as Readonly<Record<string, string>>)[id] ?? '',
    cleanAbout: 'Folds constants and removes what has no effect. The results stay the same.',
    size: (bytes: number, fraction: number) => `about ${format.bytes(bytes)} (${format.percent(fraction)})`,
    sizeUnknown: 'size not known in advance',
    memory: (bytes: number) => `${format.bytes(bytes)} for weights and activations`,
    measure: 'Measure this device to estimate speeds',
    measuring: 'Measuring this device',
    /** Forecast times on one device, or why there are none. */
    /** @param isMeasured whether the original was measured on this page, and the forecast scaled to it */
    speed(speed: SpeedEstimate, isMeasured: boolean): string {
      const name = engine.devices[speed.device];
      if (!speed.known) return `${name}: speed not estimated (${noSpeed[speed.reason]})`;
      const { originalMs, resultMs } = speed;
      const times = `${name}: expected ${format.duration(resultMs)}, original ${format.duration(originalMs)}`;
      return isMeasured ? `${times} as measured here; only the ratio is a forecast` : times;
    },
    noRisk: 'No known risk from its operators.',
    risk(risk: Risk): string {
      switch (risk.code) {
        case 'few-bits':
          return `${format.number(risk.bits)} bits per weight: check the results on your data.`;
        case 'depthwise':
          return `${format.whole(risk.count)} depthwise or grouped ${risk.count === 1 ? 'convolution loses' : 'convolutions lose'} accuracy in 8 bits.`;
        case 'few-weights':
          return `Only ${format.percent(risk.fraction)} of the weights are in operators that it changes.`;
        case 'computes-in-float32':
          return 'WebAssembly computes the result in float32, so it is smaller but not faster there.';
      }
    },
    refused: (count: number) => `${count} schemes do not apply`,
    options: 'Options',
    option: (name: string) => options[name] ?? name,
    namesHint: 'Separated by commas.',
    recipe: 'Recipe (JSON)',
    recipeHint: 'Every step with its options. The same recipe on the same model gives the same bytes.',
    openRecipe: 'Open a recipe',
    saveRecipe: 'Save the recipe',
  },

  data: {
    title: 'Your data (optional)',
    lead: 'With a labelled folder, int8 activations can be calibrated, and both models are scored. Without a folder, only their outputs are compared.',
    items: 'Items to score',
    itemsHint: 'A random sample of this size; leave empty for all. Up to 64 other items are used for calibration.',
    targetHint: 'Both models are scored and judged on this device, also natively if the companion is connected.',
    gates: 'Gates that the result must pass',
  },

  run: {
    title: 'Stages',
    start: 'Optimise',
    optimiseAgain: 'Optimise again',
    progress: {
      baseline: 'Reading the model',
      clean: 'Cleaning the graph',
      quantise: 'Compressing the weights',
      accelerate: 'Timing both models in interleaved blocks',
      validate: 'Running your data',
    } satisfies Record<StageId, string>,
    stages: {
      baseline: 'Baseline',
      clean: 'Clean',
      quantise: 'Compress',
      accelerate: 'Measure speed',
      validate: 'Validate',
    } satisfies Record<StageId, string>,
    convert: 'Convert and clean',
    columns: { size: 'Size', time: 'Median time', memory: 'Memory in use', outputs: 'Result' },
    waiting: 'not run yet',
    noData: 'no data was chosen',
    noScheme: 'no scheme was chosen',
    notMeasured: 'not measured',
    time: optimise.times.time,
    speedUp: optimise.times.speedUp,
    original: optimise.times.original,
    /** @param sqnrDb in decibels */
    agreement: ({ cosine, sqnrDb }: OutputAgreement) => {
      if (cosine === null || sqnrDb === null) return 'outputs not compared: they are not finite, or their size differs';
      if (sqnrDb === -Infinity) return 'outputs differ: some values are finite in only one of the models';
      return sqnrDb === Infinity
        ? 'identical outputs'
        : `cosine ${cosine.toFixed(5)}, SQNR ${format.number(sqnrDb)} dB`;
    },
    scores: (name: string, before: string, after: string) => `${name}: ${after}, original ${before}`,
    best: (target: string) => `fastest: ${target}`,
    target: ({ host, engine: id, device }: MeasuredTarget, threads: number | null) => {
      if (host === 'companion') return engine.inCompanion(engine.names[id], engine.devices[device]);
      const name = engine.devices[device];
      return device === 'wasm' && threads !== null
        ? `${name}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`
        : name;
    },
    targets: 'Engines and threads',
    targetColumns: ['Backend', 'Original', 'Result', 'Speed'],
    stepsDone: 'What each step did',
    step: (name: string, what: string) => `${name}: ${what}`,
    intervals:
      'Times are medians with 95% intervals, from interleaved runs of all models on the same input. Times in the companion include sending inputs and outputs.',
    unchanged: 'No step applied, so the model is unchanged.',
  },

  search: {
    title: 'Schemes compared',
    start: 'Try all schemes',
    resume: (left: number) => (left === 1 ? 'Try the remaining scheme' : `Try the remaining ${left} schemes`),
    budget: 'Time limit',
    budgets: (minutes: number) => (minutes === 1 ? '1 minute' : `${minutes} minutes`),
    trying: (name: string, done: number, all: number) => `${name}: ${done + 1} of ${all}`,
    outOfTime: 'Time limit reached before all schemes were tried.',
    columns: { size: 'Size', time: 'Median time', quality: 'Quality' },
    quality: (fraction: number | null, isScore: boolean) =>
      fraction === null
        ? 'not measured'
        : isScore
          ? `${format.percentExactly(fraction)} of the score`
          : `cosine ${fraction.toFixed(5)}`,
    chosen: (name: string, by: 'speed' | 'size', goal: keyof typeof goals) =>
      `${name}: the ${by === 'speed' ? 'fastest' : 'smallest'} scheme that ${goals[goal]}${by === 'speed' ? '' : '; none is measurably faster than the original'}.`,
    none: (goal: keyof typeof goals) => `No scheme ${goals[goal]}.`,
    gates: ({ verdict, unmet }: NonNullable<JudgedTrial['gates']>) => {
      const names = unmet.map(gateName).join(', ');
      return verdict === 'fail' ? `fails gates: ${names}` : `gates left undecided: ${names}`;
    },
    refusals: {
      quality: 'loses too much quality',
      slower: 'slower than the chosen scheme',
      larger: 'larger than the chosen scheme',
    } satisfies Record<Exclude<Refusal, 'gates'>, string>,
    choice: 'chosen',
    onFront: 'Pareto-optimal',
    failed: (code: string) => `failed: ${code}`,
    use: 'Use',
    useNamed: (name: string) => `Use ${name}`,
    chart: {
      label: 'Size and time of each scheme',
      caption:
        'Filled points are Pareto-optimal: no other scheme is better in size, time and quality. Select a point to see its figures.',
    },
    axes: { size: 'Size', time: 'Time' },
  },

  sensitivity: {
    title: 'Sensitive layers',
    lead: 'If the result loses too much quality, often only a few layers are the cause. This tries the scheme on each layer alone, which can take a while.',
    find: 'Find the sensitive layers',
    finding: 'Trying the scheme on each layer',
    /** @param count of the layers that are suggested to be left unchanged */
    summary: (count: number, all: number, minDb: number) => {
      if (all === 0) return 'The scheme changes no layer.';
      if (count === 0) return `The outputs keep an SQNR of at least ${format.number(minDb)} dB.`;
      if (count === all)
        return 'The outputs differ too much even with the most sensitive layers left unchanged. Choose another scheme.';
      return `With ${count === 1 ? 'one layer' : `${format.whole(count)} of ${format.whole(all)} layers`} left unchanged, the outputs keep an SQNR of at least ${format.number(minDb)} dB.`;
    },
    effect: ({ sqnrDb, sizeFraction }: NodeSensitivity) =>
      `${Number.isFinite(sqnrDb) ? `SQNR ${format.number(sqnrDb)} dB` : sqnrDb > 0 ? 'no difference' : 'not comparable'}, ${format.percent(sizeFraction)} of the weights`,
    optimiseWithoutExcluded: (count: number) =>
      count === 0
        ? 'Optimise again with all layers'
        : `Leave ${count === 1 ? 'one layer' : `${format.whole(count)} layers`} unchanged and optimise again`,
    showGraph: 'Show them on the graph',
    graphHelp: 'A click on a coloured node leaves it unchanged, or changes it again, like the list above.',
  },

  pruning: {
    title: 'Prune in steps',
    lead: 'Prunes a little, compares the outputs with those of the original, and repeats while they agree. A step that fails is repeated without the most sensitive layers.',
    leadWithData:
      'Prunes a little, scores the result on your data, and repeats while it passes. A step that fails is repeated without the most sensitive layers.',
    stepFraction: 'Fraction of the remaining weights or channels to prune in each step',
    start: 'Prune in steps',
    running: (step: number) => `Step ${step}: pruning and checking the result`,
    ranking: 'Finding the most sensitive layers',
    step: optimise.pruningStep,
    passes: 'The steps that pass are a recipe, which gives the same model again.',
    nonePasses: 'No step passes. Prune a smaller fraction in each step.',
    use: 'Optimise with these steps',
  },

  verdict: {
    identical: 'The outputs are identical.',
    close: 'The outputs agree closely.',
    differs: 'The outputs differ. Check the results before you use this model.',
    seeded: 'Compared on one generated input, not on your data, which says little about accuracy.',
    samples: (count: number) =>
      `Compared on ${count === 1 ? 'one item' : `${format.whole(count)} items`} of your data.`,
    notCompared: 'The outputs were not compared.',
  },

  result: {
    title: 'Result',
    speed: (speedUp: string, target: string) => `${speedUp}, on ${target}`,
    headline: (before: number, after: number) =>
      `${format.bytes(after)}, was ${format.bytes(before)} (${format.percent(after / before)})`,
    store: 'Store the model in this browser',
    stored: (id: string) => `Stored as ${id}. The Models page lists it.`,
    download: 'Download the model',
    recipe: 'Download the recipe',
    card: 'Download the model card',
    command: 'Do the same on the command line',
  },

  sideBySide: {
    title: 'Before and after, on your own input',
    image: 'Choose an image',
    yours: 'Your image',
    text: 'Text, one sentence in each line',
    run: 'Run both models',
    running: 'Running both models',
    before: 'Original',
    after: 'Result',
  },

  card: () => ({
    title: (name: string) => name,
    lead: (parent: string) => `Made from ${parent} with Assay, on the user’s device.`,
    lineage: 'Lineage',
    lineageColumns: ['What', 'SHA-256'] as ModelCardWords['lineageColumns'],
    lineageRows: {
      parent: 'Made from',
      recipe: 'Recipe',
      calibration: 'Calibration (items)',
      result: 'This model',
    },
    noCalibration: 'none',
    figures: 'Figures',
    figureColumns: ['Figure', 'Original', 'This model'] as ModelCardWords['figureColumns'],
    size: 'Size',
    time: 'Median time of one inference (95%)',
    memory: 'Memory in use',
    agreement: 'Agreement of the outputs',
    agreementColumns: ['Output', 'Cosine', 'SQNR (dB)'] as ModelCardWords['agreementColumns'],
    notCompared: 'not compared',
    limits:
      'Times apply only to the device on which they were measured; agreement and scores apply only to the data that was used.',
    recipe: 'Recipe',
  }),
};
