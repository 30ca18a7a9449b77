import type { DeviceFacts } from '#device/facts.ts';
import type { GpuFacts } from '#device/gpu-facts.ts';
import type { PowerFacts, PressureState } from '#device/power-facts.ts';
import { format } from './format.ts';

/** One fact as the page shows it: what is so, what follows from it, and what to do where it is missing. */
interface FactWords {
  readonly name: string;
  readonly value: string;
  readonly state: 'present' | 'partial' | 'missing' | 'unknown';
  readonly meaning: string;
  readonly cure?: string;
  /** Loading the page again is the cure. */
  readonly isCuredByReload?: boolean;
}

export interface FactGroup {
  readonly title: string;
  readonly facts: readonly FactWords[];
}

const notExposed = 'not exposed by this browser';

/** A yes-or-no fact: its name, whether it is so, and what each answer means. */
function yesNo(name: string, present: boolean, yes: string, no: string, cure?: string): FactWords {
  if (present) return { name, value: 'yes', state: 'present', meaning: yes };
  return { name, value: 'no', state: 'missing', meaning: no, ...(cure && { cure }) };
}

function isolationCure({ secureContext, serviceWorkers }: DeviceFacts, canReload: boolean): string {
  if (!secureContext)
    return 'Open the app over https, or from 127.0.0.1 with npm start: browsers isolate only secure pages.';
  if (serviceWorkers && canReload) {
    return 'Reload once: this host does not send COOP and COEP, and the app can add them itself.';
  }
  if (serviceWorkers) {
    return 'This host does not send COOP and COEP. The app can add them itself: a few seconds from now, after a reload.';
  }
  return 'Serve the app with the headers COOP: same-origin and COEP: require-corp, as npm start does.';
}

function processor(facts: DeviceFacts, canReload: boolean): FactWords[] {
  return [
    {
      name: 'Processor cores',
      value: format.whole(facts.cores),
      state: 'present',
      meaning: 'Logical cores, as the browser counts them. Some browsers state fewer than there are.',
    },
    modelThreads(facts, canReload),
    isolation(facts, canReload),
    ...wasmFeatures(facts),
    {
      name: 'Memory',
      value: facts.memoryGiB === null ? notExposed : `about ${format.memory(facts.memoryGiB * 2 ** 30)}`,
      state: facts.memoryGiB === null ? 'unknown' : 'present',
      meaning: 'Rounded by the browser, and capped in most. What a model may really take is less.',
    },
  ];
}

function modelThreads(facts: DeviceFacts, canReload: boolean): FactWords {
  const alone = facts.cores > 1 && facts.threads === 1;
  return {
    name: 'Threads for a model',
    value: format.whole(facts.threads),
    state: alone ? 'partial' : 'present',
    meaning: alone
      ? 'One thread only: the other cores stay idle while a model runs.'
      : 'A model may use all of them. How many are fastest is found by measuring.',
    ...(alone && { cure: isolationCure(facts, canReload) }),
  };
}

function isolation(facts: DeviceFacts, canReload: boolean): FactWords {
  return {
    ...yesNo(
      'Cross-origin isolation',
      facts.crossOriginIsolated,
      'The page may share memory between threads, and its clock is fine: steps of 5 µs.',
      'No shared memory, so no threads, and a coarse clock: steps of 100 µs.',
      isolationCure(facts, canReload),
    ),
    isCuredByReload: canReload && !facts.crossOriginIsolated && facts.secureContext,
  };
}

function wasmFeatures({ wasm }: DeviceFacts): FactWords[] {
  return [
    yesNo(
      'SIMD',
      wasm.simd,
      'Four 32-bit numbers are computed at a time.',
      'The engines here need it: models will not run on wasm.',
      'Update the browser: every current one has SIMD.',
    ),
    yesNo(
      'Relaxed SIMD',
      wasm.relaxedSimd,
      'Fused multiply-add and int8 dot products are there for engines that use them.',
      'Quantised models lose some speed.',
      'A newer browser may have it.',
    ),
    yesNo(
      'JSPI',
      wasm.jspi,
      'WebGPU models load an engine 10 MB smaller.',
      'WebGPU models load the larger engine. Nothing else changes.',
    ),
    yesNo(
      '64-bit memory',
      wasm.memory64,
      'wasm can address more than 4 GiB, where an engine is built for it.',
      'A model and its work space must stay under 4 GiB.',
    ),
  ];
}

function graphics(facts: DeviceFacts): FactWords[] {
  const { gpu, webgl, webnn } = facts;
  return [
    gpu ? webgpuAdapter(gpu) : webgpuMissing(facts),
    ...(gpu ? adapterFeatures(gpu) : []),
    webglFallback(webgl),
    neuralEngine(webnn),
  ];
}

const enableGpu = 'Turn on hardware acceleration in the browser’s settings, or update the graphics driver.';

function webgpuAdapter({ vendor, architecture, software }: GpuFacts): FactWords {
  return {
    name: 'WebGPU',
    value: [vendor, architecture].filter(Boolean).join(' ') || 'an adapter without a name',
    state: software ? 'partial' : 'present',
    meaning: software
      ? 'A software adapter: right, but computed on the processor and slower than wasm. Good for checking only.'
      : 'Models can run on the graphics processor.',
    ...(software && { cure: enableGpu }),
  };
}

function webgpuMissing({ webgpuExposed, secureContext }: DeviceFacts): FactWords {
  const browserCure = secureContext
    ? 'A current Chrome, Edge, Safari or Firefox may have it on this system.'
    : 'Open the app over https or from 127.0.0.1: WebGPU is kept from insecure pages.';
  return {
    name: 'WebGPU',
    value: webgpuExposed ? 'no adapter' : 'no',
    state: 'missing',
    meaning: 'Models run on the processor.',
    cure: webgpuExposed ? enableGpu : browserCure,
  };
}

