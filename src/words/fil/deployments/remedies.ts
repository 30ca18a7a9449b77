import type * as en from '../../en/deployments/remedies.ts';
import type { MeasuredChange } from '#deploy/deployment.ts';
import type { RemedyId } from '#remedies/ladders.ts';
import type { Symptom } from '#remedies/remedy.ts';
import type { TrialVerdict } from '#remedies/trial.ts';
import type { Text } from '../../language.ts';
import { formatGain, type GainPhrases } from '../../gain-text.ts';
import { count, format } from '../format.ts';

const symptoms: Text['remedies']['symptoms'] = {
  latency: 'Mataas na latency',
  memory: 'Malaking gamit na memory',
  accuracy: 'Mababang accuracy',
  errors: 'Mga error',
};

const names: Text['remedies']['names'] = {
  'more-threads': 'Mas maraming thread',
  'tuned-configuration': 'Na-tune na configuration',
  'default-settings': 'Mga default na setting ng engine',
  'other-device': 'Ibang engine o device',
  'freed-memory': 'Palayain ang memory pagkatapos ng bawat run',
  'full-precision': 'Magkuwenta sa float32',
  'smaller-input': 'Mas maliit na input',
  'smaller-version': 'Mas maliit na bersyon ng model',
  'in-companion': 'Patakbuhin sa companion',
  'other-version': 'Ibang bersyon ng model',
  'roll-back': 'Mag-roll back',
};

const verdicts: Readonly<Record<TrialVerdict, string>> = {
  'target-met': 'naabot ang target',
  gain: 'nakakatulong ito',
  'no-gain': 'walang nakitang pagbuti',
  'not-measured': 'hindi masukat ang pagbuti',
  'outputs-broken': 'magkaiba ang mga output',
  'gate-fails': 'may gate na hindi na pumapasa',
};

const gainPhrases: GainPhrases = {
  changes: {
    latency: { better: (percent) => `mas mabilis nang ${percent}`, worse: (percent) => `mas mabagal nang ${percent}` },
    memory: {
      better: (percent) => `mas kaunting memory nang ${percent}`,
      worse: (percent) => `mas maraming memory nang ${percent}`,
    },
    accuracy: {
      better: (percent) => `mas maraming tamang sagot nang ${percent}`,
      worse: (percent) => `mas kaunting tamang sagot nang ${percent}`,
    },
    errors: {
      better: (percent) => `mas maraming matagumpay na pagpapatakbo nang ${percent}`,
      worse: (percent) => `mas kaunting matagumpay na pagpapatakbo nang ${percent}`,
    },
  },
  same: 'walang pagbabago',
  withInterval: (change, low, high) => `${change} (95% interval: ${low} hanggang ${high})`,
};

