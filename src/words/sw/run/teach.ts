import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { whole, percent } = format;

export const teach: Text['teach'] = {
  title: 'Fundisha kiainishi',
  lead: 'Onyesha modeli picha chache za kila aina yako, nayo itajifunza kuzitofautisha. Picha na mafunzo hubaki katika kivinjari hiki. Hakuna kinachohifadhiwa hadi utakapohifadhi modeli.',
  badLink: 'Kiungo hiki cha Fundisha hakiwezi kufunguliwa',
  backbone: 'Modeli ya msingi',
  backboneHelp:
    'Tabaka lake la mwisho hubadilishwa na tabaka la aina zako. Kiainishi cha ImageNet kutoka ukurasa wa Modeli kinajua zaidi kuliko kilichojumuishwa. Modeli iliyohifadhiwa hapa huendelea kujifunza.',
  change: 'Badilisha modeli',
  opening: 'Inafungua modeli',
  features: {
    penultimate: (tensor, length) => `Sifa: maingizo ${whole(length)} ya tabaka lake la mwisho (${tensor})`,
    output: (tensor, length) =>
      `Sifa: matokeo yake ${whole(length)} (${tensor}), kwa kuwa tabaka lake la mwisho haliwezi kutenganishwa`,
  },
  notOnnx: 'Modeli hii haiko katika ONNX, kwa hiyo inachojifunza hakiwezi kuhifadhiwa kama faili.',
  classes: 'Aina',
  className: 'Jina la aina',
  addClass: 'Ongeza aina',
  removeClass: (name) => `Ondoa aina ${name}`,
  newClass: (number) => `Aina ${whole(number)}`,
  addImages: 'Ongeza picha',
  addFolder: 'Fungua folda ya aina',
  folderHelp: 'Folda moja kwa kila aina, pamoja na picha zake.',
  drop: 'Dondosha picha hapa',
  camera: 'Tumia kamera',
  holdToCapture: 'Shikilia ili kupiga picha',
  images: (count) => `Picha ${whole(count)}`,
  removeImage: (name) => `Ondoa ${name}`,
  more: (count) => `na ${whole(count)} zaidi`,
  training: 'Mafunzo',
  changes: 'Jifunze pia kutoka kwa nakala ambazo',
  changeNames: {
    mirror: 'zimegeuzwa kama kwenye kioo',
    crop: 'zimepunguzwa kingo',
    brightness: 'zina mwanga zaidi au kidogo',
  },
  mirrorHelp: 'Usigeuze herufi, alama au chochote ambacho taswira yake ya kioo ni ya aina nyingine.',
  heldOutFraction: 'Zilizotengwa kwa jaribio',
  train: 'Fundisha',
  trainAgain: 'Fundisha tena',
  needs: {
    classes: 'Ongeza angalau aina mbili zenye majina tofauti.',
    images: (name, missing) => `${name}: zinahitajika picha ${whole(missing)} zaidi.`,
  },
  embedding: (done, total) => `Inatazama picha ${whole(done)} kati ya ${whole(total)}`,
  fitting: 'Inajifunza',
  result: 'Matokeo',
  counted: (classes, pictures, heldOut) =>
    `Aina ${whole(classes)}, picha ${whole(pictures)}, ambapo ${whole(heldOut)} zilitengwa`,
  accuracy: (accuracy, [low, high]) =>
    `Usahihi kwa picha zilizotengwa: ${percent(accuracy)} (wigo wa 95%: ${percent(low)} hadi ${percent(high)})`,
  curve: {
    title: 'Picha zaidi, usahihi zaidi?',
    images: 'Picha zilizotumika kujifunza',
    accuracy: 'Usahihi kwa picha zilizotengwa',
  },
  confusion: 'Picha zilizotengwa kwa aina',
  tooFewHeldOut: (name, count, pictures) =>
    `Ni chache mno kuamua: picha za ${name} zilizotengwa ni ${whole(count)}. Lipe kila darasa angalau picha ${whole(pictures)}, au tenga zaidi.`,
  compared: ({ baseline, before, after }) => {
    const names = {
      head: 'Modeli hadi sasa',
      'own-labels': 'Modeli ya awali, kwa lebo zake yenyewe',
      'frequent-class': 'Kukisia daima aina yenye picha nyingi zaidi',
    };
    return `${names[baseline]}: ${percent(before)} kwa picha zilezile, sasa ${percent(after)}.`;
  },
  lostClass: ({ label, before, after }) =>
    `${label}: picha ${whole(before)} zilizotengwa zilikuwa sahihi, sasa ${whole(after)}.`,
  kept: 'Mafunzo mapya yanatumika.',
  rejected: 'Mafunzo mapya hayatumiki, kwa sababu ni mabaya zaidi kwa picha zilizotengwa. Ya awali yanabaki.',
  rejectedFirst: 'Mafunzo hayatumiki, kwa sababu si bora kuliko awali. Ongeza picha zaidi, au ondoa zilizokosewa.',
  useAnyway: 'Yatumie hata hivyo',
  undo: 'Tendua mafunzo ya mwisho',
  save: 'Hifadhi kama ONNX',
  useInRun: 'Tumia katika Endesha',
  saveHelp: 'Faili moja yenye modeli na aina zako. Hufunguka katika Endesha na katika kila programu inayosoma ONNX.',
  try: 'Ijaribu',
  tryImage: 'Jaribu picha',
  tryEmpty: 'Fundisha kwanza, kisha jaribu picha au kamera hapa.',
  answer: (label, probability) => `${label}: ${percent(probability)}`,
};
