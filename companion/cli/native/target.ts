import { devicesOf, type DeviceId } from '#core/engine/engines.ts';
import { nativeEngineIds, type NativeEngineId } from '../../engines/load-engine.ts';
import { UsageError } from '../command.ts';

/** A native engine on a device, given by `--target companion:ENGINE:DEVICE`. */
export interface NativeTarget {
  readonly engine: NativeEngineId;
  readonly device: DeviceId;
}

export const targetUsage = `  --target companion:${nativeEngineIds.join('|')}[:<device>]
                                    run on a native engine instead of a browser; see npm run assay -- engines`;

/** @throws UsageError */
export function readTarget(given: string, option = 'target'): NativeTarget {
  const [host, name, requested, ...rest] = given.split(':');
  const engine = nativeEngineIds.find((id) => id === name);
  if (host !== 'companion' || !engine || rest.length > 0) {
    const known = nativeEngineIds.map((id) => `companion:${id}:cpu`).join(', ');
    throw new UsageError(`--${option} is "${given}": expected a host, an engine and a device, such as ${known}`);
  }
  const devices = devicesOf(engine, 'companion');
  const device = devices.find((id) => id === (requested ?? devices[0]));
  if (device) return { engine, device };
  throw new UsageError(`--${option} is "${given}", but ${engine} runs on ${devices.join(', ')}`);
}
