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
  'I-click ang icon sa kaliwa ng address.',
  'Itakda ang “Apps on device” (sa mga lumang bersyon, “Local network access”) sa “Allow”.',
];
const firefox = [
  'I-click ang icon sa kaliwa ng address.',
  'Alisin ang pag-block sa “Access apps and services on this device”.',
];

/** The page of the native engines: connecting to the companion, and its engines. */
export const nativeEngines: Text['nativeEngines'] = {
  title: 'Mga native engine',
  lead: 'Ang companion ng Assay ay isang program sa computer na ito. Nagpapatakbo ito ng mga model sa labas ng browser, gamit ang ONNX Runtime, OpenVINO, LiteRT, at llama.cpp, at mula lang sa computer na ito tumatanggap ng koneksyon.',

  connection: {
    title: 'Koneksyon',
    states: {
      none: 'Hindi nakakonekta',
      waiting: 'Naghihintay sa iyo',
      connecting: 'Kumokonekta',
      connected: 'Nakakonekta',
      unreachable: 'Hindi maabot',
      denied: 'Na-block ng browser',
    },
    connecting: 'Kumokonekta sa companion',
    connected: (address, version) => `Nakakonekta sa companion ${version} sa ${address}.`,
    tokenScope: 'Galing sa mismong companion ang page na ito, kaya hindi na kailangan ng pairing.',
    pairedScope: (origin) =>
      `Naka-pair dito ang ${origin}. Inililista at inaalis ng “npm run assay -- pair ls” sa computer na ito ang mga naka-pair na page.`,
    waiting:
      'Naka-pair sa companion ang page na ito. Magtatanong muna ang browser mo bago ito kumonekta sa computer na ito.',
    connect: 'Kumonekta',
    retry: 'Subukang muli',
    forget: 'Kalimutan ang companion na ito',
    rotate: 'Palitan ang key ng page na ito',
    rotateNote: 'Nananatiling naka-pair ang page gamit ang bagong key, at tatanggihan na ang luma mula ngayon.',
    forgetNote: 'Inaalis sa browser na ito ang key ng page na ito. Kailangan ng bagong code para kumonekta muli.',
  },

  paired: 'Naka-pair na: magagamit na ng page na ito ang mga native engine ng computer na ito.',
  usedLink: {
    title: 'Nagamit na ang link na ito',
    text: 'Isang page lang, at isang beses lang, ang napi-pair ng link na binubuksan ng “npm start”, para walang ibang makagamit nito pagkatapos mo. Patakbuhin muli ang “npm start” para sa bago: patuloy na tumatakbo ang companion, at naka-pair ang page na bubukas.',
  },

  pairing: {
    ownTitle: 'Magbukas ng naka-pair na page',
    own: 'Galing sa computer na ito ang page na ito. Simulan muli ang companion, kahit tumatakbo na ito: magbubukas ito ng naka-pair na page.',
    title: 'I-pair ang page na ito',
    lead: (origin) =>
      `Wala pang kinokontak sa computer na ito. Sa mga hakbang na ito, ang ${origin} lang, at walang ibang site, ang makakagamit ng companion.`,
    start: 'Simulan ang companion, sa folder ng Assay:',
    pair: 'Sa ikalawang terminal, hintayin ang page na ito:',
    click: 'I-click ang Kumonekta.',
    willAsk:
      'Pagkatapos, itatanong ng browser mo kung puwedeng i-access ng site na ito ang mga app sa device na ito. Piliin ang “Allow”.',
    mayAsk:
      'Kung itanong ng browser mo kung puwedeng i-access ng site na ito ang mga app sa device na ito, payagan ito.',
    port: 'Port',
    portHint: '7319, maliban kung sa ibang port sinimulan ang companion.',
    waiting: 'Hinihintay ang companion. Kung magtanong ang browser mo, piliin ang “Allow”.',
    notFound:
      'Walang sumagot sa port na ito, o hindi hinihintay ng companion ang page na ito. Tiyaking tumatakbo ang dalawang command, at ang port ay ang ipinapakita ng una.',
    code: 'Code',
    codeHint:
      'Ipinapakita ito ng terminal sa tabi ng address ng page na ito. Isang beses lang ito magagamit, at sa loob ng dalawang minuto.',
    prove: 'I-pair',
    proving: 'Sinusuri ang code',
    wrongCode: (triesLeft) =>
      `Maling code. Ihambing ito sa nasa terminal. ${triesLeft === 1 ? 'Isang pagsubok na lang ang natitira' : `${triesLeft} pagsubok pa ang natitira`}.`,
    tooManyTries:
      'Limang beses naging mali ang code, kaya hindi na ito valid. Patakbuhin muli ang ikalawang command, saka kumonekta.',
    expired: 'Hindi na valid ang code. Patakbuhin muli ang ikalawang command, saka kumonekta.',
    otherProgram: (port) =>
      `Hindi alam ng program sa port ${port} ang code, kaya hindi ito ang companion mo. Wala itong nalaman. Ihinto ito, o simulan ang companion sa ibang port gamit ang “PORT=7320 npm start”.`,
  },

  denied: {
    title: 'Bina-block ng browser ang access ng site na ito sa computer na ito',
    text: 'Minsang tinanggihan ang pahintulot, marahil nang isara ang tanong. Hindi na makakapagtanong muli ang page nang kusa; puwede mo itong baguhin:',
    steps: (browser) => (browser.startsWith('Firefox') ? firefox : chromium),
    after: 'Mapapansin ng page na ito ang pagbabago. Kung hindi, i-reload ito.',
    instead:
      'O simulan ang companion gamit ang “npm start” at gamitin ang page na bubuksan nito: hindi iyon nangangailangan ng pahintulot.',
  },

  engines: {
    title: 'Mga engine sa computer na ito',
    none: 'Kumonekta sa companion para makita kung aling mga engine ang mayroon sa computer na ito.',
    reading: 'Tinatanong ang mga engine tungkol sa mga device ng mga ito',
    refresh: 'I-refresh',
    states: {
      ready: 'handa',
      missing: 'hindi naka-install',
      'wrong-version': 'ibang bersyon',
      'no-device': 'walang device',
      'unsupported-platform': 'hindi available',
      failed: 'pumalya',
    },
    name: (engine) => (isPackage(engine) ? enginePackages.names[engine] : engine),
    purpose: (engine) => (isPackage(engine) ? enginePackages.purposes[engine] : null),
    isTool: (engine) => engine === 'pnnx',
    groups: {
      addable: (count) => `Mga engine na puwedeng idagdag (${count})`,
      notHere: (count) => `Hindi para sa computer na ito (${count})`,
      tools: (count) => `Mga tool (${count})`,
    },
    noneInstalled: 'Wala pang naka-install na engine.',
    benchmark: 'I-benchmark dito',
    devices: 'Mga device',
    device: (device, name, provider) =>
      `${engineWords.devices[device]} (${provider === undefined ? name : `${name}, provider na ${provider.replace(/ExecutionProvider$/, '')}`})`,
    message({ state, facts }) {
      if (state === 'ready' || state === 'missing') return null;
      if (state === 'failed') return `naka-install, pero hindi ma-load: ${String(facts['why'] ?? facts['code'])}`;
      return enginePackages.message(packageState(state, facts));
    },
    command({ engine, state, facts }) {
      if (!isPackage(engine)) return null;
      if (state === 'failed') return enginePackages.action(engine, { state: 'missing' });
      if (state !== 'missing' && state !== 'wrong-version') return null;
      return enginePackages.action(engine, packageState(state, facts));
    },
    run: 'Para idagdag ito, patakbuhin sa folder ng Assay:',
    repair: 'Para i-install itong muli, patakbuhin sa folder ng Assay:',
    providers: 'Ang iba pang package, gaya ng mga provider ng ONNX Runtime, ay inililista ng',
  },

  models: {
    title: 'Mga model sa computer na ito',
    lead: 'Mga model file sa folder na “models” ng companion, at mga model ng mga server na naaabot nito. Binubuksan ang mga ito sa Patakbuhin, Chat, Benchmark, at I-evaluate sa ilalim ng “Pumili ng model”; walang ipinapadala sa companion para doon.',
    none: 'Wala pa. Maglagay ng mga ONNX, TFLite, o GGUF file sa folder, o magdagdag ng server:',
    addServer: 'npm run assay -- server add PANGALAN URL',
    locations: { companion: 'nasa folder', server: 'nasa isang server' },
    chat: (name) => `Makipag-chat sa ${name}`,
    bench: (name) => `I-benchmark ang ${name}`,
    actions: { chat: 'Makipag-chat', bench: 'I-benchmark' },
    noEngine: 'walang handang engine para dito',
  },

  machine: {
    title: 'Ang computer na ito',
    caption: 'Ang parehong impormasyong ipinapakita ng “npm run assay -- device --target companion”.',
    grid: 'Carbon intensity ng kuryente mo (g CO2e/kWh)',
    gridHint:
      'Mula sa iyong supplier o grid operator. Magkakaroon ng emission ang mga report ng mga run sa computer na ito na nasukat ang enerhiya. Blangko: walang iuulat na emission.',
    reading: 'Binabasa ang hardware ng computer na ito',
    facts: hardwareFacts,
    none: 'wala',
  },

  compare: {
    title: 'Page o native engine?',
    text: 'Pinapatakbo nang salitan ang isang model sa page na ito at sa mga native engine, at inihahambing ang bilis at mga sagot.',
    link: 'Paghambingin sa isang model',
  },
};

/** A newer companion may have engines that this page does not know. */
function isPackage(engine: string): engine is PackageId {
  return engine in enginePackages.names;
}

function packageState(state: PackageListing, facts: EngineListing['facts']): PackageState {
  return { state, ...facts } as PackageState;
}
