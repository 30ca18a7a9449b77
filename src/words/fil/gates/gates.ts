import type { UnmetNeed } from '#gates/unmet-needs.ts';
import type { Text } from '../../language.ts';
import { gateFileFaults } from './gate-file-faults.ts';
import { gateNames, gateResults } from './gate-results.ts';

const sources: Readonly<Record<string, string>> = {
  'mlperf-accuracy': 'MLPerf Inference: 99% at 99.9% ng accuracy ng reference',
  'mlperf-tokens': 'MLPerf Inference: 200 ms bawat token ng isang chat (Llama 2 70B)',
  'mlperf-first-token': 'MLPerf Inference: 2 s hanggang unang token ng isang chat (Llama 2 70B)',
  'rail-response': 'RAIL model: agad-agad ang tingin sa sagot na dumarating sa loob ng 100 ms',
  'google-play': 'Google Play: pinakamalaking base module ng isang app',
  'frame-rate': 'isang inference sa bawat frame ng video na 30 frame bawat segundo',
  'half-precision': 'mga weight na 16 bit sa halip na 32',
  'no-difference': 'itinuturing na walang pagkakaiba ang mas mababa sa 10%',
  'agreement-verdict': 'ang hatol na “gaya ng inaasahan” ng paraan ng pagsukat',
  'own-choice': 'pinili ng Assay, walang pinagkunan sa labas',
};

const cure: Readonly<Record<Exclude<UnmetNeed['code'], 'items'>, string>> = {
  baseline: 'pumili ng baseline',
  'load-test': 'lagyan ng tsek ang load test',
  'sustained-run': 'lagyan ng tsek ang matagalang run, na hindi bababa sa 10 minuto',
  'model-files': 'mag-evaluate ng naka-store na model, o ng binuksan mula sa mga file nito',
};

