import type { DeviceFacts } from '#device/device-facts.ts';
import type { PressureState } from '#device/power-facts.ts';

/** What this browser and device can do: each fact with its values, their meaning, and what to do if it is missing. */
export const deviceFacts = {
  groups: { processor: 'CPU', graphics: 'GPU', storage: 'Storage', power: 'Power and load' },
  yes: 'yes',
  no: 'no',
  notExposed: 'not exposed by this browser',

  cores: {
    name: 'Logical cores',
    meaning: 'As the browser reports them. Some browsers report fewer than there are.',
  },
  threads: {
    name: 'Usable threads',
    several: 'A model may use all of them. Measure to find the fastest number.',
    one: 'One thread only: the other cores stay idle while a model runs.',
    fix: 'Update the browser: every current one has shared memory for WebAssembly threads.',
  },
  isolation: {
    name: 'Cross-origin isolation',
    yes: 'The page can share memory between threads, and its timer is precise: steps of 5 µs.',
    no: 'No shared memory, so no threads, and a coarse timer: steps of 100 µs.',
    fixes: {
      insecure: 'Open the app over https, or from 127.0.0.1 with npm start: browsers isolate only secure contexts.',
      reload: 'Reload once. This host does not send the headers COOP and COEP, but the app can add them itself.',
      later:
        'Reload in a few seconds. This host does not send the headers COOP and COEP, but the app can add them itself.',
      host: 'Serve the app with the headers COOP: same-origin and COEP: require-corp, as npm start does.',
    },
  },
  simd: {
    name: 'SIMD',
    yes: '128-bit vector instructions: four 32-bit numbers at a time.',
    no: 'The engines require SIMD: models cannot run in WebAssembly.',
    fix: 'Update the browser: every current one has SIMD.',
  },
  relaxedSimd: {
    name: 'Relaxed SIMD',
    yes: 'Fused multiply-add and int8 dot products, for engines that use them.',
    no: 'Quantised models run somewhat slower.',
    fix: 'A newer browser may support it.',
  },
  jspi: {
    name: 'JSPI',
    yes: 'WebGPU models use an engine that is 10 MB smaller.',
    no: 'WebGPU models use the larger engine. Nothing else changes.',
  },
  memory64: {
    name: 'Memory64',
    yes: 'WebAssembly can address more than 4 GiB, if the engine is built for it.',
    no: 'A model and its working memory must stay under 4 GiB.',
  },
  memory: {
    name: 'Memory',
    value: (size: string) => `about ${size}`,
    meaning: 'Rounded, and capped in most browsers. A model can use only part of it.',
  },

  webgpu: {
    name: 'WebGPU',
    unnamed: 'unnamed adapter',
    hardware: 'Models can run on the GPU.',
    software: 'Emulated on the CPU, slower than WebAssembly. Use it only to check results.',
    noAdapter: 'no adapter',
    missing: 'Models run on the CPU.',
    fixes: {
      enable: 'Turn on hardware acceleration in the browser’s settings, or update the graphics driver.',
      update: 'A current Chrome, Edge, Safari or Firefox may support it on this system.',
      insecure: 'Open the app over https or from 127.0.0.1: WebGPU requires a secure context.',
    },
  },
  halfPrecision: {
    name: 'Half precision (float16)',
    yes: 'Half the memory and up to twice the speed for float16 models.',
    no: 'float16 models are computed in float32, or do not run.',
  },
  subgroups: {
    name: 'Subgroups',
    yes: 'Faster reductions across GPU threads, where an engine uses them.',
    no: 'Some shaders take a slower path.',
  },
  timestamps: {
    name: 'Timestamp queries',
    yes: 'GPU time can be measured directly, in steps of 100 µs.',
    no: 'GPU work can only be timed from outside.',
  },
  gpuBuffer: {
    name: 'Largest GPU buffer',
    meaning: (binding: string, workgroupMemory: string, invocations: string) =>
      `No single weight tensor may be larger. A shader can bind ${binding} of it, with ${workgroupMemory} of workgroup memory and ${invocations} invocations per workgroup.`,
  },
  webgl: {
    name: 'WebGL',
    value: (version: number, renderer: string) => `version ${version}, ${renderer}`,
    renderers: {
      hardware: 'hardware renderer',
      software: 'software renderer',
      unknown: 'renderer not exposed',
    } satisfies Record<NonNullable<DeviceFacts['webgl']>['renderer'], string>,
    hardware: 'A GPU fallback where WebGPU is missing.',
    software: 'Rendered on the CPU: a fallback that is rarely worth using.',
    missing: 'No GPU fallback; WebAssembly is used instead.',
  },
  webnn: {
    name: 'WebNN',
    values: { absent: 'no', unusable: 'present, unusable', usable: 'yes' } satisfies Record<
      DeviceFacts['webnn'],
      string
    >,
    meanings: {
      absent: 'The page cannot reach an NPU.',
      unusable: 'The browser exposes it but cannot create a context.',
      usable: 'The system’s own machine-learning API can be reached. No engine here uses it yet.',
    } satisfies Record<DeviceFacts['webnn'], string>,
  },

  opfs: {
    name: 'File storage (OPFS)',
    yes: 'Models can be stored on this device and opened offline.',
    no: 'Models are downloaded again each time.',
    fix: 'Leave private browsing, or update the browser.',
  },
  quota: {
    name: 'Storage quota',
    used: (quota: string, used: string) => `${quota}, ${used} used`,
    meaning: 'What the browser allows, not the free space on the disk.',
  },
  persistence: {
    name: 'Persistent storage',
    yes: 'The browser will not clear this app’s storage on its own.',
    no: 'The browser may clear this app’s storage when the disk runs full.',
    fix: 'Install the app or bookmark it: browsers then keep its storage.',
    unknown: 'Assume that the browser may clear this app’s storage.',
  },

  power: {
    name: 'Power',
    pluggedIn: 'plugged in',
    onBattery: (level: string) => `on battery, ${level}`,
    steady: 'No power saving is expected.',
    saving: 'Many devices run slower on battery.',
    fix: 'Plug the device in before measuring.',
    unknown: 'Plug the device in before measuring, if it has a battery.',
  },
  pressure: {
    name: 'CPU pressure',
    values: { nominal: 'nominal', fair: 'fair', serious: 'serious', critical: 'critical' } satisfies Record<
      PressureState,
      string
    >,
    meanings: {
      nominal: 'No interference detected.',
      fair: 'Something else is running. Measurements are slightly slower.',
      serious: 'The CPU is busy. Close other programs before measuring.',
      critical: 'The CPU is overloaded or hot. Measurements would be wrong.',
    } satisfies Record<PressureState, string>,
    notReported: 'not reported yet',
    unknown: 'Close other programs before measuring.',
  },
};
