import * as v from 'valibot';
import type { Hardware } from '#core/engine/hardware.ts';

const text = v.nullable(v.string());
const number = v.nullable(v.number());
export const energySource = v.picklist(['rapl', 'nvidia-smi', 'battery']);
export const noEnergyReason = v.picklist(['no-counter', 'permission', 'on-mains', 'no-tool']);

/** The companion's machine. */
export const hardware: v.GenericSchema<Hardware> = v.object({
  cpu: v.object({
    model: text,
    architecture: v.string(),
    cores: v.number(),
    threads: v.number(),
    flags: v.array(v.string()),
    cacheBytes: number,
  }),
  system: v.string(),
  memory: v.object({ totalBytes: v.number(), availableBytes: v.number() }),
  storage: v.nullable(v.object({ totalBytes: v.number(), freeBytes: v.number() })),
  accelerators: v.array(
    v.object({
      kind: v.picklist(['gpu', 'npu']),
      vendor: text,
      pciId: text,
      driver: text,
      path: v.string(),
      reach: v.array(v.object({ by: v.picklist(['engine', 'vendor-provider', 'server']), name: v.string() })),
    }),
  ),
  nvidia: v.nullable(
    v.array(
      v.object({
        index: v.number(),
        name: v.string(),
        driver: v.string(),
        memoryBytes: number,
        temperatureC: number,
        powerWatts: number,
      }),
    ),
  ),
  power: v.object({ source: v.picklist(['mains', 'battery']), batteryPercent: number }),
  cpuTemperatureC: number,
  energy: v.array(
    v.object({
      source: energySource,
      measures: v.array(v.string()),
      reason: v.exactOptional(noEnergyReason),
    }),
  ),
});
