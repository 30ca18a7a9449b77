import type * as en from '../../en/deployments/remedies.ts';
import type { MeasuredChange } from '#deploy/deployment.ts';
import type { RemedyId } from '#remedies/ladders.ts';
import type { Symptom } from '#remedies/remedy.ts';
import type { TrialVerdict } from '#remedies/trial.ts';
import type { Text } from '../../language.ts';
import { formatGain, type GainPhrases } from '../../gain-text.ts';
import { format } from '../format.ts';

const symptoms: Text['remedies']['symptoms'] = {
  latency: 'Ucheleweshaji mkubwa',
  memory: 'Matumizi makubwa ya kumbukumbu',
  accuracy: 'Usahihi mdogo',
  errors: 'Hitilafu',
};

const names: Text['remedies']['names'] = {
  'more-threads': 'Nyuzi zaidi',
  'tuned-configuration': 'Usanidi uliorekebishwa',
  'default-settings': 'Mipangilio chaguomsingi ya injini',
  'other-device': 'Injini au kifaa kingine',
  'freed-memory': 'Achilia kumbukumbu baada ya kila uendeshaji',
  'full-precision': 'Kokotoa kwa float32',
  'smaller-input': 'Ingizo dogo zaidi',
  'smaller-version': 'Toleo dogo zaidi la modeli',
  'in-companion': 'Endesha katika programu mwenza',
  'other-version': 'Toleo jingine la modeli',
  'roll-back': 'Rudi nyuma',
};

const verdicts: Readonly<Record<TrialVerdict, string>> = {
  'target-met': 'lengo limefikiwa',
  gain: 'inasaidia',
  'no-gain': 'hakuna manufaa yaliyoonekana',
  'not-measured': 'manufaa hayakuweza kupimwa',
  'outputs-broken': 'matokeo yanatofautiana',
  'gate-fails': 'kuna kigezo kisichotimizwa tena',
};

const gainPhrases: GainPhrases = {
  changes: {
    latency: { better: (percent) => `kasi zaidi kwa ${percent}`, worse: (percent) => `polepole zaidi kwa ${percent}` },
    memory: {
      better: (percent) => `kumbukumbu pungufu kwa ${percent}`,
      worse: (percent) => `kumbukumbu zaidi kwa ${percent}`,
    },
    accuracy: {
      better: (percent) => `majibu sahihi zaidi kwa ${percent}`,
      worse: (percent) => `majibu sahihi pungufu kwa ${percent}`,
    },
    errors: {
      better: (percent) => `mara zilizofaulu zaidi kwa ${percent}`,
      worse: (percent) => `mara zilizofaulu pungufu kwa ${percent}`,
    },
  },
  same: 'hakuna badiliko',
  withInterval: (change, low, high) => `${change} (wigo wa 95%: ${low} hadi ${high})`,
};

function value(symptom: Symptom, amount: number | null): string {
  if (amount === null) return 'haikupimwa';
  if (symptom === 'latency') return format.duration(amount);
  return symptom === 'memory' ? format.bytes(amount) : format.percent(amount);
}

function measured(symptom: string, { before, after, gain }: MeasuredChange): string {
  const known = symptom in symptoms ? (symptom as Symptom) : 'latency';
  const change = gain ? `, ${formatGain(known, gain, gainPhrases, format.percent)}` : '';
  return `${value(known, before)} → ${value(known, after)}${change}`;
}

const nameOf = (remedy: string) => names[remedy as RemedyId] ?? remedy;

