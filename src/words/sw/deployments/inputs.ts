import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';

const { whole, percent, date } = format;
const inputs = (count: number) => (count === 1 ? 'ingizo 1' : `maingizo ${whole(count)}`);
const points = (fraction: number) => `pointi ${format.number(100 * fraction)}`;

export const deployedInputs: Text['deployedInputs'] = {
  title: 'Mabadiliko ya maingizo',
  lead: 'Hulinganisha maingizo ya karibuni ya toleo la sasa na maingizo ambayo lilifanya nayo kazi vizuri. Hauhitaji lebo. Namba na madarasa yaliyotabiriwa pekee ndiyo huhifadhiwa, ndani ya kivinjari hiki.',
  recent: (count, fromMs, toMs) =>
    `${inputs(count)}, kuanzia ${date(fromMs)} hadi ${date(toMs)}, kwa saa ya kifaa hiki.`,
  none: 'Hakuna ingizo lililoendeshwa tangu hii iongezwe. Endesha maingizo kadhaa, kisha urudi hapa.',
  tooFew: (count, min) => `Hadi sasa ni ${inputs(count)}; ulinganisho unahitaji angalau ${whole(min)}.`,
  uncompared: (features, { reference, current, needed }) =>
    `Havikulinganishwa: ${features}. Vilipimwa kwa maingizo ${whole(reference)} ya rejea na ${whole(current)} ya karibuni; angalau ${whole(needed)} ya kila upande yanahitajika. Ili kuokoa muda, sifa za picha hupimwa kwa baadhi ya picha tu.`,
  keep: (count) => `Tumia ${inputs(count)} kuwa rejea`,
  replace: 'Hii inachukua nafasi ya rejea iliyopo.',
  reference: (count, at) => `Rejea ni ${inputs(count)}, iliyowekwa ${date(at)}.`,
  noReference: 'Bado hakuna rejea. Chagua maingizo ya karibuni kuwa rejea wakati modeli inafanya kazi vizuri.',
  removeReference: 'Ondoa rejea',
  damaged: (count) =>
    count === 1
      ? 'Ingizo 1 lililohifadhiwa limeharibika na halihesabiwi.'
      : `Maingizo ${whole(count)} yaliyohifadhiwa yameharibika na hayahesabiwi.`,

  accuracy: {
    title: 'Usahihi uliokadiriwa',
    lead: 'Ni mara ngapi modeli huenda iko sahihi kwa maingizo yake ya karibuni, kwa kukadiria kutokana na uhakika wake. Maingizo yakibadilika kwa namna inayoifanya modeli ikosee kwa uhakika, makadirio huwa ya juu mno: yape lebo baadhi ya maingizo hapa chini ili kuyahakiki.',
    fitted: (items, dataset, at, accuracy) =>
      `Yalilinganishwa ${date(at)} na vipengee ${whole(items)} vyenye lebo vya ${isolate(dataset)}, ambavyo modeli ilipata ${percent(accuracy)} sahihi.`,
    notFitted:
      'Haukupimwa: tathmini toleo hili kwa angalau vipengee 40 vyenye lebo, kama vile folda kwa kila darasa. Makadirio hutokana navyo.',
    notClassifier: 'Usahihi wa modeli za uainishaji pekee ndio unaoweza kukadiriwa.',
    evaluate: 'Litathmini',
    caption: 'Usahihi uliokadiriwa wa maingizo ya karibuni',
    columns: ['Njia', 'Makadirio ± wastani wa kosa', 'Kosa kwa vipengee vyenye lebo vilivyotengwa'],
    estimate: (accuracy, error) => `${percent(accuracy)} ± ${points(error)}`,
    methods: {
      'average-confidence': 'Wastani wa uhakika, uliopimwa kwa joto',
      'thresholded-confidence': 'Wastani wa uhakika wenye kizingiti (ATC)',
    },
    best: (name) => `${name} (kosa dogo zaidi)`,
    heldOut: ({ mean, max }, items) =>
      `wastani ${points(mean)}, isiyozidi ${points(max)}, kwa vipengee ${whole(items)} kila mara`,
    pastCaption: 'Makadirio ya awali na lebo zilizofuata',
    pastColumns: ['Maingizo', 'Makadirio', 'Sahihi, kwa lebo', 'Wigo wa 95%', 'Kosa'],
    past: ({ fromMs, toMs }) => `${date(fromMs)} hadi ${date(toMs)}`,
    percent,
    interval: ([low, high]) => `${percent(low)} hadi ${percent(high)}`,
    error: (estimate, actual) => points(estimate - actual),
    noPast: (labelled, needed) =>
      `Bado hakuna kosa la awali: maingizo ${whole(labelled)} kati ya ${whole(needed)} yaliyochaguliwa kwa nasibu yana lebo.`,
  },

  queue: {
    title: 'Foleni ya mapitio: maingizo ya kupewa lebo',
    lead: 'Maingizo ambayo modeli haina uhakika nayo, ambayo toleo linalojaribiwa kama kivuli halikubaliani nayo, na machache yaliyochaguliwa kwa nasibu huwekwa kwenye kivinjari hiki hadi uyape lebo au uyafute. Hakuna kinachotumwa.',
    consent: 'Weka maingizo kama hayo ya usambazaji huu kwenye kivinjari hiki',
    consentHelp: (count, size) =>
      `Yasiyozidi ${inputs(count)} na ${size}; ya zamani zaidi yasiyo na lebo huachia mapya nafasi. Faili za picha na maandishi moja moja pekee ndizo huwekwa. Ikiwa yanaonyesha watu, hakikisha unaruhusiwa kuyahifadhi.`,
    empty: 'Hakuna ingizo linalosubiri lebo.',
    off: 'Hakuna maingizo yanayowekwa.',
    progress: (waiting, labelled) => `Yasiyo na lebo: ${inputs(waiting)}; yenye lebo: ${whole(labelled)}.`,
    reasons: {
      random: 'Lilichaguliwa kwa nasibu, ili kuhakiki usahihi uliokadiriwa',
      disagreement: 'Toleo linalojaribiwa linatabiri darasa lingine',
      'low-confidence': 'Uhakika mdogo',
      'small-margin': 'Madarasa mawili yana uwezekano karibu sawa',
    },
    about: (version, at) => `Toleo la ${whole(version)}, ${date(at)}`,
    predicted: (label, probability) => `Lililotabiriwa: ${isolate(label)} (${percent(probability)})`,
    candidate: (version, label) => `Toleo la ${whole(version)}: ${isolate(label)}`,
    image: 'Ingizo la kupewa lebo',
    choose: 'Ni nini?',
    keys: 'Katika sehemu hii, vitufe 1 hadi 9 huchagua darasa, S huruka, Z hutengua, na Delete hufuta ingizo.',
    other: 'Darasa lingine',
    set: 'Weka lebo',
    skip: 'Ruka',
    undo: 'Tengua lebo ya mwisho',
    remove: 'Futa ingizo hili',
    evaluate: (count) =>
      count === 1 ? 'Tathmini kwa ingizo lenye lebo' : `Tathmini kwa maingizo ${whole(count)} yenye lebo`,
    evaluateHelp:
      'Kisha ukurasa wa Tathmini huyatoa kuwa folda ya mwisho. Mengi ni maingizo ambayo modeli haikuwa na uhakika nayo, kwa hivyo usahihi kwayo ni mdogo kuliko katika matumizi.',
    folder: (name) => `${name}: maingizo yenye lebo`,
    full: 'Foleni imejaa maingizo yenye lebo, kwa hivyo hakuna mengine yanayowekwa. Tathmini kwayo, kisha uyafute.',
    removeAll: 'Futa maingizo yote yaliyowekwa',
    removeAllConfirm: 'Ungependa kufuta maingizo yote yaliyowekwa ya usambazaji huu, pamoja na lebo zake?',
  },
};
