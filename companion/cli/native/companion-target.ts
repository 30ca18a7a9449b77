import { listDevices, engines, type DeviceId } from '#core/engine/engines.ts';
import { nativeEngineIds, type NativeEngineId } from '../../engines/load-engine.ts';
import { UsageError } from '../command.ts';

/** The protocols of remote servers. Each is an engine that opens no files. */
const serverProtocols = ['oip', 'openai'] as const;
type ServerProtocol = (typeof serverProtocols)[number];

/** An engine of the companion on a device, given by `--target companion:ENGINE:DEVICE`. */
export interface CompanionTarget {
  readonly engine: NativeEngineId | ServerProtocol;
  readonly device: DeviceId;
}

/** A target on this machine. */
export interface NativeTarget extends CompanionTarget {
  readonly engine: NativeEngineId;
}

const native = `  --target companion:${nativeEngineIds.join('|')}[:<device>]
                                    run on a native engine instead of a browser; see npm run assay -- engines`;
const server = `  --target companion:${serverProtocols.join('|')}          run on a remote server; --model is then <server>/<model>;
                                    see npm run assay -- server ls`;
export const targetUsage = { native, any: `${native}\n${server}` };

/**
 * Parses a target of the companion, `companion:ENGINE[:DEVICE]`.
 * @param option the option that the target was given by
 * @throws UsageError
 */
export function readTarget(given: string, option = 'target'): CompanionTarget {
  const [host, name, requested, ...rest] = given.split(':');
  const ids = [...nativeEngineIds, ...serverProtocols];
  const engine = ids.find((id) => id === name);
  if (host !== 'companion' || !engine || rest.length > 0) {
    const known = ids.map((id) => `companion:${id}:${listDevices(id, 'companion')[0]}`).join(', ');
    throw new UsageError(`--${option} is "${given}": expected a host, an engine and a device, such as ${known}`);
  }
  const devices = listDevices(engine, 'companion');
  const device = devices.find((id) => id === (requested ?? devices[0]));
  if (device) return { engine, device };
  throw new UsageError(`--${option} is "${given}", but ${engine} runs on ${devices.join(', ')}`);
}

/** @throws UsageError for a server of language models, which does not report which tokens it reuses */
export function readBenchTarget(given: string): CompanionTarget {
  const target = readTarget(given);
  if (target.engine !== 'openai') return target;
  throw new UsageError(
    `--target is "${given}": a server of language models does not report which tokens it reuses; eval and gate time requests to it, also concurrent ones (--load-test)`,
  );
}

/** @throws UsageError for a remote server */
export function readNativeTarget(given: string): NativeTarget {
  const { engine, device } = readTarget(given);
  const nativeEngine = nativeEngineIds.find((id) => id === engine);
  if (nativeEngine) return { engine: nativeEngine, device };
  throw new UsageError(
    `--target is "${given}": expected a native engine on this machine; bench, eval and gate time requests to a server`,
  );
}

/** Whether a target is a remote server: its models are named `<server>/<model>` and have no files on this machine. */
export function isServerTarget({ engine }: Pick<CompanionTarget, 'engine'>): boolean {
  return engines[engine].formats.length === 0;
}
