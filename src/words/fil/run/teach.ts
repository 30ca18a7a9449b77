import type { Text } from '../../language.ts';
import { count, format } from '../format.ts';

const { whole, percent } = format;

export const teach: Text['teach'] = {
  title: 'Magturo ng classifier',
  lead: 'Magpakita sa isang model ng ilang larawan ng bawat class mo, at matututunan nitong pag-iba-ibahin ang mga ito. Nananatili sa browser na ito ang mga larawan at ang training. Walang naka-store hangga’t hindi mo sine-save ang model.',
  badLink: 'Hindi mabuksan ang link na ito papunta sa Magturo',
  backbone: 'Model na pagbabatayan',
  backboneHelp:
    'Pinapalitan ang huling layer nito ng isang layer para sa mga class mo. Mas maraming alam ang isang ImageNet classifier mula sa page na Mga model kaysa sa kasamang model. Nagpapatuloy sa pag-aaral ang model na na-save dito.',
  change: 'Palitan ang model',
  opening: 'Binubuksan ang model',
  features: {
    penultimate: (tensor, length) => `Mga feature: ang ${whole(length)} input ng huling layer nito (${tensor})`,
    output: (tensor, length) =>
      `Mga feature: ang ${whole(length)} output nito (${tensor}), dahil hindi maihiwalay ang huling layer nito`,
  },
  notOnnx: 'Wala sa ONNX ang model na ito, kaya hindi mase-save bilang file ang natutunan nito.',
  classes: 'Mga class',
  className: 'Pangalan ng class',
  addClass: 'Magdagdag ng class',
  removeClass: (name) => `Alisin ang class na ${name}`,
  newClass: (number) => `Class ${whole(number)}`,
  addImages: 'Magdagdag ng mga larawan',
  addFolder: 'Magbukas ng folder ng mga class',
  folderHelp: 'Isang folder para sa bawat class, na may mga larawan nito.',
  drop: 'I-drop dito ang mga larawan',
  camera: 'Gamitin ang camera',
  holdToCapture: 'Pindutin nang matagal para kumuha ng mga larawan',
  images: (pictures) => count(pictures, 'larawan'),
  removeImage: (name) => `Alisin ang ${name}`,
  more: (more) => `at ${whole(more)} pa`,
  training: 'Pag-train',
  changes: 'Matuto rin mula sa mga kopyang',
  changeNames: {
    mirror: 'binaligtad na parang sa salamin',
    crop: 'na-crop',
    brightness: 'mas maliwanag o mas madilim',
  },
  mirrorHelp: 'Huwag baligtarin ang mga titik, karatula, o anumang nagiging ibang class kapag binaligtad.',
  heldOutFraction: 'Itinabi para sa test',
  train: 'I-train',
  trainAgain: 'I-train muli',
  needs: {
    classes: 'Magdagdag ng hindi bababa sa dalawang class na magkaiba ang pangalan.',
    images: (name, missing) => `${name}: kailangan pa ng ${count(missing, 'larawan')}.`,
  },
  embedding: (done, total) => `Tinitingnan ang larawan ${whole(done)} sa ${whole(total)}`,
  fitting: 'Nagte-train',
  result: 'Resulta',
  counted: (classes, pictures, heldOut) =>
    `${count(classes, 'class')}, ${count(pictures, 'larawan')}, itinabi ang ${whole(heldOut)} sa mga ito`,
  accuracy: (accuracy, [low, high]) =>
    `Accuracy sa mga itinabing larawan: ${percent(accuracy)} (95% interval: ${percent(low)} hanggang ${percent(high)})`,
  curve: {
    title: 'Mas maraming larawan, mas mataas na accuracy?',
    images: 'Mga larawang pinag-aralan',
    accuracy: 'Accuracy sa mga itinabing larawan',
  },
  confusion: 'Mga itinabing larawan ayon sa class',
  tooFewHeldOut: (name, count, pictures) =>
    `Masyadong kaunti para mahusgahan: ${whole(count)} larawan lang ng ${name} ang itinabi. Bigyan ang bawat class ng hindi bababa sa ${whole(pictures)} larawan, o magtabi ng mas marami.`,
  compared: ({ baseline, before, after }) => {
    const names = {
      head: 'Ang model hanggang ngayon',
      'own-labels': 'Ang orihinal na model, gamit ang sarili nitong mga label',
      'frequent-class': 'Laging paghula sa class na may pinakamaraming larawan',
    };
    return `${names[baseline]}: ${percent(before)} sa parehong mga larawan, ngayon ay ${percent(after)}.`;
  },
  lostClass: ({ label, before, after }) =>
    `${label}: ${whole(before)} itinabing larawan ang tama, ngayon ay ${whole(after)}.`,
  kept: 'Ginagamit na ang bagong training.',
  rejected: 'Hindi ginagamit ang bagong training, dahil mas mababa ito sa mga itinabing larawan. Mananatili ang nauna.',
  rejectedFirst:
    'Hindi ginagamit ang training, dahil hindi ito mas mahusay kaysa dati. Magdagdag ng mga larawan, o alisin ang mga mali.',
  useAnyway: 'Gamitin pa rin',
  undo: 'I-undo ang huling training',
  save: 'I-save bilang ONNX',
  useInRun: 'Gamitin sa Patakbuhin',
  saveHelp:
    'Isang file na may model at mga class mo. Bumubukas ito sa Patakbuhin at sa bawat programang nakakabasa ng ONNX.',
  try: 'Subukan',
  tryImage: 'Subukan ang isang larawan',
  tryEmpty: 'Mag-train muna, saka subukan dito ang mga larawan o ang camera.',
  answer: (label, probability) => `${label}: ${percent(probability)}`,
};
