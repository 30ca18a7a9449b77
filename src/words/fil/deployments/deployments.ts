import type { RejectionReason } from '#deploy/judge-rollout.ts';
import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { count, format } from '../format.ts';
import { monitor } from './monitor.ts';
import { remedies, remedyEvents } from './remedies.ts';

const version = (number: number) => `bersyon ${number}`;
const share = (fraction: number) => format.percent(fraction);
const runs = (number: number) => count(number, 'run');

const rejections: Readonly<Record<RejectionReason, string>> = {
  'error-rate': 'masyadong marami sa mga run nito ang pumalya',
  'slow-rate': 'masyadong marami sa mga run nito ang mabagal',
  'more-errors': 'mas madalas itong pumalya kaysa sa kasalukuyang bersyon',
  'more-slow': 'mas madalas itong bumagal kaysa sa kasalukuyang bersyon',
  gates: 'hindi ito pumasa sa mga gate nito sa mga item na may label',
};

export const deployments: Text['deployments'] = {
  title: 'Mga deployment',
  lead: 'Ang deployment ay lugar na may pangalan para sa isang model. Natatandaan nito kung aling bersyon ang sumasagot, sinusubukan ang mga bagong bersyon kasabay nito, at sinusubaybayan kung paano tumatakbo ang mga ito. Nananatili ang lahat sa browser na ito.',
  badLink: 'Hindi valid ang link',
  empty: 'Wala pang deployment. Magpatakbo ng model, at i-deploy ito mula sa page nito.',
  emptyAction: 'Magpatakbo ng model',
  missing: 'Walang ganyang deployment sa browser na ito. Baka nabura na ito.',
  all: 'Lahat ng deployment',
  item: (model, number, versions) => `${model} (${version(number)} sa ${versions})`,
  alerts: (alerts) => count(alerts, 'alerto'),
  sections: 'Mga seksyon ng deployment na ito',
  run: 'Patakbuhin',
  running: {
    title: 'Deployment',
    lead: 'Bigyan ng pangalan at i-deploy ang model na ito, para masubukan ang mga bagong bersyon kasabay nito at masubaybayan kung paano ito tumatakbo rito.',
    name: 'Pangalan',
    create: 'I-deploy',
    add: (name) => `Idagdag bilang bagong bersyon ng “${name}”`,
    added: 'Naidagdag. Hindi pa ito sumasagot.',
    stores: (size) =>
      `Bago mag-deploy, magsi-store muna ng kopya ng mga piniling file sa browser na ito (${size}), para mabuksan muli ang mga ito ng deployment. Hindi na kinokopya ang mga file na naka-store na.`,
    storing: (done, total) => `Nag-i-store ng kopya: ${done} sa ${total}`,
    gatesFailed: (sentences) =>
      `Bumagsak ang model na ito sa mga gate nito:\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}\nI-deploy pa rin?`,
    keepInputs: 'Itabi ang mga input para lagyan ng label',
    keepInputsHelp: (count, size) =>
      `Itinatabi sa browser na ito ang mga input na hindi sigurado ang model, at ang ilang napili nang random, hanggang malagyan mo ng label o ma-delete ang mga ito: hanggang ${format.whole(count)} input at ${size}.`,
    saving: 'Binabasa ang mga file ng model',
    answers: (name, number) => `Ang bersyon ${number} ng “${name}” ang sumasagot, at sinusubaybayan ito.`,
    gradual: (number, fraction) =>
      `Sinusubukan ang bersyon ${number}: sinasagot nito ang ${share(fraction)} ng mga input.`,
    shadow: (number) => `Tumatakbo bilang shadow ang bersyon ${number}: wala itong sinasagot.`,
    open: 'Buksan ang deployment',
    versionError: 'Hindi mabuksan ang isa pang bersyon, kaya ang bersyong ito ang sumasagot sa lahat.',
    storageError: 'Hindi ma-store ang mga nasubaybayan.',
  },
  lifecycle: {
    title: 'Pinagdaanan ng bersyong ito',
    assessed: 'Na-evaluate',
    optimised: 'Na-optimize',
    gated: 'Dumaan sa gate',
    deployed: 'Na-deploy',
    watched: 'Nasubaybayan',
    noEvaluation: 'Walang evaluation sa mga item na may label sa browser na ito',
    evaluated: (at) => `Na-evaluate noong ${format.date(at)}`,
    asIs: 'Hindi gawa ng optimization sa browser na ito',
    madeBy: (scheme, at) =>
      `Ginawa noong ${format.date(at)} ${scheme === null ? 'ng mga pass na hindi binabago ang resulta' : `gamit ang scheme na ${scheme}`}`,
    parent: (sha256) => `mula sa model na may SHA-256 na ${sha256.slice(0, 12)}…`,
    noGates: 'Walang gate na pinatakbo rito sa browser na ito',
    verdict: {
      pass: 'Pasado sa lahat ng gate',
      fail: 'May gate na bumagsak',
      undecided: 'Wala pang pasya ang mga gate',
    },
    hallmark: (at) => `Hallmark noong ${format.date(at)}`,
    addedAt: (at) => `Idinagdag noong ${format.date(at)}`,
    runs: (number) => `${runs(number)} ang nasubaybayan`,
    checklist: 'Checklist para sa production',
    estimated: (accuracy, error) =>
      `Tinatayang accuracy: ${format.percent(accuracy)} ± ${count(format.number(100 * error), 'punto')}`,
    unwatched: 'Wala pang nasubaybayang run',
    open: 'Buksan',
    evaluate: 'I-evaluate ito',
  },
  versions: {
    adaptedFrom: (number, corrections) => `Natuto mula sa ${count(corrections, 'pagtatama')} ng bersyon ${number}`,
    title: 'Mga bersyon',
    note: 'Tala',
    number: (number) => `Bersyon ${number}`,
    current: 'sumasagot',
    candidate: 'sinusubukan',
    threads: (threads) => count(threads, 'thread'),
    switchTo: 'Lumipat dito',
    run: 'Patakbuhin nang mag-isa',
    remove: 'Alisin',
    of: (number) => ` ${version(number)}`,
    rollBack: (number) => `I-roll back sa bersyon ${number}`,
    noRollback: 'Wala pang ibang bersyong sumagot dati, kaya walang maro-roll back.',
    rehearse: 'Ensayuhin ang rollback',
    rehearsing: 'Binubuksan ang bersyon',
    rehearseHelp:
      'Binubuksan ang naunang bersyon at isinasara itong muli. Patuloy na sumasagot ang kasalukuyang bersyon.',
    modelMissing: (number) => `Wala na sa browser na ito ang model ng bersyon ${number}, kaya hindi ito mapapatakbo.`,
    chooseAgain: (names) => `Piliin muli ang ${format.list(names.map(isolate))}`,
    downloadAgain: 'I-download sa page na Mga model',
    addHelp: 'Para magdagdag ng bersyon, patakbuhin ang model nito at piliin doon ang “Idagdag bilang bagong bersyon”.',
  },
  rollout: {
    title: 'Sumubok ng bersyon kasabay ng kasalukuyan',
    lead: 'Random ang pagtatalaga ng mga input. Pino-promote o tinatanggihan ang kandidato ayon sa live na kinalabasan nito, na puwedeng tingnan anumang oras: may bisa ang mga limit gaano man kadalas suriin ang mga ito.',
    candidate: 'Kandidato',
    mode: 'Mode',
    modes: {
      shadow: 'Shadow: parehong tumatakbo, ang kasalukuyang bersyon ang sumasagot',
      gradual: 'Unti-unti: sumasagot ang kandidato sa lumalaking bahagi',
    },
    maxErrorRate: 'Pinakamaraming pumalyang run, sa %',
    slowMs: 'Mabagal ang run kapag lampas sa, sa ms',
    slowHint: (ms) =>
      ms === null
        ? 'Hindi pa nasusukat para sa kasalukuyang bersyon.'
        : `Mas maikli sa ${format.duration(ms)} ang 95% ng mga run ng kasalukuyang bersyon.`,
    maxSlowRate: 'Pinakamaraming mabagal na run, sa %',
    minRuns: 'Mga run sa bawat bahagi',
    faults: {
      maxErrorRate: 'Maglagay ng porsiyento ng mga pumalyang run na higit sa 0 at mas mababa sa 100.',
      slowMs: 'Maglagay ng oras, sa millisecond, na kapag nalampasan ay mabagal ang run.',
      maxSlowRate: 'Maglagay ng porsiyento ng mga mabagal na run na higit sa 0 at mas mababa sa 100.',
      minRuns: 'Maglagay ng buong bilang ng mga run, hindi bababa sa 1.',
    },
    start: 'Simulan',
    stop: 'Ihinto ang pagsubok',
    promote: 'I-promote na ito',
    noCandidate:
      'Walang ibang bersyon. Magpatakbo ng ibang model, at idagdag ito roon bilang bagong bersyon ng deployment na ito.',
    now: ({ mode, candidate, share: now }) =>
      mode === 'shadow'
        ? `Tumatakbo bilang shadow ang bersyon ${candidate}.`
        : `Sinasagot ng bersyon ${candidate} ang ${share(now)} ng mga input.`,
    steps: {
      wait: 'Kulang pa ang mga run para magpasya.',
      'raise-share': 'Pasado ang lahat ng gate: lalakihan ang bahagi sa susunod na run.',
      promote: 'Pasado ang lahat ng gate: ipo-promote ito sa susunod na run.',
      reject: 'May gate na bumagsak: tatanggihan ito sa susunod na run.',
    },
    gates: 'Mga live na gate ng kandidato',
    gateColumns: ['Gate', 'Limit', 'Nasukat', '95% interval, may bisa sa lahat ng oras', 'Katayuan'],
    comparison: 'Kandidato at kasalukuyang bersyon',
    comparisonColumns: ['Pangyayari', 'Ebidensyang mas madalas', 'Ebidensyang mas madalang', 'Hatol'],
    evidenceHelp: (threshold) =>
      `Nagpapasya ang ebidensyang ${format.whole(threshold)}: inaabot ito ng magkasinghusay na bersyon sa hindi hihigit sa 5 % ng lahat ng pagsubok, sa dalawang pangyayari nang magkasama.`,
    events: { errors: 'Mga pumalyang run', slow: 'Mga mabagal na run' },
    fraction: share,
    measured: (events, n) => (n === 0 ? 'walang run' : `${format.whole(events)} sa ${format.whole(n)}`),
    interval: ([low, high]) => `${share(low)} hanggang ${share(high)}`,
    states: { pass: 'pasado', fail: 'bagsak', inconclusive: 'kulang ang mga run' },
    verdicts: { more: 'mas madalas', fewer: 'mas madalang', undecided: 'wala pang pasya' },
    agreement: (mean, n) => `${share(mean)} ang pagtutugma ng mga resulta, sa ${count(n, 'input')}.`,
  },
  review: {
    title: 'Mga pagrerepaso',
    every: 'Magrepaso bawat',
    never: 'Walang nakaiskedyul na pagrerepaso',
    days: (days) => count(days, 'araw'),
    due: 'Oras na para magrepaso.',
    clockBack:
      'Nauna pa sa huling pagrerepaso ang orasan ng device na ito, kaya mali ang isa sa dalawang petsa. Oras na para magrepaso.',
    next: (at) => `Sa ${format.date(at)} ang susunod na pagrerepaso.`,
    note: 'Ano ang napansin mo?',
    record: 'Itala ang pagrerepaso',
  },
  history: {
    title: 'Kasaysayan',
    clockNote: 'Ayon sa pagkakasunod-sunod ng mga nangyari. Galing sa orasan ng device na ito ang mga petsa.',
    columns: ['Petsa', 'Nangyari'],
    date: (at) => format.date(at),
    event(event) {
      const name = version(event.version);
      switch (event.kind) {
        case 'added':
          return `Idinagdag ang ${name}`;
        case 'removed':
          return `Inalis ang ${name}`;
        case 'switched':
          return `Ang ${name} na ang sumasagot mula ngayon`;
        case 'rolled-back':
          return `Na-roll back sa ${name}`;
        case 'rollout-started':
          return `Sinusubukan ang ${name} ${event.mode === 'shadow' ? 'bilang shadow' : 'sa isang bahagi ng mga input'}`;
        case 'share-raised':
          return `Sinasagot ng ${name} ang ${share(event.share)} ng mga input`;
        case 'promoted':
          return `Pumasa ang ${name} sa mga gate nito at na-promote`;
        case 'rejected':
          return `Tinanggihan ang ${name}: ${rejections[event.why as RejectionReason] ?? event.why}`;
        case 'rollout-stopped':
          return `Inihinto ang pagsubok sa ${name}`;
        case 'rehearsed':
          return 'ms' in event.outcome
            ? `Inensayo ang rollback sa ${name}: bumukas ito sa loob ng ${format.duration(event.outcome.ms)}`
            : `Inensayo ang rollback sa ${name}: hindi ito nabuksan`;
        case 'reviewed':
          return event.note === '' ? `Nirepaso ang ${name}` : `Nirepaso ang ${name}: ${event.note}`;
        case 'alert-raised':
          return `Alerto: ${monitor.rule(event.rule)} (${monitor.ruleValue(event.rule, event.value)})`;
        case 'alert-cleared':
          return `Natapos ang alerto: ${monitor.rule(event.rule)} (${monitor.ruleValue(event.rule, event.value)})`;
        case 'remedy-kept':
          return remedyEvents.kept(name, event.remedy, remedies.measured(event.symptom, event.measured));
        case 'remedy-tried': {
          const outcome = event.measured && remedies.measured(event.symptom, event.measured);
          return remedyEvents.tried(event.remedy, event.why, outcome);
        }
        case 'remedy-undone':
          return remedyEvents.undone(name, event.remedy);
      }
    },
  },
  settings: {
    title: 'Ang deployment na ito',
    name: 'Pangalan',
    deleteMonitoring: 'Burahin ang mga nasubaybayan',
    deleteMonitoringConfirm: 'Burahin ang lahat ng nasubaybayan? I-export muna ito kung kailangan mo.',
    remove: 'Burahin ang deployment',
    removeConfirm: ({ name }) =>
      `Burahin ang “${name}” kasama ang kasaysayan nito at lahat ng nasubaybayan? Mananatiling naka-store ang mga model.`,
  },
};
