import type { DeviceFacts } from '#device/device-facts.ts';
import type { GpuFacts } from '#device/gpu-facts.ts';
import type { PowerFacts, PressureState } from '#device/power-facts.ts';
import { format } from '../format.ts';

/** One fact as the page shows it: its value, its meaning, and what to do if it is missing. */
interface FactWords {
  readonly name: string;
  readonly value: string;
  readonly state: 'present' | 'partial' | 'missing' | 'unknown';
  readonly meaning: string;
  readonly fix?: string;
  /** Whether reloading the page is the fix. */
  readonly isFixedByReload?: boolean;
}

export interface FactGroup {
  readonly title: string;
  readonly facts: readonly FactWords[];
}

const notExposed = 'not exposed by this browser';

/** A yes-or-no fact: its name, its value, and the meaning of each value. */
function yesNo(name: string, present: boolean, yes: string, no: string, fix?: string): FactWords {
  if (present) return { name, value: 'yes', state: 'present', meaning: yes };
  return { name, value: 'no', state: 'missing', meaning: no, ...(fix && { fix }) };
}

function isolationFix({ secureContext, serviceWorkers }: DeviceFacts, canReload: boolean): string {
  if (!secureContext)
    return 'Open the app over https, or from 127.0.0.1 with npm start: browsers isolate only secure contexts.';
  if (serviceWorkers && canReload) {
    return 'Reload once: this host does not send COOP and COEP, and the app can add them itself.';
  }
  if (serviceWorkers) {
    return 'This host does not send COOP and COEP. The app can add them itself: reload in a few seconds.';
  }
  return 'Serve the app with the headers COOP: same-origin and COEP: require-corp, as npm start does.';
}

function processor(facts: DeviceFacts, canReload: boolean): FactWords[] {
  return [
    {
      name: 'Logical cores',
      value: format.whole(facts.cores),
      state: 'present',
      meaning: 'As the browser reports them. Some browsers report fewer than there are.',
    },
    modelThreads(facts, canReload),
    isolation(facts, canReload),
    ...wasmFeatures(facts),
    {
      name: 'Memory',
      value: facts.memoryGiB === null ? notExposed : `about ${format.memory(facts.memoryGiB * 2 ** 30)}`,
      state: facts.memoryGiB === null ? 'unknown' : 'present',
      meaning: 'Rounded, and in most browsers capped. A model can use less.',
    },
  ];
}

function modelThreads(facts: DeviceFacts, canReload: boolean): FactWords {
  const alone = facts.cores > 1 && facts.threads === 1;
  return {
    name: 'Usable threads',
    value: format.whole(facts.threads),
    state: alone ? 'partial' : 'present',
    meaning: alone
      ? 'One thread only: the other cores stay idle while a model runs.'
      : 'A model may use all of them. Measure to find how many are fastest.',
    ...(alone && { fix: isolationFix(facts, canReload) }),
  };
}

function isolation(facts: DeviceFacts, canReload: boolean): FactWords {
  return {
    ...yesNo(
      'Cross-origin isolation',
      facts.crossOriginIsolated,
      'The page can share memory between threads, and its timer is precise: steps of 5 µs.',
      'No shared memory, so no threads, and a coarse timer: steps of 100 µs.',
      isolationFix(facts, canReload),
    ),
    isFixedByReload: canReload && !facts.crossOriginIsolated && facts.secureContext,
  };
}

function wasmFeatures({ wasm }: DeviceFacts): FactWords[] {
  return [
    yesNo(
      'SIMD',
      wasm.simd,
      '128-bit vector instructions: four 32-bit numbers at a time.',
      'The engines here require it: models will not run on wasm.',
      'Update the browser: every current one has SIMD.',
    ),
    yesNo(
      'Relaxed SIMD',
      wasm.relaxedSimd,
      'Fused multiply-add and int8 dot products, for engines that use them.',
      'Quantised models run somewhat slower.',
      'A newer browser may have it.',
    ),
    yesNo(
      'JSPI',
      wasm.jspi,
      'WebGPU models load an engine 10 MB smaller.',
      'WebGPU models load the larger engine. Nothing else changes.',
    ),
    yesNo(
      'Memory64',
      wasm.memory64,
      'wasm can address more than 4 GiB, where an engine is built for it.',
      'A model and its working memory must stay under 4 GiB.',
    ),
  ];
}

function graphics(facts: DeviceFacts): FactWords[] {
  const { gpu, webgl, webnn } = facts;
  return [
    gpu ? webgpuAdapter(gpu) : webgpuMissing(facts),
    ...(gpu ? adapterFeatures(gpu) : []),
    webglFallback(webgl),
    webnnFact(webnn),
  ];
}

const enableGpu = 'Turn on hardware acceleration in the browser’s settings, or update the graphics driver.';

