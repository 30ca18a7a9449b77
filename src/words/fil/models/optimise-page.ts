import type { StepOutcome } from '#optimise/optimisation-step.ts';
import type { SchemeId } from '#optimise/schemes/index.ts';
import type { NoSpeedReason } from '#planner/scheme-speed.ts';
import type { Text } from '../../language.ts';
import { engine } from '../device/engine.ts';
import { count as countOf, format } from '../format.ts';
import { gateName } from '../gates/gate-results.ts';
import { convert } from './convert.ts';
import { optimise } from './optimise.ts';

/** What a scheme is for. */
const about: Readonly<Record<SchemeId, string>> = {
  'channel-pruning':
    'Inaalis ang mga channel na may pinakamaliliit na weight: mas maliit at mas mabilis sa bawat engine. Suriin ang mga resulta sa data mo.',
  'dynamic-int8': 'Mga weight na sangkapat ang laki, para sa mga transformer. Hindi kailangan ng data.',
  float16: 'Kalahati ng laki, halos parehong resulta. Mas mabilis sa mga GPU.',
  'low-rank':
    'Dalawang makitid na matrix sa halip na isang malapad: mas maliit at mas mabilis kung may sobrang weight ang model.',
  'static-int8': 'Mga weight at activation na 8 bit, na ang mga saklaw ay mula sa data mo. Para sa mga convolution.',
  'weight-only':
    'Mga 4-bit na weight na nasa mga block. Kadalasang ang pinakamaliit na file para sa mga model na may malalaking matrix product o embedding.',
  'weight-pruning': 'Ginagawang zero ang maliliit na weight. Pareho ang laki ng file, pero mas nako-compress.',
};

/** Names of the options of schemes. */
const options: Readonly<Record<string, string>> = {
  accuracyLevel: 'Antas ng accuracy',
  activationAware: 'I-scale ang mga channel ayon sa mga input',
  activations: 'Mga activation',
  biasCorrection: 'Itama ang mga bias',
  bits: 'Mga bit',
  blockSize: 'Laki ng block',
  calibration: 'Mga saklaw ng activation',
  excludedNodes: 'Mga node na hindi babaguhin',
  headroom: 'Palugit sa mga value',
  keptWeights: 'Bahagi ng mga weight na ititira',
  operators: 'Mga operator',
  pattern: 'Pattern ng mga zero',
  perChannel: 'Isang scale bawat channel',
  percentile: 'Percentile',
  reducedRange: 'Mga weight na 7 bit',
  removedChannels: 'Bahagi ng mga channel na aalisin',
  rounding: 'Pag-round',
  scales: 'Mga scale ng block',
  sparsity: 'Bahagi ng mga zero',
  symmetric: 'Symmetric',
  weights: 'Mga weight',
};

/** Why the speed of a scheme is not estimated. */
const noSpeed: Readonly<Record<NoSpeedReason, string>> = {
  'control-flow': 'may mga sanga o loop ang graph',
  'device-not-measured': 'hindi nasukat ang device na ito',
  'integers-on-cpu': 'hindi pinapatakbo ng GPU ang mga integer operator nito',
  'layers-unknown': 'ang mga weight ang nagpapasya kung aling mga layer ang babaguhin nito',
  'no-costs': 'hindi alam ang gastos ng mga operator nito',
  'shapes-unknown': 'masyadong maraming shape ang malalaman lang sa oras ng pagtakbo',
  'sizes-free': 'hindi takda ang laki ng input',
};

/** Graphs of language models, with a key-value cache. */
const forms = {
  float32: 'ONNX sa float32',
  w8a8: 'ONNX na may mga int8 weight at activation',
};

/** The outcome of a step. The command words missing data differently, because an option passes the data there. */
function formatOutcome(outcome: StepOutcome): string {
  const needsData = outcome.code === 'not-applicable' && outcome.reason === 'no-samples';
  return needsData
    ? 'hindi nalalapat: kailangan nito ng data para sa calibration. Pumili ng folder na may label sa “Data mo”'
    : optimise.outcome(outcome);
}