export const gates: Text['gates'] = {
  names: gateNames,

  about: {
    'quality-ratio': 'Ang score ng kandidato kumpara sa score ng baseline, sa parehong mga item.',
    quality: 'Ang score sa dataset na may label.',
    'error-rate': 'Ang error sa dataset na may label, gaya ng word error rate.',
    perplexity:
      'Ang perplexity ng isang language model sa mga plain text, na nakadepende sa mga text at sa tokenizer nito.',
    agreement:
      'Ang bahagi ng mga item na pareho ang resulta sa baseline, o ang cosine sa mga output ng isang reference run.',
    robustness: 'Ang score sa mga item na may corruption kumpara sa score sa malilinis na item.',
    'speed-up':
      'Kung ilang beses na mas mabilis ang kandidato kaysa sa baseline, inorasan nang salitan para tumakbo ang dalawa sa parehong kondisyon.',
    latency: 'Ang oras ng isang inference.',
    'time-to-first-token': 'Ang oras mula sa prompt hanggang sa unang token ng isang language model.',
    throughput: 'Mga inference bawat segundo, sunod-sunod.',
    'generation-throughput': 'Mga token bawat segundo ng isang language model habang bumubuo ito.',
    'tail-latency-ratio': 'Ang ika-95 percentile ng oras ng isang inference, hinati sa median nito.',
    'throughput-under-load':
      'Mga request bawat segundo sa ilalim ng load, kumpara sa isang request sa bawat pagkakataon.',
    'errors-under-load': 'Ang bahagi ng mga request na pumapalya sa ilalim ng load.',
    'sustained-slowdown': 'Kung gaano bumabagal ang isang inference sa isang run na 10 minuto.',
    'model-size': 'Ang laki ng lahat ng file ng model.',
    'model-size-ratio': 'Ang laki ng mga file ng kandidato kumpara sa baseline.',
    memory: 'Ang pinakamataas na memory na iniuulat ng engine.',
    'memory-ratio': 'Ang pinakamataas na memory ng kandidato kumpara sa baseline.',
    power: 'Ang mean na konsumo ng kuryente habang nag-i-inference, na companion lang na may metro ang makakasukat.',
    'hosts-contacted': 'Mga host bukod sa sariling host ng app na kinontak habang tumatakbo.',
    'security-findings': 'Mga natuklasang mataas ang severity sa mga file ng model.',
  },

  units: {
    fraction: '%',
    ratio: 'ratio',
    ms: 'millisecond',
    bytes: 'MB',
    'per-second': 'bawat segundo',
    'tokens-per-second': 'token bawat segundo',
    count: 'buong bilang',
    watts: 'watt',
    number: 'numero',
  },

  severities: {
    off: 'naka-off',
    warn: 'babala lang',
    error: 'kinakailangan',
  },

  source: (source) => sources[source] ?? source,

  presets: {
    production: {
      title: 'Production',
      about:
        'Hindi bababa sa 95% ng kalidad, doble ng bilis, at kalahati ng memory ng baseline, nang walang mababagal na outlier. Kailangan ng baseline, at nagdaragdag ng load test.',
    },
    interactive: { title: 'Interactive', about: 'Sumasagot sa loob ng 100 ms, para walang mapansing antala ang tao.' },
    video: { title: 'Video, 30 fps', about: 'Bawat frame sa loob ng 33 ms.' },
    chat: {
      title: 'Chat',
      about:
        'Isang language model na nagsisimulang sumagot sa loob ng 2 s, at sumusulat nang kasimbilis ng pagbasa ng tao.',
    },
    mobile: { title: 'Para sa mobile', about: 'Sapat ang liit para isama sa isang mobile app.' },
    strict: {
      title: 'Mahigpit sa numero',
      about: 'Halos parehong mga output ng baseline at ng reference. Kailangan ng baseline.',
    },
  },

  editor: {
    title: 'Mga gate',
    lead: 'Mga kailangang maabot ng model. Hindi na nagbabago ang file pagsisimula ng run, bago masukat ang anuman.',
    presets: 'Magsimula sa preset',
    add: 'Magdagdag ng gate',
    addNone: 'Pumili ng gate',
    none: 'Walang gate: mga score ang iuulat ng run, walang hatol.',
    severity: (gate) => `Severity ng ${gate}`,
    limit: (gate, unit) => `Limit ng ${gate}, ${unit}`,
    metric: (used, others) =>
      others.length === 0
        ? `Metric: ${used}.`
        : `Metric: ${used}. Puwedeng pangalanan ng gate file ang iba bilang “metric”: ${others.join(', ')}.`,
    source: 'Pinagkunan ng limit:',
    json: 'Gate file (assay.gates.json)',
    faults: 'Hindi valid ang gate file, kaya hindi ito ginagamit:',
    open: 'Magbukas ng gate file',
    save: 'I-save ang gate file',
  },

  unmetNeed: (need) => {
    const names = need.gates
      .map((gate) => `“${gateNames[gate]}”${need.code === 'items' ? ` (kailangan ang n ≥ ${need.needs[gate]})` : ''}`)
      .join(', ');
    return need.code === 'items'
      ? `Kulang ang mga item para pumasa: ${names}.`
      : `Hindi masusukat sa run na ito: ${names}. Para masukat, ${cure[need.code]}.`;
  },

  performanceTests: {
    title: 'Mga test ng performance',
    loadTest: (loaded, alone) =>
      `Load test (${loaded} sabay-sabay na request, at ${alone} na isa-isa para maihambing), para sa mga error at throughput`,
    concurrency: 'Mga sabay-sabay na request',
    sustained: (duration) => `Matagalang run (tumatagal ng ${duration}), para sa pagbagal`,
    minutes: 'Mga minuto',
    minutesHelp: '10 minuto ang kailangan ng gate.',
  },

  loadTest: {
    title: 'Load test',
    columns: ['Sabay-sabay', 'Mga request', 'Pumalya', 'Median na paghihintay sa pila'],
  },

  fault: (fault) =>
    (gateFileFaults as Readonly<Record<string, (facts: never) => string>>)[fault.reason]!(fault as never),

  verdict: {
    title: 'Mga resulta ng gate',
    table: 'Resulta ng bawat gate',
    agreement: 'Walang label ang dataset: ang kalidad ay pagtutugma sa baseline, hindi accuracy.',
    gateFile: 'Gate file (SHA-256)',
    readAt: (time) => `binasa noong ${time}, bago magsukat`,
    junit: 'I-save ang JUnit XML',
    markdown: 'Kopyahin ang Markdown',
  },

  results: () => gateResults,
};