function adapterFeatures({ features, limits }: GpuFacts): FactWords[] {
  return [
    yesNo(
      'Half precision (f16)',
      features.includes('shader-f16'),
      'Half the memory and up to twice the speed for f16 models.',
      'Models in f16 are computed in f32, or not at all.',
    ),
    yesNo(
      'Subgroups',
      features.includes('subgroups'),
      'Faster sums across GPU threads, where an engine uses them.',
      'Some GPU programs take a slower way.',
    ),
    yesNo(
      'GPU timestamps',
      features.includes('timestamp-query'),
      'Time on the GPU itself can be read, in steps of 100 µs.',
      'GPU work can be timed from outside only.',
    ),
    {
      name: 'Largest GPU buffer',
      value: format.memory(limits.maxBufferSize),
      state: 'present',
      meaning: `No single weight may be larger. One program sees ${format.memory(limits.maxStorageBufferBindingSize)} of it, ${format.memory(limits.maxComputeWorkgroupStorageSize)} of fast shared memory, and ${format.whole(limits.maxComputeInvocationsPerWorkgroup)} threads in a group.`,
    },
  ];
}

function webglFallback(webgl: DeviceFacts['webgl']): FactWords {
  if (!webgl)
    return { name: 'WebGL', value: 'no', state: 'missing', meaning: 'No GPU fallback. wasm serves in its place.' };
  const { version, renderer } = webgl;
  return {
    name: 'WebGL',
    value: `version ${version}, ${renderer === 'unknown' ? 'renderer not exposed' : `${renderer} renderer`}`,
    state: renderer === 'software' ? 'partial' : 'present',
    meaning:
      renderer === 'software'
        ? 'Drawn on the processor: a fallback that is seldom worth taking.'
        : 'A fallback for GPU work where WebGPU is missing.',
  };
}

const webnnWords: Record<DeviceFacts['webnn'], Pick<FactWords, 'value' | 'state' | 'meaning'>> = {
  absent: { value: 'no', state: 'missing', meaning: 'The page cannot reach a neural engine (NPU).' },
  unusable: {
    value: 'present, unusable',
    state: 'missing',
    meaning: 'The browser shows it but makes no context: there is nothing behind it.',
  },
  usable: {
    value: 'yes',
    state: 'present',
    meaning: 'The system’s own neural engine can be reached. No engine here uses it yet.',
  },
};

const neuralEngine = (webnn: DeviceFacts['webnn']): FactWords => ({ name: 'WebNN', ...webnnWords[webnn] });

function storage({ storage }: DeviceFacts): FactWords[] {
  const { opfs, quotaBytes, usageBytes, persisted } = storage;
  return [
    yesNo(
      'File storage (OPFS)',
      opfs,
      'Models can be kept on this device and opened again offline.',
      'Models are fetched again each time.',
      'Leave private browsing, or update the browser.',
    ),
    {
      name: 'Storage for this app',
      value:
        quotaBytes === null
          ? notExposed
          : `${format.bytes(quotaBytes)}${usageBytes === null ? '' : `, ${format.bytes(usageBytes)} used`}`,
      state: quotaBytes === null ? 'unknown' : 'present',
      meaning: 'What the browser would allow, not what is free on the disk.',
    },
    persisted === null
      ? {
          name: 'Kept for good',
          value: notExposed,
          state: 'unknown',
          meaning: 'Assume that the browser may clear this app’s storage.',
        }
      : yesNo(
          'Kept for good',
          persisted,
          'The browser will not clear this app’s storage by itself.',
          'The browser may clear this app’s storage when the disk runs full.',
          'Install the app or bookmark it: browsers then keep its storage.',
        ),
  ];
}

const pressures: Record<PressureState, string> = {
  nominal: 'Nothing else is in the way of a measurement.',
  fair: 'Something else is running. Measurements are a little slower.',
  serious: 'The processor is busy. Close other programs before measuring.',
  critical: 'The processor is overloaded or hot. Measurements would be wrong.',
};

function power(facts: DeviceFacts, battery: PowerFacts | null, pressure: PressureState | null): FactWords[] {
  return [
    battery
      ? {
          name: 'Power',
          value: battery.charging ? 'plugged in' : `on battery, ${format.percent(battery.level)}`,
          state: battery.charging ? 'present' : 'partial',
          meaning: battery.charging ? 'No power saving is to be expected.' : 'Many devices run slower on battery.',
          ...(!battery.charging && { cure: 'Plug the device in before measuring.' }),
        }
      : {
          name: 'Power',
          value: notExposed,
          state: 'unknown',
          meaning: 'Plug the device in before measuring, if it has a battery.',
        },
    pressure
      ? {
          name: 'Processor load',
          value: pressure,
          state: pressure === 'nominal' || pressure === 'fair' ? 'present' : 'partial',
          meaning: pressures[pressure],
        }
      : {
          name: 'Processor load',
          value: facts.pressureExposed ? 'not told yet' : notExposed,
          state: 'unknown',
          meaning: 'Close what you do not need before measuring.',
        },
  ];
}

/** `canReload`: the service worker that adds the isolation headers is there, so a reload would have them. */
export function factGroups(
  facts: DeviceFacts,
  battery: PowerFacts | null,
  pressure: PressureState | null,
  canReload: boolean,
): FactGroup[] {
  return [
    { title: 'Processor', facts: processor(facts, canReload) },
    { title: 'Graphics', facts: graphics(facts) },
    { title: 'Storage', facts: storage(facts) },
    { title: 'Power and load', facts: power(facts, battery, pressure) },
  ];
}