function value(symptom: Symptom, amount: number | null): string {
  if (amount === null) return 'hindi nasukat';
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
  title: 'Mga lunas',
  lead: 'Binubuksan ang bawat hakbang kasabay ng kasalukuyang bersyon at salitan silang sinusukat sa device na ito. Pinananatili lang ito kung naaabot ang target o napatunayang nakakatulong, nang pareho ang mga output at gate; kung hindi, isinasara itong muli. Itinatala ang lahat, at mababawi ang mga pinanatili.',
  symptom: 'Problema',
  symptoms,
  target: 'Target',
  targetHint: {
    latency:
      'Median na tagal ng isang run, sa millisecond. Kung walang target, titigil sa unang hakbang na nakakatulong.',
    memory: 'Memory ng engine, sa MB. Kung walang target, titigil sa unang hakbang na nakakatulong.',
    accuracy: 'Mga tamang resulta, sa %. Kung walang target, titigil sa unang hakbang na nakakatulong.',
    errors: 'Mga pumalyang run, sa %. Kung walang target, titigil sa unang hakbang na nakakatulong.',
  },
  mode: 'Pagkatapos ng alerto',
  modes: {
    suggest: 'Magmungkahi: walang kusang tumatakbo',
    ask: 'Magtanong: sukatin ang mga hakbang, at magtanong bago panatilihin ang isa',
    automatic: 'Awtomatiko: panatilihin ang nakakatulong',
  },
  names,
  offers: (changes) => `${count(changes, 'pagbabago')} ang masusubukan`,
  inapplicable: {
    'no-thread-choice': 'hindi mapipili ang mga thread ng engine sa device na ito',
    'all-threads-used': 'gamit na ang lahat ng thread',
    'not-tuned': 'hindi pa na-tune ang model sa device na ito',
    'already-tuned': 'gamit na ang na-tune na configuration',
    'no-other-device': 'walang ibang engine o device na makapagbubukas ng model dito',
    'no-companion': 'walang engine ng nakakonektang companion ang makapagbubukas ng model',
    'in-companion': 'tumatakbo na ito sa companion',
    'default-settings': 'gamit na ang mga default na setting',
    'no-memory-setting': 'walang ganitong setting ang engine, o gamit na ito',
    'full-precision': 'walang piniling mas maikling type',
    'no-free-size': 'walang malayang laki ng input ang model',
    'smallest-size': 'maliit na ang input',
    'needs-items': 'kailangan ng mga item na may label, para masukat ang kapalit nito',
    'no-smaller-version':
      'walang mas maliit na bersyong pumasa sa mga gate; magdagdag ng isa, o pumili ng mga item na may label',
    'no-other-version': 'walang ibang bersyon',
    'no-earlier-version': 'wala pang ibang bersyong sumagot dati',
  },
  data: 'Mga item na may label',
  dataHelp:
    'Kung may mga item na may label, hanggang 300 sa mga ito ang gagamitin sa pagsukat, at paghahambingin ang accuracy. Kung wala, mga ginawang input ang gagamitin.',
  needsItems:
    'Ilang graph ang pinatatakbo ng task na ito, kaya sa mga item na may label sinusukat ang mga hakbang. Pumili muna ng mga item.',
  tryOne: 'Subukan',
  tryAll: 'Subukan ang mga hakbang ayon sa pagkakasunod-sunod',
  running: 'Binubuksan at sinusukat ang susunod na hakbang',
  question: (remedy, outcome) => `Nakakatulong ang “${nameOf(remedy)}”: ${outcome}. Panatilihin ito?`,
  keep: 'Panatilihin',
  decline: 'Huwag panatilihin',
  ends: {
    'target-met': 'Naabot ang target.',
    improved: 'May hakbang na nakatulong at pinanatili.',
    'nothing-helped': 'Walang hakbang na nakatulong. Walang binago.',
  },
  results: 'Mga hakbang ng paghahanap na ito',
  columns: ['Hakbang', 'Pagbabago', 'Kinalabasan', 'Nasukat'],
  outcomes: {
    kept: 'pinanatili',
    undone: (verdict) => `binawi: ${verdicts[verdict]}`,
    declined: 'nakakatulong, pero tinanggihan',
    failed: (error) => `pumalya: ${error}`,
  },
  measured,
  version: (number) => `Bersyon ${number}`,
  log: 'Mga lunas na may bisa at mga sinubukan',
  logEmpty: 'Wala pang sinubukang lunas.',
  undoNamed: (remedy) => `${nameOf(remedy)}: bawiin`,
  report: {
    title: 'Ulat para sa tutulong',
    lead: 'Mga numero at code lang sa ibaba ang laman nito, at walang pangalan ng model, file, deployment, o tao. Walang ipinapadala: basahin muna ito, saka kopyahin o i-save.',
    details: 'Mga detalye: ang buong ulat (JSON)',
    copy: 'Kopyahin ang ulat',
    save: 'I-save ang ulat',
  },
};

/** What remedies did, in the history of a deployment. */
export const remedyEvents: typeof en.remedyEvents = {
  kept: (version, remedy, outcome) => `Ang ${version} na ang sumasagot bilang lunas: ${nameOf(remedy)} (${outcome})`,
  tried: (remedy, why, outcome) =>
    `Sinubukan at binawi ang lunas: ${nameOf(remedy)}, ${why === 'declined' ? 'tinanggihan' : (verdicts[why as TrialVerdict] ?? why)}${outcome === null ? '' : ` (${outcome})`}`,
  undone: (version, remedy) => `Binawi ang lunas: ${nameOf(remedy)}; ang ${version} na muli ang sumasagot`,
};
