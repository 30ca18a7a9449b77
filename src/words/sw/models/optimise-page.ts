import type { MatrixFormId } from '#convert/decoder/matrix-forms.ts';
import type { StepOutcome } from '#optimise/optimisation-step.ts';
import type { SchemeId } from '#optimise/schemes/index.ts';
import type { NoSpeedReason } from '#planner/scheme-speed.ts';
import type { Text } from '../../language.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';
import { gateName } from '../gates/gate-results.ts';
import { convert } from './convert.ts';
import { optimise } from './optimise.ts';

/** What a scheme is for. */
const about: Readonly<Record<SchemeId, string>> = {
  'channel-pruning':
    'Huondoa chaneli zenye uzito mdogo zaidi: modeli huwa ndogo na ya kasi zaidi kwenye kila injini. Kagua matokeo kwa data yako.',
  'dynamic-int8': 'Uzito wenye robo ya ukubwa, kwa transformer. Haihitaji data.',
  float16: 'Nusu ya ukubwa, matokeo karibu yale yale. Ina kasi zaidi kwenye GPU.',
  'low-rank': 'Matriki mbili nyembamba badala ya moja pana: ndogo na ya kasi zaidi ikiwa modeli ina uzito wa ziada.',
  'static-int8': 'Uzito na uamilishaji kwa biti 8, kwa mipaka ya thamani kutoka data yako. Kwa konvolusheni.',
  'weight-only':
    'Uzito wa biti 4 katika bloku. Mara nyingi ndiyo faili ndogo zaidi kwa modeli zenye zao kubwa za matriki au embedding.',
  'weight-pruning': 'Huweka uzito mdogo kuwa sufuri. Ukubwa wa faili haubadiliki, lakini hubanwa vizuri zaidi.',
};

/** Names of the options of schemes. */
const options: Readonly<Record<string, string>> = {
  accuracyLevel: 'Kiwango cha usahihi',
  activationAware: 'Rekebisha chaneli kwa maingizo yake',
  activations: 'Uamilishaji',
  biasCorrection: 'Sahihisha bias',
  bits: 'Biti',
  blockSize: 'Ukubwa wa bloku',
  calibration: 'Mipaka ya uamilishaji',
  excludedNodes: 'Nodi zisizobadilishwa',
  headroom: 'Nafasi ya ziada ya thamani',
  keptWeights: 'Sehemu ya uzito wa kubaki',
  operators: 'Opereta',
  pattern: 'Mpangilio wa sufuri',
  perChannel: 'Skeli moja kwa kila chaneli',
  percentile: 'Pasentaili',
  reducedRange: 'Uzito kwa biti 7',
  removedChannels: 'Sehemu ya chaneli za kuondolewa',
  rounding: 'Kukaribisha',
  scales: 'Skeli za bloku',
  sparsity: 'Sehemu ya sufuri',
  symmetric: 'Linganifu',
  weights: 'Uzito',
};

/** Why the speed of a scheme is not estimated. */
const noSpeed: Readonly<Record<NoSpeedReason, string>> = {
  'control-flow': 'grafu ina matawi au vitanzi',
  'device-not-measured': 'kifaa hiki hakikupimwa',
  'integers-on-cpu': 'GPU haiendeshi opereta zake za namba kamili',
  'layers-unknown': 'uzito ndio unaoamua matabaka yatakayobadilishwa',
  'no-costs': 'gharama za opereta zake hazijulikani',
  'shapes-unknown': 'maumbo mengi mno hujulikana tu wakati wa uendeshaji',
  'sizes-free': 'ukubwa wa ingizo haujawekwa',
};

/** Graphs of language models, with a key-value cache. */
const forms: Readonly<Record<MatrixFormId, string>> = {
  float32: 'ONNX kwa float32',
  w8a8: 'ONNX yenye uzito na uamilishaji wa int8',
};

/** The outcome of a step. The command words missing data differently, because an option passes the data there. */
function formatOutcome(outcome: StepOutcome): string {
  const needsData = outcome.code === 'not-applicable' && outcome.reason === 'no-samples';
  return needsData
    ? 'haihusiki: inahitaji data ya kalibresheni. Chagua folda yenye lebo chini ya “Data yako”'
    : optimise.outcome(outcome);
}

