import type { DeviceFacts } from '#device/device-facts.ts';
import type { GpuFacts } from '#device/gpu-facts.ts';
import type { PowerFacts, PressureState } from '#device/power-facts.ts';
import type { deviceFacts } from './en/device/device-facts.ts';
import type { format } from './en/format.ts';

/** One fact as the page shows it: its value, its meaning, and what to do if it is missing. */
interface ShownFact {
  readonly name: string;
  readonly value: string;
  readonly state: 'present' | 'partial' | 'missing' | 'unknown';
  readonly meaning: string;
  readonly fix?: string | undefined;
  /** Whether reloading the page is the fix. */
  readonly isFixedByReload?: boolean;
}

export interface FactGroup {
  readonly title: string;
  readonly facts: readonly ShownFact[];
}

interface Words {
  readonly format: typeof format;
  readonly device: { readonly facts: typeof deviceFacts };
}

/** The facts about the device and its current state. */
interface DeviceState {
  readonly facts: DeviceFacts;
  readonly battery: PowerFacts | null;
  readonly pressure: PressureState | null;
  /** The service worker that adds the isolation headers is active, so a reload would apply them. */
  readonly canReload: boolean;
}

/** The facts about this device in one language, in four groups. */
export function listDeviceFactGroups(text: Words, deviceState: DeviceState): FactGroup[] {
  const { groups } = text.device.facts;
  return [
    { title: groups.processor, facts: describeProcessor(text, deviceState) },
    { title: groups.graphics, facts: describeGraphics(text, deviceState.facts) },
    { title: groups.storage, facts: describeStorage(text, deviceState.facts) },
    { title: groups.power, facts: describePower(text, deviceState) },
  ];
}

/** A yes-or-no fact, with the meaning of each answer. */
function createYesNoFact(
  text: Words,
  id:
    | 'isolation'
    | 'simd'
    | 'relaxedSimd'
    | 'jspi'
    | 'memory64'
    | 'halfPrecision'
    | 'subgroups'
    | 'timestamps'
    | 'opfs'
    | 'persistence',
  isPresent: boolean,
  isolationFix?: string,
): ShownFact {
  const { yes, no } = text.device.facts;
  const fact = text.device.facts[id];
  if (isPresent) return { name: fact.name, value: yes, state: 'present', meaning: fact.yes };
  const fix = 'fix' in fact ? fact.fix : isolationFix;
  return { name: fact.name, value: no, state: 'missing', meaning: fact.no, fix };
}

function describeProcessor(text: Words, { facts, canReload }: DeviceState): ShownFact[] {
  const { cores, threads, memory: memoryWords, notExposed } = text.device.facts;
  const isLimitedToOneThread = facts.cores > 1 && facts.threads === 1;
  const isolationFix = chooseIsolationFix(text, facts, canReload);
  const threadsFix = facts.crossOriginIsolated ? threads.fix : isolationFix;
  return [
    { name: cores.name, value: text.format.whole(facts.cores), state: 'present', meaning: cores.meaning },
    {
      name: threads.name,
      value: text.format.whole(facts.threads),
      state: isLimitedToOneThread ? 'partial' : 'present',
      meaning: isLimitedToOneThread ? threads.one : threads.several,
      fix: isLimitedToOneThread ? threadsFix : undefined,
    },
    {
      ...createYesNoFact(text, 'isolation', facts.crossOriginIsolated, isolationFix),
      isFixedByReload: canReload && !facts.crossOriginIsolated && facts.secureContext,
    },
    createYesNoFact(text, 'simd', facts.wasm.simd),
    createYesNoFact(text, 'relaxedSimd', facts.wasm.relaxedSimd),
    createYesNoFact(text, 'jspi', facts.wasm.jspi),
    createYesNoFact(text, 'memory64', facts.wasm.memory64),
    {
      name: memoryWords.name,
      value: facts.memoryGiB === null ? notExposed : memoryWords.value(text.format.memory(facts.memoryGiB * 2 ** 30)),
      state: facts.memoryGiB === null ? 'unknown' : 'present',
      meaning: memoryWords.meaning,
    },
  ];
}

function chooseIsolationFix(text: Words, { secureContext, serviceWorkers }: DeviceFacts, canReload: boolean): string {
  const isolationFixes = text.device.facts.isolation.fixes;
  if (!secureContext) return isolationFixes.insecure;
  if (!serviceWorkers) return isolationFixes.host;
  return canReload ? isolationFixes.reload : isolationFixes.later;
}

