import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { count, format } from '../format.ts';

const { whole, percent, date } = format;
const inputs = (number: number) => count(number, 'input');
const points = (fraction: number) => count(format.number(100 * fraction), 'punto');

export const deployedInputs: Text['deployedInputs'] = {
  title: 'Drift ng mga input',
  lead: 'Inihahambing ang mga pinakabagong input ng kasalukuyang bersyon sa mga input kung saan maayos itong gumana. Hindi kailangan ng mga label. Mga numero at hinulaang class lang ang naka-store, sa browser na ito.',
  recent: (number, fromMs, toMs) =>
    `${inputs(number)} mula ${date(fromMs)} hanggang ${date(toMs)}, ayon sa orasan ng device na ito.`,
  none: 'Wala pang input na tumakbo mula nang idagdag ito. Magpatakbo ng ilang input, saka bumalik dito.',
  tooFew: (number, min) => `${inputs(number)} pa lang; hindi bababa sa ${whole(min)} ang kailangan sa paghahambing.`,
  uncompared: (features, { reference, current, needed }) =>
    `Hindi inihambing: ${features}. Nasukat sa ${whole(reference)} input ng reference at ${whole(current)} sa mga pinakabago; hindi bababa sa ${whole(needed)} sa bawat isa ang kailangan. Para makatipid ng oras, sa ilang larawan lang sinusukat ang mga feature ng larawan.`,
  keep: (number) => `Gamitin ang ${inputs(number)} na ito bilang reference`,
  replace: 'Papalitan nito ang reference.',
  reference: (number, at) => `Ang reference ay ${inputs(number)}, itinabi noong ${date(at)}.`,
  noReference: 'Wala pang reference. Piliin ang mga pinakabagong input bilang reference habang maayos ang model.',
  removeReference: 'Alisin ang reference',
  damaged: (number) => `Sira at hindi binibilang ang ${count(number, 'naka-store na input')}.`,

  accuracy: {
    title: 'Tinatayang accuracy',
    lead: 'Kung gaano kadalas malamang na tama ang model sa mga pinakabagong input nito, tinataya mula sa confidence nito. Kung magbago ang mga input sa paraang siguradong-sigurado pero mali ang model, masyadong mataas ang taya: maglagay ng label sa ilang input sa ibaba para matiyak ito.',
    fitted: (items, dataset, at, accuracy) =>
      `Ibinatay noong ${date(at)} sa ${count(items, 'item na may label')} ng ${isolate(dataset)}, kung saan ${percent(accuracy)} ang nakuha nang tama ng model.`,
    notFitted:
      'Hindi nasukat: i-evaluate ang bersyong ito sa hindi bababa sa 40 item na may label, gaya ng isang folder para sa bawat class. Doon ibabatay ang taya.',
    notClassifier: 'Accuracy lang ng mga classifier ang puwedeng tayahin.',
    evaluate: 'I-evaluate ito',
    caption: 'Tinatayang accuracy ng mga pinakabagong input',
    columns: ['Paraan', 'Taya ± karaniwang error', 'Error sa mga itinabing item na may label'],
    estimate: (accuracy, error) => `${percent(accuracy)} ± ${points(error)}`,
    methods: {
      'average-confidence': 'Karaniwang confidence, may temperature scaling',
      'thresholded-confidence': 'Karaniwang confidence na may threshold (ATC)',
    },
    best: (name) => `${name} (mas maliit na error)`,
    heldOut: ({ mean, max }, items) =>
      `karaniwan ay ${points(mean)}, pinakamalaki ay ${points(max)}, sa ${count(items, 'item')} bawat isa`,
    pastCaption: 'Mga nakaraang taya at ang mga sumunod na label',
    pastColumns: ['Mga input', 'Taya', 'Tama, ayon sa mga label', '95% interval', 'Error'],
    past: ({ fromMs, toMs }) => `${date(fromMs)} hanggang ${date(toMs)}`,
    percent,
    interval: ([low, high]) => `${percent(low)} hanggang ${percent(high)}`,
    error: (estimate, actual) => points(estimate - actual),
    noPast: (labelled, needed) =>
      `Wala pang nakaraang error: ${whole(labelled)} sa ${whole(needed)} input na pinili nang random ang may label.`,
  },

  queue: {
    title: 'Pila ng rerepasuhin: mga input na lalagyan ng label',
    lead: 'Itinatabi sa browser na ito ang mga input na hindi sigurado ang model, ang mga hindi sinasang-ayunan ng kandidatong shadow, at ang ilang pinili nang random, hanggang lagyan mo ang mga ito ng label o burahin. Walang ina-upload.',
    consent: 'Itabi sa browser na ito ang ganoong mga input ng deployment na ito',
    consentHelp: (number, size) =>
      `Hanggang ${inputs(number)} at ${size}; ang mga pinakalumang walang label ang pinapalitan ng mga bago. Mga image file at iisang text lang ang itinatabi. Kung may mga tao sa mga ito, tiyaking puwede mo silang i-store.`,
    empty: 'Walang input na naghihintay ng label.',
    off: 'Walang itinatabing input.',
    progress: (waiting, labelled) => `${inputs(waiting)} ang walang label, ${whole(labelled)} ang mayroon.`,
    reasons: {
      random: 'Pinili nang random, para tiyakin ang tinatayang accuracy',
      disagreement: 'Ibang class ang hula ng kandidato',
      'low-confidence': 'Mababang confidence',
      'small-margin': 'Halos magkasingposible ang dalawang class',
    },
    about: (version, at) => `Bersyon ${whole(version)}, ${date(at)}`,
    predicted: (label, probability) => `Hula: ${isolate(label)} (${percent(probability)})`,
    candidate: (version, label) => `Bersyon ${whole(version)}: ${isolate(label)}`,
    image: 'Input na lalagyan ng label',
    choose: 'Ano ito?',
    keys: 'Sa bahaging ito, pumipili ng class ang mga key na 1 hanggang 9, lumalaktaw ang S, ibinabalik ng Z, at binubura ng Delete ang input.',
    other: 'Ibang class',
    set: 'Ilagay ang label',
    skip: 'Laktawan',
    undo: 'Bawiin ang huling label',
    remove: 'Burahin ang input na ito',
    evaluate: (number) => `Mag-evaluate sa ${count(number, 'input na may label')}`,
    evaluateHelp:
      'Iaalok ang mga ito ng page na Mag-evaluate bilang huling folder. Karamihan ay mga input na hindi sigurado ang model, kaya mas mababa ang accuracy sa mga ito kaysa sa aktuwal na paggamit.',
    folder: (name) => `${name}: mga input na may label`,
    full: 'Puno na ng mga input na may label ang pila, kaya wala nang itinatabi pa. Mag-evaluate sa mga ito, saka burahin.',
    removeAll: 'Burahin ang lahat ng itinabing input',
    removeAllConfirm: 'Buburahin ba ang lahat ng itinabing input ng deployment na ito, kasama ang mga label?',
  },
};