/** The goal that a scheme has to reach. */
const goals = {
  gates: 'pumapasa sa mga gate',
  score: 'nagpapanatili ng 99% ng score',
  outputs: 'nagpapanatili ng cosine na 0.99 sa mga output',
};

/** The Optimise page. */
export const optimisePage: Text['optimise'] = {
  title: 'I-optimize',
  lead: 'Paliitin at pabilisin ang isang model sa device na ito, at tingnan sa bawat hakbang kung ano ang kapalit. Hindi binabago ang orihinal, at walang ina-upload.',
  badLink: 'Hindi mabuksan ang link na ito',
  steps: { names: optimise.steps, outcome: formatOutcome },
  unavailable: Object.values(optimise.unavailable),

  model: {
    example: 'Subukan ito sa kasamang model ng mga digit',
    title: 'Model',
    help: 'Isang ONNX model, isang GGUF file, o ang folder ng isang model na nasa safetensors kasama ang config.json nito: isang encoder (BERT, RoBERTa, XLM-RoBERTa, Model2Vec, ViT), Whisper, o isang language model (Llama, SmolLM, Qwen 2 at 3, Gemma 3).',
    drop: 'I-drop dito ang model',
    reading: 'Binabasa ang model',
    facts: (bytes, parameters) => `${format.bytes(bytes)}, ${countOf(format.number(parameters), 'parameter')}`,
    converted: 'Mga weight lang ang laman nito. Binubuo muna ang graph mula sa mga ito.',
    lineage: (parent) => `Ginawa ng Assay mula sa model na may SHA-256 na ${parent.slice(0, 12)}…`,
    quantised:
      'Quantized na ang model na ito, kaya hindi ito babaguhin. Para i-quantize ito sa ibang paraan, piliin ang orihinal.',
  },

  conversion: {
    title: 'I-convert ang mga weight',
    quantised: (type) =>
      `Quantized na ang mga weight (${type}). Hindi babaguhin ang file, maliban kung pipili ka ng ibang type: madaragdag noon ang bagong error sa luma, at mas maganda ang resulta mula sa F16 o F32 file.`,
    name: (conversion) => (conversion.to === 'gguf' ? `GGUF ${conversion.type.toUpperCase()}` : forms[conversion.form]),
    size: (bytes, fraction) => `${format.bytes(bytes)} (${format.percent(fraction)})`,
    requantised: (type) =>
      `Kino-quantize muli ang ${type}: hindi gaanong tumpak kaysa kung mula sa mga orihinal na weight.`,
    start: 'I-convert',
    startNamed: (name) => `I-convert sa ${name}`,
    running: (name) => `Kino-convert sa ${name}`,
    refused: (count) => `${countOf(count, 'conversion')} ang hindi nalalapat`,
    noTokenizer: convert.noTokenizer,
  },

  schemes: {
    title: 'Paano ito io-optimize',
    clean: 'Linisin lang',
    about: (id) => (about as Readonly<Record<string, string>>)[id] ?? '',
    cleanAbout: 'Fino-fold ang mga constant at inaalis ang walang epekto. Hindi nagbabago ang mga resulta.',
    size: (bytes, fraction) => `mga ${format.bytes(bytes)} (${format.percent(fraction)})`,
    sizeUnknown: 'hindi pa alam ang laki',
    memory: (bytes) => `${format.bytes(bytes)} para sa mga weight at activation`,
    measure: 'Sukatin ang device na ito para matantiya ang bilis',
    measuring: 'Sinusukat ang device na ito',
    speed(speed, isMeasured) {
      const name = engine.devices[speed.device];
      if (!speed.known) return `${name}: hindi natantiya ang bilis: ${noSpeed[speed.reason]}`;
      const { originalMs, resultMs } = speed;
      const times = `${name}: inaasahang ${format.duration(resultMs)}, orihinal na ${format.duration(originalMs)}`;
      return isMeasured ? `${times} ayon sa sukat dito; ratio lang ang tantiya` : times;
    },
    noRisk: 'Walang kilalang panganib mula sa mga operator nito.',
    risk(risk) {
      switch (risk.code) {
        case 'few-bits':
          return `${countOf(format.number(risk.bits), 'bit')} bawat weight: suriin ang mga resulta sa data mo.`;
        case 'depthwise':
          return `Nababawasan ng accuracy sa 8 bit ang ${countOf(risk.count, 'depthwise o grouped convolution')}.`;
        case 'few-weights':
          return `${format.percent(risk.fraction)} lang ng mga weight ang nasa mga operator na binabago nito.`;
        case 'computes-in-float32':
          return 'Kino-compute ito ng WebAssembly sa float32: mas maliit, pero hindi mas mabilis doon.';
      }
    },
    refused: (count) => `${countOf(count, 'scheme')} ang hindi nalalapat`,
    options: 'Mga opsyon',
    option: (name) => options[name] ?? name,
    namesHint: 'Pinaghihiwalay ng kuwit.',
    recipe: 'Recipe (JSON)',
    recipeHint:
      'Bawat hakbang kasama ang mga opsyon nito. Parehong mga byte ang ibinibigay ng parehong recipe sa parehong model.',
    openRecipe: 'Magbukas ng recipe',
    saveRecipe: 'I-save ang recipe',
  },

  data: {
    title: 'Data mo (opsyonal)',
    lead: 'Kapag may folder na may label, puwedeng i-calibrate ang mga int8 activation at bigyan ng score ang dalawang model. Kung wala, mga output lang ng mga ito ang inihahambing.',
    items: 'Mga item na bibigyan ng score',
    itemsHint:
      'Random na sample na ganito ang laki; hayaang blangko para sa lahat. Hanggang 64 na ibang item ang ginagamit sa calibration.',
    targetHint:
      'Sa device na ito binibigyan ng score at hinahatulan ang dalawang model, pati native kung nakakonekta ang companion.',
    gates: 'Mga gate na dapat pasahan ng resulta',
  },

  run: {
    title: 'Mga yugto',
    start: 'I-optimize',
    optimiseAgain: 'I-optimize muli',
    progress: {
      baseline: 'Binabasa ang model',
      clean: 'Nililinis ang graph',
      quantise: 'Kino-compress ang mga weight',
      accelerate: 'Inoorasan nang salitan ang dalawang model',
      validate: 'Pinapatakbo ang data mo',
    },
    stages: {
      baseline: 'Baseline',
      clean: 'Linisin',
      quantise: 'I-compress',
      accelerate: 'Sukatin ang bilis',
      validate: 'I-validate',
    },
    convert: 'I-convert at linisin',
    columns: { size: 'Laki', time: 'Median na oras', memory: 'Nagagamit na memory', outputs: 'Resulta' },
    waiting: 'hindi pa',
    noData: 'walang piniling data',
    noScheme: 'walang piniling scheme',
    notMeasured: 'hindi nasukat',
    time: optimise.times.time,
    speedUp: optimise.times.speedUp,
    original: optimise.times.original,
    agreement: ({ cosine, sqnrDb }) => {
      if (cosine === null || sqnrDb === null)
        return 'hindi naihambing ang mga output: hindi finite ang mga ito, o magkaiba ang laki';
      if (sqnrDb === -Infinity) return 'naiiba ang mga output: finite lang sa isa sa mga model ang ilang value';
      return sqnrDb === Infinity
        ? 'magkaparehong output'
        : `cosine ${cosine.toFixed(5)}, SQNR ${format.number(sqnrDb)} dB`;
    },
    scores: (name, before, after) => `${name}: ${after}, orihinal ${before}`,
    best: (target) => `pinakamabilis: ${target}`,
    target: ({ host, engine: id, device }, threads) => {
      if (host === 'companion') return engine.inCompanion(engine.names[id], engine.devices[device]);
      const name = engine.devices[device];
      return device === 'wasm' && threads !== null ? `${name}, ${engine.threads(threads)}` : name;
    },
    targets: 'Mga engine at thread',
    targetColumns: ['Backend', 'Orihinal', 'Resulta', 'Bilis'],
    stepsDone: 'Ano ang ginawa ng bawat hakbang',
    step: (name, what) => `${name}: ${what}`,
    intervals:
      'Mga median na may 95% interval ang mga oras, mula sa salitang mga run ng lahat ng model sa parehong input. Kasama sa mga oras sa companion ang pagpapadala ng mga input at output.',
    unchanged: 'Walang hakbang na nalapat, kaya hindi nabago ang model.',
  },

  search: {
    title: 'Paghahambing ng mga scheme',
    start: 'Subukan ang lahat ng scheme',
    resume: (left) => (left === 1 ? 'Subukan ang natitira' : `Subukan ang natitirang ${left}`),
    budget: 'Limit sa oras',
    budgets: (minutes) => countOf(minutes, 'minuto'),
    trying: (name, done, all) => `${name}: ${done + 1} sa ${all}`,
    outOfTime: 'Naabot ang limit sa oras bago nasubukan ang lahat ng scheme.',
    columns: { size: 'Laki', time: 'Median na oras', quality: 'Kalidad' },
    quality: (fraction, isScore) =>
      fraction === null
        ? 'hindi nasukat'
        : isScore
          ? `${format.percentExactly(fraction)} ng score`
          : `cosine ${fraction.toFixed(5)}`,
    chosen: (name, by, goal) =>
      `${name}: ang ${by === 'speed' ? 'pinakamabilis' : 'pinakamaliit'} na scheme na ${goals[goal]}${by === 'speed' ? '' : '; walang masusukat na mas mabilis kaysa sa orihinal'}.`,
    none: (goal) => `Walang scheme na ${goals[goal]}.`,
    gates: ({ verdict, unmet }) => {
      const names = unmet.map(gateName).join(', ');
      return verdict === 'fail'
        ? `bagsak sa mga gate: ${names}`
        : `hindi mapagpasyahan ng mga item ang mga gate: ${names}`;
    },
    refusals: {
      quality: 'masyadong malaki ang nawawalang kalidad',
      slower: 'mas mabagal kaysa sa napili',
      larger: 'mas malaki kaysa sa napili',
    },
    choice: 'ang napili',
    onFront: 'Pareto-optimal',
    failed: (code) => `pumalya: ${code}`,
    use: 'Gamitin',
    useNamed: (name) => `Gamitin ang ${name}`,
    chart: {
      label: 'Laki at oras ng bawat scheme',
      caption:
        'Pareto-optimal ang mga solidong punto: walang ibang scheme na mas mahusay sa laki, oras, at kalidad. Pumili ng punto para makita ang mga numero nito.',
    },
    axes: { size: 'Laki', time: 'Oras' },
  },

  sensitivity: {
    title: 'Mga sensitibong layer',
    lead: 'Kung masyadong malaki ang nawawala sa resulta, madalas ay iilang layer lang ang may sala. Sinusubukan nito ang scheme sa bawat layer nang mag-isa, na puwedeng magtagal.',
    find: 'Hanapin ang mga sensitibong layer',
    finding: 'Sinusubukan ang scheme sa bawat layer',
    summary: (count, all, minDb) => {
      if (all === 0) return 'Walang layer na binabago ang scheme.';
      if (count === 0) return `Napapanatili ng mga output ang SQNR na hindi bababa sa ${format.number(minDb)} dB.`;
      if (count === all)
        return 'Alinmang layer ang hindi baguhin, masyadong malaki ang nawawala sa mga output. Pumili ng ibang scheme.';
      return `Kapag hindi binago ang ${count === 1 ? 'isang layer' : `${format.whole(count)} sa ${countOf(all, 'layer')}`}, napapanatili ng mga output ang SQNR na hindi bababa sa ${format.number(minDb)} dB.`;
    },
    effect: ({ sqnrDb, sizeFraction }) =>
      `${Number.isFinite(sqnrDb) ? `SQNR ${format.number(sqnrDb)} dB` : sqnrDb > 0 ? 'walang noise' : 'hindi maihahambing'}, ${format.percent(sizeFraction)} ng mga weight`,
    optimiseWithoutExcluded: (count) =>
      count === 0
        ? 'I-optimize muli kasama ang lahat ng layer'
        : `Huwag baguhin ang ${count === 1 ? 'isang layer' : countOf(count, 'layer')} at i-optimize muli`,
    showGraph: 'Ipakita ang mga ito sa graph',
    graphHelp:
      'Kapag na-click ang isang nodeng may kulay, hindi na ito babaguhin, o babaguhin itong muli, gaya ng sa listahan sa itaas.',
  },

  pruning: {
    title: 'Mag-prune nang paunti-unti',
    lead: 'Nagpu-prune nang kaunti, inihahambing ang mga output sa orihinal, at inuulit ito hangga’t nagtutugma ang mga ito. Inuulit ang hakbang na bumagsak nang hindi kasama ang mga pinakasensitibong layer.',
    leadWithData:
      'Nagpu-prune nang kaunti, binibigyan ng score ang resulta sa data mo, at inuulit ito hangga’t pumapasa. Inuulit ang hakbang na bumagsak nang hindi kasama ang mga pinakasensitibong layer.',
    stepFraction: 'Bahagi ng natitira na ipu-prune sa bawat hakbang',
    start: 'Mag-prune nang paunti-unti',
    running: (step) => `Hakbang ${step}: nagpu-prune at sinusuri ang resulta`,
    ranking: 'Hinahanap ang mga pinakasensitibong layer',
    step: optimise.pruningStep,
    passes: 'Isang recipe ang mga hakbang na pumasa, na nagbibigay muli ng parehong model.',
    nonePasses: 'Walang hakbang na pumasa. Mag-prune ng mas maliit na bahagi sa bawat hakbang.',
    use: 'Mag-optimize gamit ang mga hakbang na ito',
  },

  verdict: {
    identical: 'Magkapareho ang mga output.',
    close: 'Halos magkapareho ang mga output.',
    differs: 'Magkaiba ang mga output. Suriin ang mga resulta bago gamitin ang model na ito.',
    seeded: 'Inihambing sa isang binuong input, hindi sa data mo: kaunti lang ang sinasabi nito tungkol sa accuracy.',
    samples: (count) => `Inihambing sa ${countOf(count, 'item')} ng data mo.`,
    notCompared: 'Hindi naihambing ang mga output.',
  },

  result: {
    title: 'Resulta',
    speed: (speedUp, target) => `${speedUp}, sa ${target}`,
    headline: (before, after) =>
      `${format.bytes(after)} sa halip na ${format.bytes(before)} (${format.percent(after / before)})`,
    store: 'I-store sa browser na ito',
    stored: (id) => `Naka-store bilang ${id}. Nakalista ito sa page na Mga model.`,
    download: 'I-download ang model',
    recipe: 'I-download ang recipe',
    card: 'I-download ang model card',
    command: 'Ganoon din sa command line',
  },

  sideBySide: {
    title: 'Dati at ngayon, sa sarili mong input',
    image: 'Pumili ng larawan',
    yours: 'Larawan mo',
    text: 'Text, isang pangungusap bawat linya',
    run: 'Patakbuhin ang dalawa',
    running: 'Pinapatakbo ang dalawang model',
    before: 'Orihinal',
    after: 'Resulta',
  },

  card: () => ({
    title: (name) => name,
    lead: (parent) => `Ginawa mula sa ${parent} ng Assay, sa device ng user nito.`,
    lineage: 'Pinagmulan',
    lineageColumns: ['Ano', 'SHA-256'],
    lineageRows: {
      parent: 'Ginawa mula sa',
      recipe: 'Recipe',
      calibration: 'Calibration (mga item)',
      result: 'Model na ito',
    },
    noCalibration: 'wala',
    figures: 'Mga numero',
    figureColumns: ['Numero', 'Orihinal', 'Model na ito'],
    size: 'Laki',
    time: 'Median na oras ng isang inference (95%)',
    memory: 'Nagagamit na memory',
    agreement: 'Pagtutugma ng mga output',
    agreementColumns: ['Output', 'Cosine', 'SQNR (dB)'],
    notCompared: 'hindi naihambing',
    limits:
      'Sa device lang na pinagsukatan nalalapat ang mga oras; sa data lang na ginamit nalalapat ang pagtutugma at mga score.',
    recipe: 'Recipe',
  }),
};