function describeGraphics(text: Words, facts: DeviceFacts): ShownFact[] {
  const { webgl: webglWords, webnn } = text.device.facts;
  const { gpu, webgl } = facts;
  return [
    ...(gpu ? describeWebgpu(text, gpu) : [explainMissingWebgpu(text, facts)]),
    webgl
      ? {
          name: webglWords.name,
          value: webglWords.value(webgl.version, webglWords.renderers[webgl.renderer]),
          state: webgl.renderer === 'software' ? 'partial' : 'present',
          meaning: webgl.renderer === 'software' ? webglWords.software : webglWords.hardware,
        }
      : { name: webglWords.name, value: text.device.facts.no, state: 'missing', meaning: webglWords.missing },
    {
      name: webnn.name,
      value: webnn.values[facts.webnn],
      state: facts.webnn === 'usable' ? 'present' : 'missing',
      meaning: webnn.meanings[facts.webnn],
    },
  ];
}

function describeWebgpu(text: Words, { vendor, architecture, software, features, limits }: GpuFacts): ShownFact[] {
  const { webgpu: webgpuWords, gpuBuffer } = text.device.facts;
  const { memory, whole } = text.format;
  return [
    {
      name: webgpuWords.name,
      value: [vendor, architecture].filter(Boolean).join(' ') || webgpuWords.unnamed,
      state: software ? 'partial' : 'present',
      meaning: software ? webgpuWords.software : webgpuWords.hardware,
      fix: software ? webgpuWords.fixes.enable : undefined,
    },
    createYesNoFact(text, 'halfPrecision', features.includes('shader-f16')),
    createYesNoFact(text, 'subgroups', features.includes('subgroups')),
    createYesNoFact(text, 'timestamps', features.includes('timestamp-query')),
    {
      name: gpuBuffer.name,
      value: memory(limits.maxBufferSize),
      state: 'present',
      meaning: gpuBuffer.meaning(
        memory(limits.maxStorageBufferBindingSize),
        memory(limits.maxComputeWorkgroupStorageSize),
        whole(limits.maxComputeInvocationsPerWorkgroup),
      ),
    },
  ];
}

function explainMissingWebgpu(text: Words, { webgpuExposed, secureContext }: DeviceFacts): ShownFact {
  const { name, noAdapter, missing, fixes } = text.device.facts.webgpu;
  const browserFix = secureContext ? fixes.update : fixes.insecure;
  return {
    name,
    value: webgpuExposed ? noAdapter : text.device.facts.no,
    state: 'missing',
    meaning: missing,
    fix: webgpuExposed ? fixes.enable : browserFix,
  };
}

function describeStorage(
  text: Words,
  { storage: { opfs, quotaBytes, usageBytes, persisted } }: DeviceFacts,
): ShownFact[] {
  const { quota, persistence, notExposed } = text.device.facts;
  const { bytes } = text.format;
  const quotaText = quotaBytes === null ? notExposed : bytes(quotaBytes);
  return [
    createYesNoFact(text, 'opfs', opfs),
    {
      name: quota.name,
      value: quotaBytes === null || usageBytes === null ? quotaText : quota.used(quotaText, bytes(usageBytes)),
      state: quotaBytes === null ? 'unknown' : 'present',
      meaning: quota.meaning,
    },
    persisted === null
      ? { name: persistence.name, value: notExposed, state: 'unknown', meaning: persistence.unknown }
      : createYesNoFact(text, 'persistence', persisted),
  ];
}

function describePower(text: Words, { facts, battery, pressure }: DeviceState): ShownFact[] {
  const { power: words, pressure: pressureWords, notExposed } = text.device.facts;
  return [
    battery
      ? {
          name: words.name,
          value: battery.charging ? words.pluggedIn : words.onBattery(text.format.percent(battery.level)),
          state: battery.charging ? 'present' : 'partial',
          meaning: battery.charging ? words.steady : words.saving,
          fix: battery.charging ? undefined : words.fix,
        }
      : { name: words.name, value: notExposed, state: 'unknown', meaning: words.unknown },
    pressure
      ? {
          name: pressureWords.name,
          value: pressureWords.values[pressure],
          state: pressure === 'nominal' || pressure === 'fair' ? 'present' : 'partial',
          meaning: pressureWords.meanings[pressure],
        }
      : {
          name: pressureWords.name,
          value: facts.pressureExposed ? pressureWords.notReported : notExposed,
          state: 'unknown',
          meaning: pressureWords.unknown,
        },
  ];
}
