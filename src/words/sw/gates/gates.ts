import type { LimitSource } from '#gates/limit-sources.ts';
import type { UnmetNeed } from '#gates/unmet-needs.ts';
import type { Text } from '../../language.ts';
import { gateFileFaults } from './gate-file-faults.ts';
import { gateNames, gateResults } from './gate-results.ts';

const sources = {
  'mlperf-accuracy': 'MLPerf Inference: 99% na 99.9% ya usahihi wa rejea',
  'mlperf-tokens': 'MLPerf Inference: 200 ms kwa tokeni ya gumzo (Llama 2 70B)',
  'mlperf-first-token': 'MLPerf Inference: sekunde 2 hadi tokeni ya kwanza ya gumzo (Llama 2 70B)',
  'rail-response': 'Modeli ya RAIL: jibu ndani ya 100 ms huonekana kuwa la papo hapo',
  'google-play': 'Google Play: ukubwa wa juu wa moduli ya msingi ya programu',
  'frame-rate': 'inferensi moja kwa kila fremu ya video ya fremu 30 kwa sekunde',
  'half-precision': 'uzito wa biti 16 badala ya 32',
  'no-difference': 'tofauti iliyo chini ya 10% huhesabiwa kuwa si tofauti',
  'agreement-verdict': 'uamuzi “Kama inavyotarajiwa” wa njia ya upimaji',
  'own-choice': 'kimechaguliwa na Assay, bila chanzo cha nje',
} satisfies Record<LimitSource, string>;

const cure: Readonly<Record<Exclude<UnmetNeed['code'], 'items'>, string>> = {
  baseline: 'chagua modeli ya msingi',
  'load-test': 'chagua jaribio la mzigo',
  'sustained-run': 'chagua uendeshaji wa muda mrefu, wa angalau dakika 10',
  'model-files': 'tathmini modeli iliyohifadhiwa, au inayofunguliwa kutoka kwenye faili zake',
};

