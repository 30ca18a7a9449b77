import type { RejectionReason } from '#deploy/judge-rollout.ts';
import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';
import { monitor } from './monitor.ts';
import { remedies, remedyEvents } from './remedies.ts';

const version = (number: number) => `toleo la ${number}`;
const share = (fraction: number) => format.percent(fraction);
const versions = (count: number) => (count === 1 ? 'toleo 1' : `matoleo ${format.whole(count)}`);

const rejections: Readonly<Record<RejectionReason, string>> = {
  'error-rate': 'uendeshaji wake mwingi mno ulishindwa',
  'slow-rate': 'uendeshaji wake mwingi mno ulikuwa wa polepole',
  'more-errors': 'lilishindwa mara nyingi zaidi kuliko toleo la sasa',
  'more-slow': 'lilikuwa la polepole mara nyingi zaidi kuliko toleo la sasa',
  gates: 'halikutimiza vigezo vyake kwa vipengee vyenye lebo',
};

export const deployments: Text['deployments'] = {
  title: 'Usambazaji',
  lead: 'Usambazaji ni mahali penye jina palipowekwa modeli. Hukumbuka ni toleo gani linalojibu, hujaribu matoleo mapya kando yake, na hufuatilia jinsi yanavyofanya kazi. Kila kitu hubaki kwenye kivinjari hiki.',
  badLink: 'Kiungo si halali',
  empty: 'Bado hakuna usambazaji. Endesha modeli, kisha uisambaze kutoka kwenye ukurasa wake.',
  emptyAction: 'Endesha modeli',
  missing: 'Hakuna usambazaji kama huo kwenye kivinjari hiki. Huenda ulifutwa.',
  all: 'Usambazaji wote',
  item: (model, number, count) => `${model} (${version(number)}, kati ya ${versions(count)})`,
  alerts: (count) => (count === 1 ? 'Tahadhari 1' : `Tahadhari ${format.whole(count)}`),
  sections: 'Sehemu za usambazaji huu',
  run: 'Endesha',
  running: {
    title: 'Usambazaji',
    lead: 'Sambaza modeli hii kwa jina, ili kujaribu matoleo mapya kando yake na kufuatilia jinsi inavyofanya kazi hapa.',
    name: 'Jina',
    create: 'Sambaza',
    add: (name) => `Ongeza kama toleo jipya la “${name}”`,
    added: 'Limeongezwa. Bado halijibu.',
    stores: (size) =>
      `Kusambaza huhifadhi kwanza nakala ya faili zilizochaguliwa kwenye kivinjari hiki (${size}), ili usambazaji uweze kuzifungua tena. Faili ambazo tayari zimehifadhiwa hazinakiliwi.`,
    storing: (done, total) => `Inahifadhi nakala: ${done} kati ya ${total}`,
    gatesFailed: (sentences) =>
      `Modeli hii haikutimiza vigezo vyake:\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}\nUngependa kuisambaza hata hivyo?`,
    keepInputs: 'Weka maingizo ya kupewa lebo',
    keepInputsHelp: (count, size) =>
      `Maingizo ambayo modeli haina uhakika nayo, na machache yaliyochaguliwa kwa nasibu, huwekwa kwenye kivinjari hiki hadi uyape lebo au uyafute: hadi maingizo ${format.whole(count)} na ${size}.`,
    saving: 'Inasoma faili za modeli',
    answers: (name, number) => `Toleo la ${number} la “${name}” linajibu, na linafuatiliwa.`,
    gradual: (number, fraction) => `Toleo la ${number} linajaribiwa: linajibu ${share(fraction)} ya maingizo.`,
    shadow: (number) => `Toleo la ${number} linaendeshwa kama kivuli: halijibu chochote.`,
    open: 'Fungua usambazaji',
    versionError: 'Toleo lingine haliwezi kufunguliwa, kwa hivyo hili linajibu yote.',
    storageError: 'Yanayofuatiliwa hayawezi kuhifadhiwa.',
  },
  lifecycle: {
    title: 'Safari ya toleo hili',
    assessed: 'Tathmini',
    optimised: 'Uboreshaji',
    gated: 'Vigezo',
    deployed: 'Usambazaji',
    watched: 'Ufuatiliaji',
    noEvaluation: 'Hakuna tathmini ya vipengee vyenye lebo kwenye kivinjari hiki',
    evaluated: (at) => `Lilitathminiwa ${format.date(at)}`,
    asIs: 'Halikutengenezwa kwa uboreshaji kwenye kivinjari hiki',
    madeBy: (scheme, at) =>
      `Lilitengenezwa ${format.date(at)} ${scheme === null ? 'kwa hatua zisizobadilisha matokeo' : `kwa mbinu ${scheme}`}`,
    parent: (sha256) => `kutoka kwenye modeli yenye SHA-256 ${sha256.slice(0, 12)}…`,
    noGates: 'Halijakaguliwa kwa vigezo kwenye kivinjari hiki',
    verdict: {
      pass: 'Vigezo vyote vimetimizwa',
      fail: 'Kuna kigezo ambacho hakikutimizwa',
      undecided: 'Vigezo havijaamuliwa',
    },
    hallmark: (at) => `Muhuri wa ${format.date(at)}`,
    addedAt: (at) => `Liliongezwa ${format.date(at)}`,
    runs: (count) => `Uendeshaji ${format.whole(count)} umefuatiliwa`,
    checklist: 'Orodha ya ukaguzi',
    estimated: (accuracy, error) =>
      `Usahihi uliokadiriwa: ${format.percent(accuracy)} ± pointi ${format.number(100 * error)}`,
    unwatched: 'Bado hakuna uendeshaji uliofuatiliwa',
    open: 'Fungua',
    evaluate: 'Lifanyie tathmini',
  },
  versions: {
    adaptedFrom: (number, corrections) =>
      `Imejifunza kutokana na masahihisho ${format.whole(corrections)} ya toleo la ${number}`,
    title: 'Matoleo',
    note: 'Dokezo',
    number: (number) => `Toleo la ${number}`,
    current: 'linajibu',
    candidate: 'linajaribiwa',
    threads: (count) => (count === 1 ? 'uzi 1' : `nyuzi ${format.whole(count)}`),
    switchTo: 'Tumia toleo hili',
    run: 'Endesha peke yake',
    remove: 'Ondoa',
    of: (number) => ` ${version(number)}`,
    rollBack: (number) => `Rudi kwenye toleo la ${number}`,
    noRollback: 'Hakuna toleo lingine lililowahi kujibu, kwa hivyo hakuna pa kurudi.',
    rehearse: 'Fanya mazoezi ya kurudi',
    rehearsing: 'Inafungua toleo',
    rehearseHelp: 'Hufungua toleo la awali na kulifunga tena. Toleo la sasa huendelea kujibu.',
    modelMissing: (number) =>
      `Modeli ya toleo ${number} haipo tena kwenye kivinjari hiki, kwa hivyo haiwezi kuendeshwa.`,
    chooseAgain: (names) => `Chagua ${format.list(names.map(isolate))} tena`,
    downloadAgain: 'Ipakue kwenye ukurasa wa Modeli',
    addHelp: 'Ili kuongeza toleo, endesha modeli yake kisha uchague “Ongeza kama toleo jipya” hapo.',
  },
  rollout: {
    title: 'Jaribu toleo kando ya lile la sasa',
    lead: 'Maingizo hugawiwa kwa nasibu. Toleo la majaribio hupandishwa au hukataliwa kulingana na matokeo yake ya moja kwa moja, unayoweza kuyaangalia wakati wowote: vikomo hubaki sahihi hata vikikaguliwa mara ngapi.',
    candidate: 'Toleo la majaribio',
    mode: 'Hali',
    modes: {
      shadow: 'Kivuli: yote mawili huendeshwa, toleo la sasa hujibu',
      gradual: 'Hatua kwa hatua: toleo la majaribio hujibu sehemu inayoongezeka',
    },
    maxErrorRate: 'Kiwango cha juu cha uendeshaji ulioshindwa, kwa %',
    slowMs: 'Uendeshaji ni wa polepole ukizidi, kwa ms',
    slowHint: (ms) =>
      ms === null
        ? 'Bado haijapimwa kwa toleo la sasa.'
        : `95% ya uendeshaji wa toleo la sasa huchukua chini ya ${format.duration(ms)}.`,
    maxSlowRate: 'Kiwango cha juu cha uendeshaji wa polepole, kwa %',
    minRuns: 'Idadi ya uendeshaji kwa kila sehemu',
    faults: {
      maxErrorRate: 'Weka asilimia ya uendeshaji ulioshindwa iliyo zaidi ya 0 na chini ya 100.',
      slowMs: 'Weka muda, kwa milisekunde, ambao ukizidi uendeshaji huwa wa polepole.',
      maxSlowRate: 'Weka asilimia ya uendeshaji wa polepole iliyo zaidi ya 0 na chini ya 100.',
      minRuns: 'Weka namba kamili ya uendeshaji, angalau 1.',
    },
    start: 'Anza',
    stop: 'Simamisha jaribio',
    promote: 'Lipandishe sasa',
    noCandidate:
      'Hakuna toleo lingine. Endesha modeli nyingine, kisha uiongeze hapo kama toleo jipya la usambazaji huu.',
    now: ({ mode, candidate, share: now }) =>
      mode === 'shadow'
        ? `Toleo la ${candidate} linaendeshwa kama kivuli.`
        : `Toleo la ${candidate} linajibu ${share(now)} ya maingizo.`,
    steps: {
      wait: 'Uendeshaji ni mchache mno kuamua.',
      'raise-share': 'Vigezo vyote vimetimizwa: sehemu itaongezwa katika uendeshaji ujao.',
      promote: 'Vigezo vyote vimetimizwa: litapandishwa katika uendeshaji ujao.',
      reject: 'Kuna kigezo ambacho hakikutimizwa: litakataliwa katika uendeshaji ujao.',
    },
    gates: 'Vigezo vya moja kwa moja vya toleo la majaribio',
    gateColumns: ['Kigezo', 'Kikomo', 'Kilichopimwa', 'Wigo wa 95%, halali wakati wote', 'Hali'],
    comparison: 'Toleo la majaribio na toleo la sasa',
    comparisonColumns: ['Tukio', 'Ushahidi wa kuwa mengi', 'Ushahidi wa kuwa machache', 'Uamuzi'],
    evidenceHelp: (threshold) =>
      `Ushahidi wa ${format.whole(threshold)} huamua: matoleo yaliyo sawa huufikia katika majaribio yasiyozidi 5%, kwa matukio yote mawili pamoja.`,
    events: { errors: 'Uendeshaji ulioshindwa', slow: 'Uendeshaji wa polepole' },
    fraction: share,
    measured: (count, n) => (n === 0 ? 'hakuna uendeshaji' : `${format.whole(count)} kati ya ${format.whole(n)}`),
    interval: ([low, high]) => `${share(low)} hadi ${share(high)}`,
    states: { pass: 'kimetimizwa', fail: 'hakijatimizwa', inconclusive: 'uendeshaji mchache mno' },
    verdicts: { more: 'mara nyingi zaidi', fewer: 'mara chache zaidi', undecided: 'haijaamuliwa' },
    agreement: (mean, n) =>
      `Matokeo yanalingana kwa ${share(mean)}, kwa ${n === 1 ? 'ingizo 1' : `maingizo ${format.whole(n)}`}.`,
  },
  review: {
    title: 'Mapitio',
    every: 'Pitia kila baada ya',
    never: 'Hakuna mapitio yaliyoratibiwa',
    days: (days) => `siku ${format.whole(days)}`,
    due: 'Wakati wa mapitio umefika.',
    clockBack:
      'Saa ya kifaa hiki iko nyuma ya mapitio ya mwisho, kwa hivyo moja ya tarehe hizi mbili si sahihi. Wakati wa mapitio umefika.',
    next: (at) => `Mapitio yajayo ni ${format.date(at)}.`,
    note: 'Umegundua nini?',
    record: 'Rekodi mapitio',
  },
  history: {
    title: 'Historia',
    clockNote: 'Kwa mfuatano wa matukio. Tarehe ni za saa ya kifaa hiki.',
    columns: ['Tarehe', 'Kilichotokea'],
    date: (at) => format.date(at),
    event(event) {
      const name = `Toleo la ${event.version}`;
      switch (event.kind) {
        case 'added':
          return `${name} liliongezwa`;
        case 'removed':
          return `${name} liliondolewa`;
        case 'switched':
          return `${name} linajibu kuanzia sasa`;
        case 'rolled-back':
          return `Ilirudi kwenye ${version(event.version)}`;
        case 'rollout-started':
          return `${name} linajaribiwa ${event.mode === 'shadow' ? 'kama kivuli' : 'kwa sehemu ya maingizo'}`;
        case 'share-raised':
          return `${name} linajibu ${share(event.share)} ya maingizo`;
        case 'promoted':
          return `${name} lilitimiza vigezo vyake na likapandishwa`;
        case 'rejected':
          return `${name} lilikataliwa: ${rejections[event.why as RejectionReason] ?? event.why}`;
        case 'rollout-stopped':
          return `Jaribio la ${version(event.version)} lilisimamishwa`;
        case 'rehearsed':
          return 'ms' in event.outcome
            ? `Mazoezi ya kurudi kwenye ${version(event.version)}: lilifunguka kwa ${format.duration(event.outcome.ms)}`
            : `Mazoezi ya kurudi kwenye ${version(event.version)}: halikufunguka`;
        case 'reviewed':
          return event.note === '' ? `${name} lilipitiwa` : `${name} lilipitiwa: ${event.note}`;
        case 'alert-raised':
          return `Tahadhari: ${monitor.rule(event.rule)} (${monitor.ruleValue(event.rule, event.value)})`;
        case 'alert-cleared':
          return `Tahadhari imeisha: ${monitor.rule(event.rule)} (${monitor.ruleValue(event.rule, event.value)})`;
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
    title: 'Usambazaji huu',
    name: 'Jina',
    deleteMonitoring: 'Futa yaliyofuatiliwa',
    deleteMonitoringConfirm: 'Je, ungependa kufuta yote yaliyofuatiliwa? Yahamishe kwanza ikiwa unayahitaji.',
    remove: 'Futa usambazaji',
    removeConfirm: ({ name }) =>
      `Je, ungependa kufuta “${name}” pamoja na historia yake na yote yaliyofuatiliwa? Modeli zitaendelea kuhifadhiwa.`,
  },
};