export const remedies: Text['remedies'] = {
  title: 'Marekebisho',
  lead: 'Kila hatua hufunguliwa kando ya toleo la sasa na hupimwa kwenye kifaa hiki kwa zamu. Hubakishwa tu ikiwa inafikia lengo au imethibitishwa kusaidia, huku matokeo na vigezo vikibaki vilevile; vinginevyo hufungwa tena. Kila kitu hurekodiwa, na kilichobakishwa kinaweza kutenduliwa.',
  symptom: 'Tatizo',
  symptoms,
  target: 'Lengo',
  targetHint: {
    latency:
      'Mediani ya muda wa uendeshaji mmoja, kwa milisekunde. Bila lengo, utafutaji huisha kwa hatua ya kwanza inayosaidia.',
    memory: 'Kumbukumbu ya injini, kwa MB. Bila lengo, utafutaji huisha kwa hatua ya kwanza inayosaidia.',
    accuracy: 'Matokeo sahihi, kwa %. Bila lengo, utafutaji huisha kwa hatua ya kwanza inayosaidia.',
    errors: 'Uendeshaji ulioshindwa, kwa %. Bila lengo, utafutaji huisha kwa hatua ya kwanza inayosaidia.',
  },
  mode: 'Baada ya tahadhari',
  modes: {
    suggest: 'Pendekeza: hakuna kinachoendeshwa chenyewe',
    ask: 'Uliza: pima hatua, na uulize kabla ya kubakisha',
    automatic: 'Otomatiki: bakisha kinachosaidia',
  },
  names,
  offers: (count) => (count === 1 ? 'Badiliko 1 la kujaribu' : `Mabadiliko ${format.whole(count)} ya kujaribu`),
  inapplicable: {
    'no-thread-choice': 'nyuzi za injini haziwezi kuchaguliwa kwenye kifaa hiki',
    'all-threads-used': 'nyuzi zote zinatumika',
    'not-tuned': 'usanidi wa modeli haujarekebishwa kwenye kifaa hiki',
    'already-tuned': 'usanidi uliorekebishwa unatumika',
    'no-other-device': 'hakuna injini au kifaa kingine kinachofungua modeli hapa',
    'no-companion': 'hakuna injini ya programu mwenza iliyounganishwa inayofungua modeli',
    'in-companion': 'tayari inaendeshwa katika programu mwenza',
    'default-settings': 'mipangilio chaguomsingi inatumika',
    'no-memory-setting': 'injini haina mpangilio huo, au unatumika',
    'full-precision': 'hakuna aina fupi iliyochaguliwa',
    'no-free-size': 'modeli haina ukubwa huru wa ingizo',
    'smallest-size': 'ingizo tayari ni dogo',
    'needs-items': 'inahitaji vipengee vyenye lebo, ili kupima gharama yake',
    'no-smaller-version': 'hakuna toleo dogo lililotimiza vigezo; ongeza moja, au chagua vipengee vyenye lebo',
    'no-other-version': 'hakuna toleo jingine',
    'no-earlier-version': 'hakuna toleo jingine lililowahi kujibu',
  },
  data: 'Vipengee vyenye lebo',
  dataHelp:
    'Ukiwa na vipengee vyenye lebo, hatua hupimwa kwa hadi 300 kati yake, na usahihi hulinganishwa. Bila hivyo, hutumika maingizo yaliyotengenezwa.',
  needsItems:
    'Kazi hii huendesha grafu kadhaa, kwa hivyo hatua hupimwa kwa vipengee vyenye lebo. Chagua vipengee kwanza.',
  tryOne: 'Jaribu',
  tryAll: 'Jaribu hatua kwa mfuatano',
  running: 'Inafungua na kupima hatua inayofuata',
  question: (remedy, outcome) => `“${nameOf(remedy)}” inasaidia: ${outcome}. Je, ibakishwe?`,
  keep: 'Bakisha',
  decline: 'Usibakishe',
  ends: {
    'target-met': 'Lengo limefikiwa.',
    improved: 'Angalau hatua moja imesaidia na imebakishwa.',
    'nothing-helped': 'Hakuna hatua iliyosaidia. Hakuna kilichobadilishwa.',
  },
  results: 'Hatua za utafutaji huu',
  columns: ['Hatua', 'Badiliko', 'Tokeo', 'Kilichopimwa'],
  outcomes: {
    kept: 'imebakishwa',
    undone: (verdict) => `imetenduliwa: ${verdicts[verdict]}`,
    declined: 'inasaidia, lakini ilikataliwa',
    failed: (error) => `imeshindwa: ${error}`,
  },
  measured,
  version: (number) => `Toleo la ${number}`,
  log: 'Marekebisho yanayotumika na yaliyojaribiwa',
  logEmpty: 'Bado hakuna marekebisho yaliyojaribiwa.',
  undoNamed: (remedy) => `${nameOf(remedy)}: tendua`,
  report: {
    title: 'Ripoti kwa anayesaidia',
    lead: 'Ina namba na misimbo iliyo hapa chini tu, bila majina ya modeli, faili, usambazaji au watu. Hakuna kinachotumwa: isome kwanza, kisha uinakili au uihifadhi.',
    details: 'Maelezo: ripoti nzima (JSON)',
    copy: 'Nakili ripoti',
    save: 'Hifadhi ripoti',
  },
};

/** What remedies did, in the history of a deployment. */
export const remedyEvents: typeof en.remedyEvents = {
  kept: (version, remedy, outcome) => `${version} linajibu sasa kama rekebisho: ${nameOf(remedy)} (${outcome})`,
  tried: (remedy, why, outcome) =>
    `Rekebisho limejaribiwa na kutenduliwa: ${nameOf(remedy)}, ${why === 'declined' ? 'limekataliwa' : (verdicts[why as TrialVerdict] ?? why)}${outcome === null ? '' : ` (${outcome})`}`,
  undone: (version, remedy) => `Rekebisho limetenduliwa: ${nameOf(remedy)}; ${version} linajibu tena`,
};
