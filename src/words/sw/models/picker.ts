import type { Text } from '../../language.ts';
import { format } from '../format.ts';
import { tasks } from '../run/tasks.ts';

/** Tasks in the catalogue that the app has no page for. */
const otherTasks: Readonly<Record<string, string>> = {
  'text-generation': 'Gumzo',
  'sentence-embedding': 'Embedding za sentensi',
  'speech-recognition': 'Utambuzi wa usemi',
  'voice-activity': 'Uwepo wa sauti ya mtu',
  'face-detection': 'Kupata nyuso',
};

const named: Readonly<Record<string, { readonly title: string }>> = tasks;
const taskName = (task: string) => named[task]?.title ?? otherTasks[task] ?? task;

/** The choice of a model on the pages that open one. */
export const picker: Text['picker'] = {
  open: 'Chagua modeli',
  other: 'Badilisha modeli',
  title: 'Chagua modeli',
  close: 'Funga',
  search: 'Tafuta modeli',
  task: 'Kazi',
  allTasks: 'Kazi zote',
  taskName,
  onThisDevice: 'Kwenye kifaa hiki',
  inCompanion: 'Modeli za programu mwenza',
  companionNote: 'Hufunguliwa na programu mwenza, katika injini zake asilia au kwenye seva ulizoiongezea.',
  downloadable: 'Modeli za kupakua',
  contact: (host) =>
    `Kupakua huwasiliana na ${host}, na si seva nyingine isipokuwa seva ya faili inakoelekeza. Modeli “ambazo hazijathibitishwa” hazijajaribiwa na mradi huu.`,
  otherModels: (count) => (count === 1 ? 'Modeli moja ya kurasa nyingine' : `Modeli ${count} za kurasa nyingine`),
  none: 'Hakuna modeli inayolingana.',
  noneListed:
    'Hakuna modeli ya ukurasa huu iliyojumuishwa, iliyohifadhiwa au iliyo kwenye katalogi. Chagua faili, au weka jina la modeli iliyo kwenye Hugging Face Hub.',
  elsewhere: (task) =>
    `Modeli za ${task.toLowerCase()} ziko kwenye Hugging Face Hub: weka jina la mojawapo chini ya “Chagua modeli”, au pakua faili zake na uzichague hapo.`,
  onHub: (host) => `Tafuta kwenye ${host} katika kichupo kipya`,
  locations: {
    bundled: 'imejumuishwa',
    stored: 'imehifadhiwa',
    linked: 'hufunguliwa moja kwa moja kutoka kwenye diski yako',
    companion: 'kwenye folda ya programu mwenza',
    server: 'kwenye seva',
    hub: null,
  },
  usedAt: (date) => `ilitumika mwisho ${date}`,
  unverified: 'haijathibitishwa',
  sizeUnknown: 'ukubwa haujatajwa',
  fits: 'inatosha kwenye kifaa hiki',
  doesNotFit: 'kubwa mno kwa kifaa hiki',
  speed: (low, high) => `makadirio hapa: tokeni ${low} hadi ${high} kwa sekunde`,
  speedUnknown: 'kasi hapa: haijapimwa',

  use: 'Fungua',
  useNamed: (name) => `Fungua ${name}`,
  download: 'Pakua na ufungue',
  downloadNamed: (name) => `Pakua na ufungue ${name}`,
  resume: 'Endelea na ufungue',
  resumeNamed: (name) => `Endelea na ufungue ${name}`,
  whenDone: 'Fungua ikishapakuliwa',
  pause: 'Sitisha',
  cancel: 'Ghairi kupakua',
  listing: 'Inasoma orodha ya faili zake',
  downloading: (name) => `Inapakua ${name}`,
  received: (received, total) =>
    total === null ? format.bytes(received) : `${format.bytes(received)} kati ya ${format.bytes(total)}`,

  mismatch: (mismatch) => {
    switch (mismatch.reason) {
      case 'other-task':
        return `Kwa ${tasks[mismatch.task].title.toLowerCase()}`;
      case 'task-without-page':
        return 'Assay bado haiwezi kuendesha kazi hii, lakini inaweza kupima kasi ya modeli';
      case 'text-model':
        return 'Modeli ya lugha: kwa Gumzo';
      case 'not-a-text-model':
        return 'Si modeli ya lugha katika muundo ambao Gumzo linaufungua';
      case 'no-engine':
        return 'Hakuna injini hapa inayofungua muundo huu';
      case 'library-missing':
        return 'Hazina haina maktaba iliyokusanywa (.wasm) ambayo WebLLM inaihitaji: fungua modeli kutoka kwenye faili, pamoja na maktaba yake';
      case 'not-optimisable':
        return 'Si modeli ya ONNX, wala uzito unaoweza kuwa modeli ya ONNX';
      case 'without-graph':
        return 'Hakuna grafu inayosomwa kutoka kwenye faili za muundo huu';
      case 'only-in-companion':
        return 'Programu mwenza pekee ndiyo inayoweza kusoma faili zake';
      case 'engine-not-ready':
        return 'Programu mwenza bado haina injini yake: angalia Injini asilia';
      case 'server-not-timed':
        return 'Seva haitaji ni tokeni zipi inazitumia tena; Tathmini hupima muda wa maombi';
    }
  },

  otherSources: 'Kutoka kwenye faili, Hugging Face au URL',
  files: 'Chagua faili',
  filesHelp: 'Au dondosha faili kwenye ukurasa. Husomwa kwenye kifaa hiki na hazitumwi popote.',
  address: 'Modeli ya Hugging Face, au URL',
  addressHint: 'shirika/jina, shirika/jina:faili, au https://…',
  find: 'Tafuta',
  found: 'Imepatikana',

  chooseAgain: (names) => `Chagua ${format.list(names)} tena`,
  chooseAgainHelp:
    'Kivinjari hakihifadhi ruhusa ya kufikia faili baada ya ukurasa kufungwa au kupakiwa upya. Mipangilio haijabadilika. Ili kufungua faili bila kuichagua tena, tumia “Kumbuka mahali pa faili” kwenye ukurasa wa Modeli.',
  forget: 'Sahau',
  reopen: (name) => `Fungua ${name}`,
  reopenHelp: 'Kivinjari kinaomba ruhusa ya kusoma faili hii tena.',

  first: {
    title: 'Anza na modeli ndogo ya lugha',
    lead: 'Hupakuliwa mara moja, huhifadhiwa kwenye kivinjari hiki, na huendeshwa kwenye kifaa hiki.',
    measure: 'Pima kasi hapa',
    measuring: 'Inapima kifaa hiki (sekunde chache)',
  },
  unused: (used, unused) => `Imefunguliwa: ${used}. Hazikutumika: ${format.list(unused)}.`,
};