function webgpuAdapter({ vendor, architecture, software }: GpuFacts): FactWords {
  return {
    name: 'WebGPU',
    value: [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter',
    state: software ? 'partial' : 'present',
    meaning: software
      ? 'Software only, slow: it runs on the CPU, slower than WebAssembly. Use it only to check results.'
      : 'Models can run on the GPU.',
    ...(software && { fix: enableGpu }),
  };
}

function webgpuMissing({ webgpuExposed, secureContext }: DeviceFacts): FactWords {
  const browserFix = secureContext
    ? 'A current Chrome, Edge, Safari or Firefox may have it on this system.'
    : 'Open the app over https or from 127.0.0.1: WebGPU requires a secure context.';
  return {
    name: 'WebGPU',
    value: webgpuExposed ? 'no adapter' : 'no',
    state: 'missing',
    meaning: 'Models run on the CPU.',
    fix: webgpuExposed ? enableGpu : browserFix,
  };
}

function adapterFeatures({ features, limits }: GpuFacts): FactWords[] {
  return [
    yesNo(
      'Half precision (f16)',
      features.includes('shader-f16'),
      'Half the memory and up to twice the speed for f16 models.',
      'f16 models are computed in f32, or do not run.',
    ),
    yesNo(
      'Subgroups',
      features.includes('subgroups'),
      'Faster reductions across GPU threads, where an engine uses them.',
      'Some shaders take a slower path.',
    ),
    yesNo(
      'Timestamp queries',
      features.includes('timestamp-query'),
      'GPU time can be measured directly, in steps of 100 µs.',
      'GPU work can only be timed from outside.',
    ),
    {
      name: 'Largest GPU buffer',
      value: format.memory(limits.maxBufferSize),
      state: 'present',
      meaning: `No single weight tensor may be larger. A shader can bind ${format.memory(limits.maxStorageBufferBindingSize)} of it, with ${format.memory(limits.maxComputeWorkgroupStorageSize)} of workgroup memory and ${format.whole(limits.maxComputeInvocationsPerWorkgroup)} invocations per workgroup.`,
    },
  ];
}

function webglFallback(webgl: DeviceFacts['webgl']): FactWords {
  if (!webgl)
    return { name: 'WebGL', value: 'no', state: 'missing', meaning: 'No GPU fallback; wasm is used instead.' };
  const { version, renderer } = webgl;
  return {
    name: 'WebGL',
    value: `version ${version}, ${renderer === 'unknown' ? 'renderer not exposed' : `${renderer} renderer`}`,
    state: renderer === 'software' ? 'partial' : 'present',
    meaning:
      renderer === 'software'
        ? 'Rendered on the CPU: a fallback that is rarely worth using.'
        : 'A GPU fallback where WebGPU is missing.',
  };
}

const webnnWords: Record<DeviceFacts['webnn'], Pick<FactWords, 'value' | 'state' | 'meaning'>> = {
  absent: { value: 'no', state: 'missing', meaning: 'The page cannot reach an NPU.' },
  unusable: {
    value: 'present, unusable',
    state: 'missing',
    meaning: 'The browser exposes it but cannot create a context.',
  },
  usable: {
    value: 'yes',
    state: 'present',
    meaning: 'The system’s own machine-learning API can be reached. No engine here uses it yet.',
  },
};

const webnnFact = (webnn: DeviceFacts['webnn']): FactWords => ({ name: 'WebNN', ...webnnWords[webnn] });

function storage({ storage }: DeviceFacts): FactWords[] {
  const { opfs, quotaBytes, usageBytes, persisted } = storage;
  return [
    yesNo(
      'File storage (OPFS)',
      opfs,
      'Models can be stored on this device and opened offline.',
      'Models are downloaded again each time.',
      'Leave private browsing, or update the browser.',
    ),
    {
      name: 'Storage quota',
      value:
        quotaBytes === null
          ? notExposed
          : `${format.bytes(quotaBytes)}${usageBytes === null ? '' : `, ${format.bytes(usageBytes)} used`}`,
      state: quotaBytes === null ? 'unknown' : 'present',
      meaning: 'What the browser allows, not the free space on the disk.',
    },
    persisted === null
      ? {
          name: 'Persistent storage',
          value: notExposed,
          state: 'unknown',
          meaning: 'Assume that the browser may clear this app’s storage.',
        }
      : yesNo(
          'Persistent storage',
          persisted,
          'The browser will not clear this app’s storage by itself.',
          'The browser may clear this app’s storage when the disk runs full.',
          'Install the app or bookmark it: browsers then keep its storage.',
        ),
  ];
}

const pressures: Record<PressureState, string> = {
  nominal: 'No interference detected.',
  fair: 'Something else is running. Measurements are slightly slower.',
  serious: 'The CPU is busy. Close other programs before measuring.',
  critical: 'The CPU is overloaded or hot. Measurements would be wrong.',
};

function power(facts: DeviceFacts, battery: PowerFacts | null, pressure: PressureState | null): FactWords[] {
  return [
    battery
      ? {
          name: 'Power',
          value: battery.charging ? 'plugged in' : `on battery, ${format.percent(battery.level)}`,
          state: battery.charging ? 'present' : 'partial',
          meaning: battery.charging ? 'No power saving is expected.' : 'Many devices run slower on battery.',
          ...(!battery.charging && { fix: 'Plug the device in before measuring.' }),
        }
      : {
          name: 'Power',
          value: notExposed,
          state: 'unknown',
          meaning: 'Plug the device in before measuring, if it has a battery.',
        },
    pressure
      ? {
          name: 'CPU pressure',
          value: pressure,
          state: pressure === 'nominal' || pressure === 'fair' ? 'present' : 'partial',
          meaning: pressures[pressure],
        }
      : {
          name: 'CPU pressure',
          value: facts.pressureExposed ? 'not reported yet' : notExposed,
          state: 'unknown',
          meaning: 'Close other programs before measuring.',
        },
  ];
}

/** @param canReload the service worker that adds the isolation headers is active, so a reload would apply them */
export function factGroups(
  facts: DeviceFacts,
  battery: PowerFacts | null,
  pressure: PressureState | null,
  canReload: boolean,
): FactGroup[] {
  return [
    { title: 'CPU', facts: processor(facts, canReload) },
    { title: 'GPU', facts: graphics(facts) },
    { title: 'Storage', facts: storage(facts) },
    { title: 'Power and load', facts: power(facts, battery, pressure) },
  ];
}