/** The goal that a scheme has to reach. */
const goals = {
  gates: 'kutimiza vigezo',
  score: 'kubakiza 99% ya alama',
  outputs: 'kubakiza kosini ya 0.99 na matokeo',
};

/** The Optimise page. */
export const optimisePage: Text['optimise'] = {
  title: 'Boresha',
  lead: 'Fanya modeli iwe ndogo na ya kasi zaidi kwenye kifaa hiki, na uone gharama ya kila hatua. Ya asili haibadilishwi, na hakuna kinachotumwa popote.',
  badLink: 'Kiungo hiki hakiwezi kufunguliwa',
  steps: { names: optimise.steps, outcome: formatOutcome },
  unavailable: Object.values(optimise.unavailable),

  model: {
    example: 'Jaribu kwa modeli ya tarakimu iliyojumuishwa',
    title: 'Modeli',
    help: 'Modeli ya ONNX, faili ya GGUF, au folda ya modeli ya safetensors pamoja na config.json yake: encoder (BERT, RoBERTa, XLM-RoBERTa, Model2Vec, ViT), Whisper, au modeli ya lugha (Llama, SmolLM, Qwen 2 na 3, Gemma 3).',
    drop: 'Dondosha modeli hapa',
    reading: 'Inasoma modeli',
    facts: (bytes, parameters) => `${format.bytes(bytes)}, parameta ${format.number(parameters)}`,
    converted: 'Ina uzito pekee. Grafu hutengenezwa kutokana nao kwanza.',
    lineage: (parent) => `Imetengenezwa na Assay kutoka kwenye modeli yenye SHA-256 ${parent.slice(0, 12)}…`,
    quantised:
      'Modeli hii tayari imekwantishwa, kwa hivyo haibadilishwi. Ili kuikwantisha kwa njia nyingine, chagua ile ya asili.',
  },

  conversion: {
    title: 'Geuza uzito',
    quantised: (type) =>
      `Uzito tayari umekwantishwa (${type}). Faili huachwa jinsi ilivyo, isipokuwa ukichagua aina nyingine: kosa jipya huongezeka juu ya lile la awali, na faili ya F16 au F32 hutoa tokeo bora zaidi.`,
    name: (conversion) => (conversion.to === 'gguf' ? `GGUF ${conversion.type.toUpperCase()}` : forms[conversion.form]),
    size: (bytes, fraction) => `${format.bytes(bytes)} (${format.percent(fraction)})`,
    requantised: (type) => `Hukwantisha upya ${type}: usahihi ni mdogo kuliko kutoka uzito wa asili.`,
    start: 'Geuza',
    startNamed: (name) => `Geuza kuwa ${name}`,
    running: (name) => `Inageuza kuwa ${name}`,
    refused: (count) => (count === 1 ? 'Ugeuzaji mmoja hauhusiki' : `Ugeuzaji ${count} hauhusiki`),
    noTokenizer: convert.noTokenizer,
  },

  schemes: {
    title: 'Jinsi ya kuiboresha',
    clean: 'Safisha pekee',
    about: (id) => (about as Readonly<Record<string, string>>)[id] ?? '',
    cleanAbout: 'Hukokotoa mapema thamani zisizobadilika na kuondoa visivyo na athari. Matokeo hubaki yale yale.',
    size: (bytes, fraction) => `takriban ${format.bytes(bytes)} (${format.percent(fraction)})`,
    sizeUnknown: 'ukubwa haujulikani mapema',
    memory: (bytes) => `${format.bytes(bytes)} kwa uzito na uamilishaji`,
    measure: 'Pima kifaa hiki ili kukadiria kasi',
    measuring: 'Inapima kifaa hiki',
    speed(speed, isMeasured) {
      const name = engine.devices[speed.device];
      if (!speed.known) return `${name}: kasi haikukadiriwa: ${noSpeed[speed.reason]}`;
      const { originalMs, resultMs } = speed;
      const times = `${name}: inatarajiwa ${format.duration(resultMs)}, ya asili ${format.duration(originalMs)}`;
      return isMeasured ? `${times} kama ilivyopimwa hapa; uwiano pekee ni makadirio` : times;
    },
    noRisk: 'Hakuna hatari inayojulikana kutokana na opereta zake.',
    risk(risk) {
      switch (risk.code) {
        case 'few-bits':
          return `Biti ${format.number(risk.bits)} kwa kila uzito: kagua matokeo kwa data yako.`;
        case 'depthwise':
          return risk.count === 1
            ? 'Konvolusheni 1 ya depthwise au ya makundi hupoteza usahihi kwa biti 8.'
            : `Konvolusheni ${format.whole(risk.count)} za depthwise au za makundi hupoteza usahihi kwa biti 8.`;
        case 'few-weights':
          return `Ni ${format.percent(risk.fraction)} ya uzito pekee iliyo katika opereta inazozibadilisha.`;
        case 'computes-in-float32':
          return 'WebAssembly huikokotoa kwa float32: ni ndogo zaidi, lakini haina kasi zaidi huko.';
      }
    },
    refused: (count) => (count === 1 ? 'Mbinu 1 haihusiki' : `Mbinu ${count} hazihusiki`),
    options: 'Chaguo',
    option: (name) => options[name] ?? name,
    namesHint: 'Zitenganishwe kwa koma.',
    recipe: 'Utaratibu (JSON)',
    recipeHint: 'Kila hatua pamoja na chaguo zake. Utaratibu ule ule kwa modeli ile ile hutoa baiti zile zile.',
    openRecipe: 'Fungua utaratibu',
    saveRecipe: 'Hifadhi utaratibu',
  },

  data: {
    title: 'Data yako (si lazima)',
    lead: 'Ukiwa na folda yenye lebo, uamilishaji wa int8 unaweza kufanyiwa kalibresheni na modeli zote mbili hupewa alama. Bila folda hiyo, matokeo yake pekee hulinganishwa.',
    items: 'Vipengee vya kupewa alama',
    itemsHint:
      'Sampuli ya nasibu ya ukubwa huu; acha wazi kwa vyote. Hadi vipengee vingine 64 hutumika kwa kalibresheni.',
    targetHint:
      'Modeli zote mbili hupewa alama na kuamuliwa kwenye kifaa hiki, na pia kwa injini asilia ikiwa programu mwenza imeunganishwa.',
    gates: 'Vigezo ambavyo tokeo linapaswa kutimiza',
  },

  run: {
    title: 'Awamu',
    start: 'Boresha',
    optimiseAgain: 'Boresha tena',
    progress: {
      baseline: 'Inasoma modeli',
      clean: 'Inasafisha grafu',
      quantise: 'Inabana uzito',
      accelerate: 'Inapima muda wa modeli zote mbili kwa kupishana',
      validate: 'Inaendesha data yako',
    },
    stages: {
      baseline: 'Ya asili',
      clean: 'Kusafisha',
      quantise: 'Kubana',
      accelerate: 'Kupima kasi',
      validate: 'Kuhakiki',
    },
    convert: 'Geuza na usafishe',
    columns: { size: 'Ukubwa', time: 'Mediani ya muda', memory: 'Kumbukumbu inayotumika', outputs: 'Tokeo' },
    waiting: 'bado',
    noData: 'hakuna data iliyochaguliwa',
    noScheme: 'hakuna mbinu iliyochaguliwa',
    notMeasured: 'haikupimwa',
    time: optimise.times.time,
    speedUp: optimise.times.speedUp,
    original: optimise.times.original,
    agreement: ({ cosine, sqnrDb }) => {
      if (cosine === null || sqnrDb === null)
        return 'matokeo hayakulinganishwa: si namba zenye kikomo, au ukubwa wake ni tofauti';
      if (sqnrDb === -Infinity) return 'matokeo yanatofautiana: baadhi ya thamani zina kikomo katika modeli moja pekee';
      return sqnrDb === Infinity
        ? 'matokeo sawa kabisa'
        : `kosini ${cosine.toFixed(5)}, SQNR ${format.number(sqnrDb)} dB`;
    },
    scores: (name, before, after) => `${name}: ${after}, ya asili ${before}`,
    best: (target) => `ya kasi zaidi: ${target}`,
    target: ({ host, engine: id, device }, threads) => {
      if (host === 'companion') return engine.inCompanion(engine.names[id], engine.devices[device]);
      const name = engine.devices[device];
      return device === 'wasm' && threads !== null ? `${name}, ${engine.threads(threads)}` : name;
    },
    targets: 'Injini na nyuzi',
    targetColumns: ['Backend', 'Ya asili', 'Tokeo', 'Kasi'],
    stepsDone: 'Kila hatua ilifanya nini',
    step: (name, what) => `${name}: ${what}`,
    intervals:
      'Muda ni mediani pamoja na wigo wa 95%, kutokana na kuendesha modeli zote kwa kupishana na kwa ingizo lile lile. Muda katika programu mwenza hujumuisha kutuma maingizo na matokeo.',
    unchanged: 'Hakuna hatua iliyohusika, kwa hivyo modeli haijabadilika.',
  },

  search: {
    title: 'Mbinu zikilinganishwa',
    start: 'Jaribu mbinu zote',
    resume: (left) => (left === 1 ? 'Jaribu moja iliyobaki' : `Jaribu ${left} zilizobaki`),
    budget: 'Kikomo cha muda',
    budgets: (minutes) => `Dakika ${minutes}`,
    trying: (name, done, all) => `${name}: ${done + 1} kati ya ${all}`,
    outOfTime: 'Kikomo cha muda kimefikiwa kabla ya mbinu zote kujaribiwa.',
    columns: { size: 'Ukubwa', time: 'Mediani ya muda', quality: 'Ubora' },
    quality: (fraction, isScore) =>
      fraction === null
        ? 'haikupimwa'
        : isScore
          ? `${format.percentExactly(fraction)} ya alama`
          : `kosini ${fraction.toFixed(5)}`,
    chosen: (name, by, goal) =>
      `${name}: mbinu ${by === 'speed' ? 'ya kasi zaidi' : 'yenye ukubwa mdogo zaidi'} inayoweza ${goals[goal]}${by === 'speed' ? '' : '; hakuna yenye kasi inayopimika kuzidi ya asili'}.`,
    none: (goal) => `Hakuna mbinu inayoweza ${goals[goal]}.`,
    gates: ({ verdict, unmet }) => {
      const names = unmet.map(gateName).join(', ');
      return verdict === 'fail' ? `haitimizi vigezo: ${names}` : `vipengee haviamui vigezo: ${names}`;
    },
    refusals: {
      quality: 'hupoteza ubora mwingi mno',
      slower: 'ya polepole kuliko chaguo',
      larger: 'kubwa kuliko chaguo',
    },
    choice: 'chaguo',
    onFront: 'bora kwa Pareto',
    failed: (code) => `imeshindwa: ${code}`,
    use: 'Tumia',
    useNamed: (name) => `Tumia ${name}`,
    chart: {
      label: 'Ukubwa na muda wa kila mbinu',
      caption:
        'Nukta zilizojazwa ni bora kwa Pareto: hakuna mbinu nyingine iliyo bora kwa ukubwa, muda na ubora. Chagua nukta ili kuona takwimu zake.',
    },
    axes: { size: 'Ukubwa', time: 'Muda' },
  },

  sensitivity: {
    title: 'Matabaka nyeti',
    lead: 'Tokeo likipoteza ubora mwingi mno, mara nyingi sababu ni matabaka machache tu. Hapa mbinu hujaribiwa kwa kila tabaka peke yake, jambo linaloweza kuchukua muda.',
    find: 'Tafuta matabaka nyeti',
    finding: 'Inajaribu mbinu kwa kila tabaka',
    summary: (count, all, minDb) => {
      if (all === 0) return 'Mbinu hii haibadilishi tabaka lolote.';
      if (count === 0) return `Matokeo yanabakiza SQNR ya angalau ${format.number(minDb)} dB.`;
      if (count === all)
        return 'Bila kujali matabaka yanayoachwa bila kubadilishwa, matokeo hupoteza ubora mwingi mno. Chagua mbinu nyingine.';
      return `${count === 1 ? 'Tabaka moja likiachwa' : `Matabaka ${format.whole(count)} kati ya ${format.whole(all)} yakiachwa`} bila kubadilishwa, matokeo yanabakiza SQNR ya angalau ${format.number(minDb)} dB.`;
    },
    effect: ({ sqnrDb, sizeFraction }) =>
      `${Number.isFinite(sqnrDb) ? `SQNR ${format.number(sqnrDb)} dB` : sqnrDb > 0 ? 'hakuna kelele' : 'hailinganishiki'}, ${format.percent(sizeFraction)} ya uzito`,
    optimiseWithoutExcluded: (count) =>
      count === 0
        ? 'Boresha tena kwa matabaka yote'
        : `Acha ${count === 1 ? 'tabaka moja' : `matabaka ${format.whole(count)}`} bila kubadilishwa na uboreshe tena`,
    showGraph: 'Yaonyeshe kwenye grafu',
    graphHelp: 'Kubofya nodi yenye rangi huiacha bila kubadilishwa, au huibadilisha tena, kama orodha iliyo juu.',
  },

  pruning: {
    title: 'Pogoa kwa hatua',
    lead: 'Hupogoa kidogo, hulinganisha matokeo na ya modeli ya asili, na hurudia mradi yanalingana. Hatua isiyopita hurudiwa bila matabaka nyeti zaidi.',
    leadWithData:
      'Hupogoa kidogo, hupima alama ya tokeo kwa data yako, na hurudia mradi linapita. Hatua isiyopita hurudiwa bila matabaka nyeti zaidi.',
    stepFraction: 'Sehemu ya kilichobaki ya kupogoa katika kila hatua',
    start: 'Pogoa kwa hatua',
    running: (step) => `Hatua ya ${step}: inapogoa na kukagua tokeo`,
    ranking: 'Inatafuta matabaka nyeti zaidi',
    step: optimise.pruningStep,
    passes: 'Hatua zinazopita ni utaratibu, ambao hutoa modeli ile ile tena.',
    nonePasses: 'Hakuna hatua inayopita. Pogoa sehemu ndogo zaidi katika kila hatua.',
    use: 'Boresha kwa hatua hizi',
  },

  verdict: {
    identical: 'Matokeo ni sawa kabisa.',
    close: 'Matokeo yanalingana kwa karibu.',
    differs: 'Matokeo yanatofautiana. Yakague kabla ya kutumia modeli hii.',
    seeded: 'Yamelinganishwa kwa ingizo moja lililotengenezwa, si kwa data yako: hii haisemi mengi kuhusu usahihi.',
    samples: (count) =>
      `Yamelinganishwa kwa ${count === 1 ? 'kipengee kimoja cha' : `vipengee ${format.whole(count)} vya`} data yako.`,
    notCompared: 'Matokeo hayakulinganishwa.',
  },

  result: {
    title: 'Tokeo',
    speed: (speedUp, target) => `${speedUp}, kwenye ${target}`,
    headline: (before, after) =>
      `${format.bytes(after)} badala ya ${format.bytes(before)} (${format.percent(after / before)})`,
    store: 'Hifadhi kwenye kivinjari hiki',
    stored: (id) => `Imehifadhiwa kama ${id}. Iko kwenye orodha ya ukurasa wa Modeli.`,
    download: 'Pakua modeli',
    recipe: 'Pakua utaratibu',
    card: 'Pakua kadi ya modeli',
    command: 'Vivyo hivyo kwenye mstari wa amri',
  },

  sideBySide: {
    title: 'Kabla na baada, kwa ingizo lako mwenyewe',
    image: 'Chagua picha',
    yours: 'Picha yako',
    text: 'Maandishi, sentensi moja katika kila mstari',
    run: 'Endesha zote mbili',
    running: 'Inaendesha modeli zote mbili',
    before: 'Ya asili',
    after: 'Tokeo',
  },

  card: () => ({
    title: (name) => name,
    lead: (parent) => `Imetengenezwa kutoka ${parent} na Assay, kwenye kifaa cha mtumiaji wake.`,
    lineage: 'Asili',
    lineageColumns: ['Kitu', 'SHA-256'],
    lineageRows: {
      parent: 'Imetengenezwa kutoka',
      recipe: 'Utaratibu',
      calibration: 'Kalibresheni (vipengee)',
      result: 'Modeli hii',
    },
    noCalibration: 'hakuna',
    figures: 'Takwimu',
    figureColumns: ['Takwimu', 'Ya asili', 'Modeli hii'],
    size: 'Ukubwa',
    time: 'Mediani ya muda wa inferensi moja (95%)',
    memory: 'Kumbukumbu inayotumika',
    agreement: 'Ulinganifu wa matokeo',
    agreementColumns: ['Tokeo', 'Kosini', 'SQNR (dB)'],
    notCompared: 'haikulinganishwa',
    limits: 'Muda unahusu tu kifaa ulikopimwa; ulinganifu na alama zinahusu tu data iliyotumika.',
    recipe: 'Utaratibu',
  }),
};
