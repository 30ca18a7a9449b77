import type { Objective } from '#tune/configuration.ts';
import { listSettingTexts } from '../../setting-texts.ts';
import type { Text } from '../../language.ts';
import { engine as engineWords } from '../device/engine.ts';
import { format } from '../format.ts';
import { reasons } from '../errors/reasons.ts';

const { bytes, duration, number, whole } = format;

/** How a winner is described. */
const objectiveWords: Readonly<Record<Objective, { better: (ratio: string) => string; best: string }>> = {
  latency: {
    better: (ratio) => `kasi mara ${ratio} ya chaguomsingi bora`,
    best: 'ndio wenye kasi zaidi',
  },
  throughput: {
    better: (ratio) => `maingizo kwa sekunde mara ${ratio} ya chaguomsingi bora`,
    best: 'ndio unaoendesha maingizo mengi zaidi kwa sekunde',
  },
  memory: {
    better: (ratio) => `chaguomsingi bora huchukua kumbukumbu mara ${ratio} zaidi`,
    best: 'ndio unaochukua kumbukumbu ndogo zaidi',
  },
};

const configurations = (count: number): string => `usanidi ${whole(count)}`;

const slower: Readonly<Record<Objective, (ratio: string) => string>> = {
  latency: (ratio) => `muda mara ${ratio} ya ulio bora`,
  throughput: (ratio) => `ulio bora huendesha ingizo mara ${ratio} zaidi kwa sekunde`,
  memory: (ratio) => `kumbukumbu mara ${ratio} ya ulio bora`,
};

