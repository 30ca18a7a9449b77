import type { PackageId, PackageState } from '#core/engine/engine-package.ts';
import type { EngineListing } from '#protocol/companion-messages.ts';
import type { Text } from '../../language.ts';
import { engine as engineWords } from './engine.ts';
import { enginePackages } from './engine-packages.ts';
import { hardwareFacts } from './hardware.ts';

/** The states of an engine in a listing that, with its facts, form a `PackageState`. */
type PackageListing = Exclude<EngineListing['state'], 'ready' | 'failed'>;

/** How to change the permission, which only Firefox and Chromium-based browsers have. */
const chromium = [
  'Bofya aikoni iliyo kushoto kwa anwani.',
  'Weka “Apps on device” (katika matoleo ya zamani “Local network access”) kuwa Allow (Ruhusu).',
];
const firefox = [
  'Bofya aikoni iliyo kushoto kwa anwani.',
  'Ondoa kizuizi cha “Access apps and services on this device”.',
];

/** The page of the native engines: connecting to the companion, and its engines. */
export const nativeEngines: Text['nativeEngines'] = {
  title: 'Injini asilia',
  lead: 'Programu mwenza ya Assay iko kwenye kompyuta hii. Huendesha modeli nje ya kivinjari, kwa ONNX Runtime, OpenVINO, LiteRT na llama.cpp, na hukubali miunganisho kutoka kompyuta hii pekee.',

  connection: {
    title: 'Muunganisho',
    states: {
      none: 'Haijaunganishwa',
      waiting: 'Inakusubiri',
      connecting: 'Inaunganisha',
      connected: 'Imeunganishwa',
      unreachable: 'Haifikiki',
      denied: 'Imezuiwa na kivinjari',
    },
    connecting: 'Inaunganisha kwenye programu mwenza',
    connected: (address, version) => `Imeunganishwa kwenye programu mwenza ${version} katika ${address}.`,
    tokenScope: 'Ukurasa huu unatoka kwenye programu mwenza yenyewe, kwa hivyo hauhitaji kuoanishwa.',
    pairedScope: (origin) =>
      `${origin} imeoanishwa nayo. “npm run assay -- pair ls” kwenye kompyuta hii huorodhesha kurasa zilizooanishwa na kuziondoa.`,
    waiting:
      'Ukurasa huu umeoanishwa na programu mwenza. Kivinjari chako huuliza kabla ya ukurasa kuunganishwa na kompyuta hii.',
    connect: 'Unganisha',
    retry: 'Jaribu tena',
    forget: 'Sahau programu mwenza hii',
    rotate: 'Badilisha ufunguo wa ukurasa huu',
    rotateNote: 'Ukurasa hubaki umeoanishwa kwa ufunguo mpya, na wa zamani hukataliwa kuanzia sasa.',
    forgetNote: 'Huondoa ufunguo wa ukurasa huu kwenye kivinjari hiki. Kuunganisha tena kutahitaji msimbo mpya.',
  },

  paired: 'Umeoanishwa: ukurasa huu sasa unaweza kutumia injini asilia za kompyuta hii.',
  usedLink: {
    title: 'Kiungo hiki kimeshatumika',
    text: 'Kiungo kinachofunguliwa na “npm start” huoanisha ukurasa mmoja, mara moja, ili mtu mwingine asikitumie baada yako. Endesha “npm start” tena ili upate kipya: programu mwenza huendelea kufanya kazi, na ukurasa unaofunguka huwa umeoanishwa.',
  },

  pairing: {
    ownTitle: 'Fungua ukurasa uliooanishwa',
    own: 'Ukurasa huu unatolewa na kompyuta hii. Anzisha programu mwenza tena, hata kama inaendelea: hufungua ukurasa uliooanishwa.',
    title: 'Oanisha ukurasa huu',
    lead: (origin) =>
      `Bado hakuna kilichowasiliana na kompyuta hii. Hatua hizi huruhusu ${origin} kutumia programu mwenza, na si tovuti nyingine.`,
    start: 'Anzisha programu mwenza, katika folda ya Assay:',
    pair: 'Katika terminal ya pili, usubiri ukurasa huu:',
    click: 'Bofya Unganisha.',
    willAsk:
      'Kisha kivinjari chako kitauliza kama tovuti hii inaruhusiwa kufikia programu zilizo kwenye kifaa hiki. Chagua Ruhusu.',
    mayAsk: 'Kivinjari chako kikiuliza kama tovuti hii inaruhusiwa kufikia programu zilizo kwenye kifaa hiki, iruhusu.',
    port: 'Mlango (port)',
    portHint: '7319, isipokuwa programu mwenza ilianzishwa kwa mwingine.',
    waiting: 'Inasubiri programu mwenza. Kivinjari chako kikiuliza, chagua Ruhusu.',
    notFound:
      'Hakuna kilichojibu kwenye mlango huu, au programu mwenza haisubiri ukurasa huu. Hakikisha amri zote mbili zinaendelea, na kwamba mlango ni ule unaochapishwa na amri ya kwanza.',
    code: 'Msimbo',
    codeHint: 'Terminal huuonyesha kando ya anwani ya ukurasa huu. Unatumika mara moja, na kwa dakika mbili.',
    prove: 'Oanisha',
    proving: 'Inakagua msimbo',
    wrongCode: (triesLeft) =>
      `Msimbo si sahihi. Ulinganishe na ule ulio kwenye terminal. ${triesLeft === 1 ? 'Limebaki jaribio 1' : `Yamebaki majaribio ${triesLeft}`}.`,
    tooManyTries: 'Msimbo ulikosewa mara tano, kwa hivyo hautumiki tena. Endesha amri ya pili tena, kisha uunganishe.',
    expired: 'Muda wa msimbo umekwisha. Endesha amri ya pili tena, kisha uunganishe.',
    otherProgram: (port) =>
      `Programu iliyo kwenye mlango ${port} haiujui msimbo, kwa hivyo si programu mwenza yako. Haijajifunza chochote. Ifunge, au anzisha programu mwenza kwenye mlango mwingine kwa “PORT=7320 npm start”.`,
  },

  denied: {
    title: 'Kivinjari kinazuia tovuti hii kufikia kompyuta hii',
    text: 'Ruhusa ilikataliwa wakati fulani, pengine kwa kufunga swali. Ukurasa hauwezi kuuliza tena wenyewe; unaweza kubadilisha:',
    steps: (browser) => (browser.startsWith('Firefox') ? firefox : chromium),
    after: 'Ukurasa huu huona mabadiliko. Usipoyaona, upakie upya.',
    instead: 'Au anzisha programu mwenza kwa “npm start” na utumie ukurasa inaoufungua: hauhitaji ruhusa.',
  },

  engines: {
    title: 'Injini kwenye kompyuta hii',
    none: 'Unganisha programu mwenza ili uone kompyuta hii ina injini gani.',
    reading: 'Inauliza injini kuhusu vifaa vyake',
    refresh: 'Onyesha upya',
    states: {
      ready: 'tayari',
      missing: 'haijasakinishwa',
      'wrong-version': 'toleo lingine',
      'no-device': 'hakuna kifaa',
      'unsupported-platform': 'haipatikani',
      failed: 'imeshindwa',
    },
    name: (engine) => (isPackage(engine) ? enginePackages.names[engine] : engine),
    purpose: (engine) => (isPackage(engine) ? enginePackages.purposes[engine] : null),
    isTool: (engine) => engine === 'pnnx',
    groups: {
      addable: (count) => `Injini zinazoweza kuongezwa (${count})`,
      notHere: (count) => `Zisizofaa kompyuta hii (${count})`,
      tools: (count) => `Zana (${count})`,
    },
    noneInstalled: 'Bado hakuna injini iliyosakinishwa.',
    benchmark: 'Pima kasi hapa',
    devices: 'Vifaa',
    device: (device, name, provider) =>
      `${engineWords.devices[device]} (${provider === undefined ? name : `${name}, kitekelezi ${provider.replace(/ExecutionProvider$/, '')}`})`,
    message({ state, facts }) {
      if (state === 'ready' || state === 'missing') return null;
      if (state === 'failed') return `imesakinishwa, lakini haiwezi kupakiwa: ${String(facts['why'] ?? facts['code'])}`;
      return enginePackages.message(packageState(state, facts));
    },
    command({ engine, state, facts }) {
      if (!isPackage(engine)) return null;
      if (state === 'failed') return enginePackages.action(engine, { state: 'missing' });
      if (state !== 'missing' && state !== 'wrong-version') return null;
      return enginePackages.action(engine, packageState(state, facts));
    },
    run: 'Ili kuiongeza, endesha katika folda ya Assay:',
    repair: 'Ili kuisakinisha tena, endesha katika folda ya Assay:',
    providers: 'Vifurushi zaidi, kama vile vitekelezi vya ONNX Runtime, huorodheshwa na',
  },

  models: {
    title: 'Modeli kwenye kompyuta hii',
    lead: 'Faili za modeli zilizo kwenye folda “models” ya programu mwenza, na modeli za seva inazozifikia. Endesha, Gumzo, Pima kasi na Tathmini huzifungua chini ya “Chagua modeli”; hakuna kinachotumwa kwa programu mwenza kwa ajili hiyo.',
    none: 'Bado hakuna. Weka faili za ONNX, TFLite au GGUF kwenye folda, au ongeza seva:',
    addServer: 'npm run assay -- server add JINA URL',
    locations: { companion: 'kwenye folda', server: 'kwenye seva' },
    chat: (name) => `Piga gumzo na ${name}`,
    bench: (name) => `Pima kasi ya ${name}`,
    actions: { chat: 'Gumzo', bench: 'Pima kasi' },
    noEngine: 'hakuna injini yake iliyo tayari',
  },

  machine: {
    title: 'Kompyuta hii',
    caption: 'Maelezo yale yale ambayo “npm run assay -- device --target companion” huyachapisha.',
    grid: 'Kiasi cha kaboni cha umeme wako (g CO2e/kWh)',
    gridHint:
      'Kutoka kwa msambazaji au mwendeshaji wa gridi yako ya umeme. Ripoti za uendeshaji kwenye kompyuta hii ambao nishati yake ilipimwa zitakuwa na kiasi cha kaboni kilichotolewa. Ikiachwa wazi: hakuna kaboni inayoripotiwa.',
    reading: 'Inasoma maunzi ya kompyuta hii',
    facts: hardwareFacts,
    none: 'hakuna',
  },

  compare: {
    title: 'Ukurasa au injini asilia?',
    text: 'Huendesha modeli moja kwenye ukurasa huu na katika injini asilia, kwa zamu, kisha hulinganisha kasi na majibu.',
    link: 'Linganisha kwa modeli moja',
  },
};

/** A newer companion may have engines that this page does not know. */
function isPackage(engine: string): engine is PackageId {
  return engine in enginePackages.names;
}

function packageState(state: PackageListing, facts: EngineListing['facts']): PackageState {
  return { state, ...facts } as PackageState;
}