export const gates: Text['gates'] = {
  names: gateNames,

  about: {
    'quality-ratio': 'Alama ya modeli kulinganishwa na ya modeli ya msingi, kwa vipengee vile vile.',
    quality: 'Alama kwa seti ya data yenye lebo.',
    'error-rate': 'Makosa kwa seti ya data yenye lebo, kama vile kiwango cha makosa ya maneno.',
    perplexity:
      'Perplexity ya modeli ya lugha kwa maandishi ya kawaida, ambayo hutegemea maandishi na kigawa tokeni chake.',
    agreement:
      'Sehemu ya vipengee vyenye tokeo sawa na la modeli ya msingi, au kosini na matokeo ya uendeshaji wa rejea.',
    robustness: 'Alama kwa vipengee vilivyoharibiwa kulinganishwa na alama kwa vipengee safi.',
    'speed-up':
      'Modeli ina kasi mara ngapi ya modeli ya msingi, zikipimwa kwa kupishana ili zote mbili ziendeshwe katika hali ile ile.',
    latency: 'Muda wa inferensi moja.',
    'time-to-first-token': 'Muda kuanzia prompti hadi tokeni ya kwanza ya modeli ya lugha.',
    throughput: 'Inferensi kwa sekunde, moja baada ya nyingine.',
    'generation-throughput': 'Tokeni kwa sekunde za modeli ya lugha inapotengeneza jibu.',
    'tail-latency-ratio': 'Pasentaili ya 95 ya muda wa inferensi moja, ikigawanywa kwa mediani yake.',
    'throughput-under-load': 'Maombi kwa sekunde chini ya mzigo, yakilinganishwa na ombi moja kwa wakati.',
    'errors-under-load': 'Sehemu ya maombi yanayoshindwa chini ya mzigo.',
    'sustained-slowdown': 'Inferensi hupungua kasi kiasi gani katika uendeshaji wa dakika 10.',
    'model-size': 'Ukubwa wa faili zote za modeli.',
    'model-size-ratio': 'Ukubwa wa faili za modeli ukilinganishwa na wa modeli ya msingi.',
    memory: 'Kilele cha kumbukumbu kinachotajwa na injini.',
    'memory-ratio': 'Kilele cha kumbukumbu ya modeli kikilinganishwa na cha modeli ya msingi.',
    power: 'Wastani wa nishati wakati wa inferensi, ambayo programu mwenza yenye kipima nishati pekee inaweza kuipima.',
    'hosts-contacted': 'Seva zilizofikiwa wakati wa uendeshaji, tofauti na ya programu yenyewe.',
    'security-findings': 'Matatizo ya usalama ya kiwango cha juu kwenye faili za modeli.',
  },

  units: {
    fraction: '%',
    ratio: 'uwiano',
    ms: 'milisekunde',
    bytes: 'MB',
    'per-second': 'kwa sekunde',
    'tokens-per-second': 'tokeni kwa sekunde',
    count: 'namba kamili',
    watts: 'wati',
    number: 'namba',
  },

  severities: {
    off: 'kimezimwa',
    warn: 'onyo pekee',
    error: 'cha lazima',
  },

  source: (source) => (sources as Readonly<Record<string, string>>)[source] ?? source,

  presets: {
    production: {
      title: 'Matumizi halisi',
      about:
        'Angalau 95% ya ubora, kasi mara mbili na nusu ya kumbukumbu ya modeli ya msingi, bila vipimo vya polepole kupita kiasi. Huhitaji modeli ya msingi, na huongeza jaribio la mzigo.',
    },
    interactive: {
      title: 'Mwingiliano',
      about: 'Hujibu ndani ya 100 ms, ili mtu asihisi ucheleweshaji.',
    },
    video: { title: 'Video, fremu 30 kwa sekunde', about: 'Kila fremu ndani ya 33 ms.' },
    chat: {
      title: 'Gumzo',
      about: 'Modeli ya lugha inayoanza kujibu ndani ya sekunde 2, na huandika kwa kasi ya mtu anayesoma.',
    },
    mobile: { title: 'Programu ya simu', about: 'Ndogo ya kutosha kujumuishwa ndani ya programu ya simu.' },
    strict: {
      title: 'Ulinganifu mkali wa namba',
      about: 'Matokeo yaliyo karibu sawa kabisa na ya modeli ya msingi na ya rejea. Huhitaji modeli ya msingi.',
    },
  },

  editor: {
    title: 'Vigezo',
    lead: 'Masharti ya modeli. Faili haibadiliki tena uendeshaji ukianza, kabla ya chochote kupimwa.',
    presets: 'Anza na vigezo vilivyo tayari',
    add: 'Ongeza kigezo',
    addNone: 'Chagua kigezo',
    none: 'Hakuna vigezo: uendeshaji hutoa alama bila uamuzi.',
    severity: (gate) => `Ukali wa ${gate}`,
    limit: (gate, unit) => `Kikomo cha ${gate}, ${unit}`,
    metric: (used, others) =>
      others.length === 0
        ? `Kipimo: ${used}.`
        : `Kipimo: ${used}. Faili ya vigezo inaweza kutaja kingine kama “metric”: ${others.join(', ')}.`,
    source: 'Chanzo cha kikomo:',
    json: 'Faili ya vigezo (assay.gates.json)',
    faults: 'Faili ya vigezo si halali, kwa hivyo haitumiki:',
    open: 'Fungua faili ya vigezo',
    save: 'Hifadhi faili ya vigezo',
  },

  unmetNeed: (need) => {
    const names = need.gates
      .map((gate) => `“${gateNames[gate]}”${need.code === 'items' ? ` (inahitaji n ≥ ${need.needs[gate]})` : ''}`)
      .join(', ');
    return need.code === 'items'
      ? `Vipengee ni vichache mno kupita: ${names}.`
      : `Haviwezi kupimwa katika uendeshaji huu: ${names}. Ili kupima, ${cure[need.code]}.`;
  },

  performanceTests: {
    title: 'Majaribio ya utendaji',
    loadTest: (loaded, alone) =>
      `Jaribio la mzigo (maombi ${loaded} ya wakati mmoja, na ${alone} moja baada ya jingine kwa kulinganisha), kwa hitilafu na upitishaji`,
    concurrency: 'Maombi ya wakati mmoja',
    sustained: (duration) => `Uendeshaji wa muda mrefu (huchukua ${duration}), kwa kupungua kwa kasi`,
    minutes: 'Dakika',
    minutesHelp: 'Kigezo kinahitaji dakika 10.',
  },

  loadTest: {
    title: 'Jaribio la mzigo',
    columns: ['Maombi kwa wakati', 'Maombi', 'Yaliyoshindwa', 'Mediani ya kusubiri kwenye foleni'],
  },

  fault: (fault) =>
    (gateFileFaults as Readonly<Record<string, (facts: never) => string>>)[fault.reason]!(fault as never),

  verdict: {
    title: 'Matokeo ya vigezo',
    table: 'Tokeo la kila kigezo',
    agreement: 'Seti ya data haina lebo: ubora ni ulinganifu na modeli ya msingi, si usahihi.',
    gateFile: 'Faili ya vigezo (SHA-256)',
    readAt: (time) => `ilisomwa ${time}, kabla ya kupima`,
    junit: 'Hifadhi JUnit XML',
    markdown: 'Nakili Markdown',
  },

  results: () => gateResults,
};