/** The search for the best configuration of a model. */
export const tune: Text['tune'] = {
  title: 'Usanidi bora',
  lead: 'Hupata usanidi bora wa kuendesha modeli kwenye kifaa hiki. Usanidi mbalimbali wa injini, nyuzi na mipangilio hushindanishwa; wenye matokeo yasiyo sahihi huondolewa.',
  badLink: 'Kiungo hiki cha Usanidi bora si halali',
  result: 'Tokeo',
  start: 'Tafuta usanidi bora',
  again: 'Tafuta tena',
  resume: 'Endelea kutafuta',
  discard: 'Tupa utafutaji huu',
  pause: 'Sitisha',
  noTargets: 'Chagua angalau injini moja.',
  budget: 'Kikomo cha muda',
  budgets: { 30: '30 s', 60: '1 min', 180: '3 min', 600: '10 min' },
  goal: 'Simama ikifika (ms)',
  objective: 'Boresha kwa',
  objectives: {
    latency: 'Muda mfupi zaidi',
    throughput: 'Maingizo mengi zaidi kwa sekunde',
    memory: 'Kumbukumbu ndogo zaidi',
  },
  goalHelp: 'Si lazima: utafutaji huisha usanidi fulani ukithibitika kuwa na kasi hii.',
  phases: {
    waits: 'Kichupo kingine kinapima. Utafutaji huu utaanza kikikamilisha.',
    device: 'Inasoma modeli na kupima kifaa',
    reference: 'Inakokotoa matokeo ya rejea',
    round: (round, remaining) => `Raundi ya ${whole(round)}: umebaki ${configurations(remaining)}`,
    'head-to-head': 'Fainali: mgombea bora dhidi ya chaguomsingi bora',
  },
  measuring: (configuration, ms) =>
    `Sasa: ${configuration}, kwa ${duration(Math.max(1000, 1000 * Math.floor(ms / 1000)))}`,
  paused: (remaining) => `Utafutaji umesitishwa; umebaki ${configurations(remaining)}.`,

  sentence(winner, reason, objective, gain) {
    const { better, best } = objectiveWords[objective];
    switch (reason) {
      case 'faster':
        return gain
          ? `${winner}: ${better(number(gain.ratio))} (wigo wa 95%: ${number(gain.low)} hadi ${number(gain.high)}).`
          : `${winner} ${best}.`;
      case 'default':
        return `${winner} ni chaguomsingi. Hakuna usanidi uliojaribiwa uliothibitika kuwa bora zaidi.`;
      case 'only-one':
        return `${winner} ${best} miongoni mwa usanidi wenye matokeo sahihi. Hakuna chaguomsingi lenye matokeo sahihi.`;
      case 'goal':
        return `${winner} umefikia lengo.`;
    }
  },
  unproven: (configuration) =>
    `Bora kufikia sasa: ${configuration}. Vipimo ni vichache mno kuonyesha kwamba hakuna bora zaidi; tafuta kwa muda mrefu zaidi.`,
  notStored: 'Utafutaji huu haujahifadhiwa tena kwenye kivinjari hiki.',
  nothing: 'Hakuna usanidi unaoendesha modeli hii hapa kwa matokeo sahihi.',
  stopped: {
    goal: 'Utafutaji umeisha kwa sababu lengo limefikiwa.',
    'no-gain': 'Utafutaji umeisha kwa sababu ulinganisho na chaguomsingi bora umeamuliwa.',
    'too-close': 'Utafutaji umeisha baada ya idadi ya juu ya ulinganisho kati ya mgombea bora na chaguomsingi bora.',
    budget: 'Utafutaji umefika kikomo cha muda. Utafutaji mrefu zaidi unaweza kupata usanidi bora zaidi.',
    'all-departed': 'Utafutaji umeisha kwa sababu hakuna usanidi uliobaki.',
  },
  took: (spentMs, tried) => `Ulichukua ${duration(spentMs)} na kupima ${configurations(tried)}.`,
  open: 'Pima kasi ya usanidi huu',
  measuredConfigurations: 'Usanidi uliopimwa',
  exports: 'Hifadhi usanidi wote',
  csv: 'CSV',
  json: 'JSON',
  columns: {
    configuration: 'Usanidi',
    time: 'Muda',
    interval: 'Wigo wa 95%',
    memory: 'Kumbukumbu',
    outcome: 'Kilichotokea',
  },
  bestSoFar: 'bora kufikia sasa',
  winner: 'Mshindi',
  default: 'chaguomsingi bora',
  finalist: 'ulifika fainali',
  unfinished: 'utafutaji uliisha kabla haujapimwa',
  notMeasured: 'haukupimwa',
  withInterval: (value, interval) => `${value} (${interval})`,
  interval: (low, high) => `${duration(low)} hadi ${duration(high)}`,
  chart: {
    title: 'Muda na kumbukumbu',
    label: (points, front) =>
      `${configurations(points)} kwa kumbukumbu na muda, ${whole(front)} kwenye mstari wa Pareto. Jedwali lililo hapa chini lina thamani.`,
    caption:
      'Kijivu: usanidi mwingine ni bora kwa muda au kumbukumbu, na si mbaya zaidi kwa kingine. Bofya nukta ili kuichagua. Mistari: wigo wa 95%, ikiwa vipimo vinatosha.',
    time: (max) => `Muda, hadi ${max}`,
    memory: (max) => `Kumbukumbu, hadi ${max}`,
    weight: (percent) => `Umuhimu wa kumbukumbu: ${whole(percent)}%`,
    open: 'Pima kasi ya usanidi uliochaguliwa',
    choice: (name, time, memory) => `${name}: ${time}, ${memory}.`,
  },
  unmeasured: (count) => `${configurations(count)} ambao haukupimwa`,

  configuration({ host, engine, device, threads, settings, batch }) {
    return [
      `${engineWords.names[engine]}${host === 'page' ? '' : ' asilia'}`,
      engineWords.devices[device],
      ...(threads === null ? [] : [engineWords.threads(threads)]),
      ...listSettingTexts(settings, engineWords.settings, engineWords.settingIs),
      ...(batch === undefined ? [] : [`maingizo ${whole(batch)} kwa pamoja`]),
    ].join(', ');
  },
  elimination(elimination, objective) {
    switch (elimination.kind) {
      case 'died':
        return `umeshindwa (${elimination.code})`;
      case 'wrong-answers':
        return `matokeo si sahihi (kosini ${number(elimination.cosine)})`;
      case 'no-answer':
        return `hakuna tokeo ndani ya ${duration(elimination.waitedMs)}`;
      case 'slower':
        return `mbaya zaidi: ${slower[objective](number(elimination.ratio))}`;
      case 'unpromising':
        return 'haukujaribiwa: mmoja wa mipangilio yake peke yake ni wa polepole zaidi au hushindwa';
      case 'no-batch':
        return 'modeli huendesha ingizo moja kwa wakati';
      case 'memory-not-reported':
        return 'injini haitaji kumbukumbu yake';
      case 'out-of-time':
        return 'haukupimwa: kikomo cha muda kimefikiwa';
    }
  },
  exclusion(reason) {
    switch (reason.code) {
      case 'engine-limit':
        return `injini haiwezi kuiendesha: ${reasons[reason.limit.reason](reason.limit)}`;
      case 'no-gpu':
        return 'kivinjari hiki hakina GPU';
      case 'does-not-fit':
        return `unahitaji ${bytes(reason.needBytes)} za kumbukumbu, na zilizopo ni ${bytes(reason.limitBytes)}`;
      case 'forecast-slower':
        return `makadirio: angalau ${duration(reason.lowMs)}; mwingine huchukua si zaidi ya ${duration(reason.bestMs)}`;
    }
  },
};
