import type { Text } from '../../language.ts';
import { count as countOf, format } from '../format.ts';
import { tasks } from '../run/tasks.ts';

/** Tasks in the catalogue that the app has no page for. */
const otherTasks: Readonly<Record<string, string>> = {
  'text-generation': 'Chat',
  'sentence-embedding': 'Sentence embedding',
  'speech-recognition': 'Pagkilala sa pananalita',
  'voice-activity': 'Aktibidad ng boses',
  'face-detection': 'Pagtukoy ng mukha',
};

const named: Readonly<Record<string, { readonly title: string }>> = tasks;
const taskName = (task: string) => named[task]?.title ?? otherTasks[task] ?? task;

/** The choice of a model on the pages that open one. */
export const picker: Text['picker'] = {
  open: 'Pumili ng model',
  other: 'Palitan ang model',
  title: 'Pumili ng model',
  close: 'Isara',
  search: 'Maghanap ng mga model',
  task: 'Task',
  allTasks: 'Lahat ng task',
  taskName,
  onThisDevice: 'Sa device na ito',
  inCompanion: 'Mga model ng companion',
  companionNote: 'Binubuksan ang mga ito ng companion, sa mga native engine nito o sa mga server na idinagdag mo rito.',
  downloadable: 'Mga model na mada-download',
  contact: (host) =>
    `Kinokontak ng mga download ang ${host}, at wala nang ibang host maliban sa file server na pinagre-redirect-an nito. Hindi nasubukan ng project na ito ang mga model na “hindi na-verify”.`,
  otherModels: (count) => countOf(count, 'model para sa ibang page'),
  none: 'Walang tumutugmang model.',
  noneListed:
    'Walang kasama, naka-store, o nasa katalogo na model para sa page na ito. Pumili ng mga file, o ilagay ang pangalan ng isang model sa Hugging Face Hub.',
  elsewhere: (task) =>
    `Nasa Hugging Face Hub ang mga model para sa ${task.toLowerCase()}: ilagay ang pangalan ng isa sa “Pumili ng model”, o i-download ang mga file nito at piliin doon ang mga ito.`,
  onHub: (host) => `Maghanap sa ${host} sa bagong tab`,
  locations: {
    bundled: 'kasama',
    stored: 'naka-store',
    linked: 'direktang binubuksan mula sa disk mo',
    companion: 'nasa folder ng companion',
    server: 'nasa isang server',
    hub: null,
  },
  usedAt: (date) => `huling ginamit noong ${date}`,
  unverified: 'hindi na-verify',
  sizeUnknown: 'hindi nakalista ang laki',
  fits: 'kasya sa device na ito',
  doesNotFit: 'masyadong malaki para sa device na ito',
  speed: (low, high) => `pagtataya rito: ${low} hanggang ${high} token/s`,
  speedUnknown: 'bilis dito: hindi nasukat',

  use: 'Buksan',
  useNamed: (name) => `Buksan ang ${name}`,
  download: 'I-download at buksan',
  downloadNamed: (name) => `I-download at buksan ang ${name}`,
  resume: 'Ituloy at buksan',
  resumeNamed: (name) => `Ituloy at buksan ang ${name}`,
  whenDone: 'Buksan kapag na-download na',
  pause: 'I-pause',
  cancel: 'Kanselahin ang download',
  listing: 'Binabasa ang listahan ng mga file nito',
  downloading: (name) => `Dina-download ang ${name}`,
  received: (received, total) =>
    total === null ? format.bytes(received) : `${format.bytes(received)} sa ${format.bytes(total)}`,

  mismatch: (mismatch) => {
    switch (mismatch.reason) {
      case 'other-task':
        return `Para sa ${tasks[mismatch.task].title.toLowerCase()}`;
      case 'task-without-page':
        return 'Hindi pa kayang patakbuhin ng Assay ang task na ito, pero kaya nitong i-benchmark ang model';
      case 'text-model':
        return 'Language model: para sa Chat';
      case 'not-a-text-model':
        return 'Hindi language model sa format na binubuksan ng Chat';
      case 'no-engine':
        return 'Walang engine dito na nagbubukas ng format na ito';
      case 'library-missing':
        return 'Wala sa repository ang compiled library (.wasm) na kailangan ng WebLLM: buksan ang model mula sa mga file, kasama ang library nito';
      case 'not-optimisable':
        return 'Hindi ONNX model, o mga weight na puwedeng gawing ONNX';
      case 'without-graph':
        return 'Walang nababasang graph mula sa mga file na ganito ang format';
      case 'only-in-companion':
        return 'Companion lang ang nakakabasa ng mga file nito';
      case 'engine-not-ready':
        return 'Wala pang engine para dito ang companion: tingnan ang Mga native engine';
      case 'server-not-timed':
        return 'Hindi iniuulat ng server kung aling mga token ang muli nitong ginagamit; sinusukat ng I-evaluate ang oras ng mga request';
    }
  },

  otherSources: 'Mula sa mga file, Hugging Face o URL',
  files: 'Pumili ng mga file',
  filesHelp: 'O mag-drop ng mga file sa page. Binabasa ang mga ito sa device na ito at hindi ipinapadala kahit saan.',
  address: 'Model sa Hugging Face, o URL',
  addressHint: 'organisasyon/pangalan, organisasyon/pangalan:file, o https://…',
  find: 'Hanapin',
  found: 'Nahanap',

  chooseAgain: (names) => `Piliin muli ang ${format.list(names)}`,
  chooseAgainHelp:
    'Hindi pinananatili ng browser ang access sa mga file kapag isinara o ni-reload ang page. Hindi nabago ang mga setting. Para mabuksan ang isang file nang hindi na ito pinipili muli, piliin ang “Tandaan ang lokasyon ng file” sa page na Mga model.',
  forget: 'Kalimutan',
  reopen: (name) => `Buksan ang ${name}`,
  reopenHelp: 'Muling hihingi ng pahintulot ang browser para basahin ang file na ito.',

  first: {
    title: 'Magsimula sa maliit na language model',
    lead: 'Minsanang dina-download, naka-store sa browser na ito, at tumatakbo sa device na ito.',
    measure: 'Sukatin ang bilis dito',
    measuring: 'Sinusukat ang device na ito (ilang segundo)',
  },
  unused: (used, unused) => `Binuksan ang ${used}. Hindi ginamit: ${format.list(unused)}.`,
};
