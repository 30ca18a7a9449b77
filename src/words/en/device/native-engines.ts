import type { PackageId, PackageState } from '#core/engine/engine-package.ts';
import type { DeviceId } from '#core/engine/engines.ts';
import type { EngineListing } from '#protocol/companion-messages.ts';
import { engine as engineWords } from './engine.ts';
import { enginePackages } from './engine-packages.ts';
import { hardwareFacts } from './hardware.ts';

/** The states of an engine in a listing that, with its facts, form a `PackageState`. */
type PackageListing = Exclude<EngineListing['state'], 'ready' | 'failed'>;

/** How to change the permission, which only Firefox and Chromium-based browsers have. */
const chromium = [
  'Click the icon to the left of the address.',
  'Set “Apps on device” (in older versions “Local network access”) to Allow.',
];
const firefox = [
  'Click the icon to the left of the address.',
  'Remove the block of “Access apps and services on this device”.',
];

/** The page of the native engines: connecting to the companion, and its engines. */
export const nativeEngines = {
  title: 'Native engines',
  lead: 'Assay’s companion is a program on this computer. It runs models outside the browser, with ONNX Runtime, OpenVINO, LiteRT and llama.cpp, and accepts connections only from this computer.',

  connection: {
    title: 'Connection',
    states: {
      none: 'Not connected',
      waiting: 'Waiting for permission',
      connecting: 'Connecting',
      connected: 'Connected',
      unreachable: 'Unreachable',
      denied: 'Blocked by the browser',
    },
    connecting: 'Connecting to the companion',
    connected: (address: string, version: string) => `Connected to the companion ${version} at ${address}.`,
    tokenScope: 'This page comes from the companion itself, so it needs no pairing.',
    pairedScope: (origin: string) =>
      `${origin} is paired with it. “npm run assay -- pair ls” on this computer lists the paired pages and removes them.`,
    waiting: 'This page is paired with the companion. Your browser asks before it connects to this computer.',
    connect: 'Connect',
    retry: 'Try again',
    forget: 'Forget this companion',
    rotate: 'Replace the key of this page',
    rotateNote: 'The page stays paired, with a new key. The old key no longer works.',
    forgetNote: 'Removes the key of this page from this browser. Connecting again needs a new code.',
  },

  paired: 'Paired: this page can now use the native engines of this computer.',
  /** A pairing link of `npm start` that was already used. */
  usedLink: {
    title: 'This link was already used',
    text: 'The link that “npm start” opens works only once, so that nobody else can use it later. Run “npm start” again for a new link. The companion keeps running, and the page that opens is paired.',
  },

  pairing: {
    ownTitle: 'Open a paired page',
    own: 'This page is served by this computer. Start the companion again, even if it is running: it opens a page that is paired.',
    title: 'Pair this page',
    lead: (origin: string) =>
      `Nothing on this computer has been contacted yet. These steps let ${origin} use the companion, and no other site.`,
    start: 'Start the companion, in the folder of Assay:',
    pair: 'In a second terminal, wait for this page:',
    click: 'Click Connect.',
    willAsk: 'Your browser then asks whether this site may access apps on this device. Choose Allow.',
    mayAsk: 'If your browser asks whether this site may access apps on this device, allow it.',
    port: 'Port',
    portHint: '7319, unless the companion was started with another one.',
    waiting: 'Waiting for the companion. If your browser asks, choose Allow.',
    notFound:
      'Nothing answered on this port, or the companion is not waiting for this page. Check that both commands are running, and that the port is the one printed by the first.',
    code: 'Code',
    codeHint: 'The terminal shows it next to the address of this page. It works once, within two minutes.',
    prove: 'Pair',
    proving: 'Checking the code',
    wrongCode: (triesLeft: number) =>
      `Wrong code. Compare it with the one in the terminal. ${triesLeft === 1 ? 'One attempt is' : `${triesLeft} attempts are`} left.`,
    tooManyTries:
      'The code was wrong five times, so it is no longer valid. Run the second command again, then connect.',
    expired: 'The code is no longer valid. Run the second command again, then connect.',
    otherProgram: (port: number) =>
      `The program on port ${port} does not know the code, so it is not your companion. It has learned nothing secret. Stop it, or start the companion on another port with “PORT=7320 npm start”.`,
  },

  denied: {
    title: 'The browser blocks this site’s access to this computer',
    text: 'Permission was denied, perhaps by closing the browser’s question. The page cannot ask again, but you can change the permission:',
    steps: (browser: string) => (browser.startsWith('Firefox') ? firefox : chromium),
    after: 'This page notices the change. If it does not, reload it.',
    instead: 'Or start the companion with “npm start” and use the page that it opens: it needs no permission.',
  },

  engines: {
    title: 'Engines on this computer',
    none: 'Connect to the companion to see which engines this computer has.',
    reading: 'Asking the engines for their devices',
    refresh: 'Refresh',
    states: {
      ready: 'ready',
      missing: 'not installed',
      'wrong-version': 'wrong version',
      'no-device': 'no device',
      'unsupported-platform': 'not available',
      failed: 'failed',
    } satisfies Record<EngineListing['state'], string>,
    name: (engine: string) => (isPackage(engine) ? enginePackages.names[engine] : engine),
    purpose: (engine: string) => (isPackage(engine) ? enginePackages.purposes[engine] : null),
    /** Packages that run no models. */
    isTool: (engine: string) => engine === 'pnnx',
    groups: {
      addable: (count: number) => `Engines that can be added (${count})`,
      notHere: (count: number) => `Not for this computer (${count})`,
      tools: (count: number) => `Tools (${count})`,
    },
    noneInstalled: 'No engine is installed yet.',
    benchmark: 'Benchmark here',
    devices: 'Devices',
    device: (device: DeviceId, name: string, provider?: string) =>
      `${engineWords.devices[device]} (${provider === undefined ? name : `${name}, provider ${provider.replace(/ExecutionProvider$/, '')}`})`,
    /** The details of a state; `null` if it needs none. */
    message({ state, facts }: EngineListing): string | null {
      if (state === 'ready' || state === 'missing') return null;
      if (state === 'failed') return `installed, but cannot be loaded: ${String(facts['why'] ?? facts['code'])}`;
      return enginePackages.message(packageState(state, facts));
    },
    /** The command that fixes it; `null` if there is none. */
    command({ engine, state, facts }: EngineListing): string | null {
      if (!isPackage(engine)) return null;
      if (state === 'failed') return enginePackages.action(engine, { state: 'missing' });
      if (state !== 'missing' && state !== 'wrong-version') return null;
      return enginePackages.action(engine, packageState(state, facts));
    },
    run: 'To add it, run in the folder of Assay:',
    repair: 'To install it again, run in the folder of Assay:',
    providers: 'More packages, such as providers of ONNX Runtime, are listed by',
  },

  models: {
    title: 'Models on this computer',
    lead: 'Model files in the companion’s folder “models”, and models on the servers that it can reach. Run, Chat, Benchmark and Evaluate list them under “Choose a model”, and open them without sending files to the companion.',
    none: 'None yet. Put ONNX, TFLite or GGUF files into the folder, or add a server:',
    addServer: 'npm run assay -- server add NAME URL',
    locations: { companion: 'in the folder', server: 'on a server' },
    chat: (name: string) => `Chat with ${name}`,
    bench: (name: string) => `Benchmark ${name}`,
    actions: { chat: 'Chat', bench: 'Benchmark' },
    noEngine: 'no engine for it is ready',
  },

  machine: {
    title: 'This computer',
    caption: 'The same facts as “npm run assay -- device --target companion” prints.',
    grid: 'Carbon intensity of your electricity (g CO2e/kWh)',
    gridHint:
      'From your supplier or grid operator. Reports of runs on this computer whose energy was measured then contain the emissions. Empty: no emissions are reported.',
    reading: 'Reading the hardware of this computer',
    facts: hardwareFacts,
    none: 'none',
  },

  compare: {
    title: 'Page or native engine?',
    text: 'Runs one model in this page and in each native engine, in turn, and compares speed and outputs.',
    link: 'Compare on one model',
  },
};

/** A newer companion may have engines that this page does not know. */
function isPackage(engine: string): engine is PackageId {
  return engine in enginePackages.names;
}

function packageState(state: PackageListing, facts: EngineListing['facts']): PackageState {
  return { state, ...facts } as PackageState;
}
