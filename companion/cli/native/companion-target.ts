import { listDevices, engines, type DeviceId } from '#core/engine/engines.ts';
import { nativeEngineIds, type NativeEngineId } from '../../engines/load-engine.ts';
import { UsageError } from '../command.ts';

/** The protocols of remote servers. Each is an engine that opens no files. */
const serverProtocols = ['oip', 'openai'] as const;
type ServerProtocol = (typeof serverProtocols)[number];

/** An engine of the companion and its device, as in `--target companion:ENGINE:DEVICE`. */
export interface CompanionTarget {
  readonly engine: NativeEngineId | ServerProtocol;
  readonly device: DeviceId;
}

/** A target on this machine. */
export interface NativeTarget extends CompanionTarget {
  readonly engine: NativeEngineId;
}

const nativeUsage = `  --target companion:${nativeEngineIds.join('|')}[:<device>]
                                    run on a native engine instead of a browser; see npm run assay -- engines`;
const serverUsage = `  --target companion:${serverProtocols.join('|')}          run on a remote server; --model is then <server>/<model>;
                                    see npm run assay -- server ls`;
export const targetUsage = { native: nativeUsage, any: `${nativeUsage}\n${serverUsage}` };

/**
 * Parses a target of the companion, `companion:ENGINE[:DEVICE]`.
 * @param option the name of the option, for messages
 * @throws UsageError
 */
export function readTarget(text: string, option = 'target'): CompanionTarget {
  const [host, name, requested, ...rest] = text.split(':');
  const ids = [...nativeEngineIds, ...serverProtocols];
  const engine = ids.find((id) => id === name);
  if (host !== 'companion' || !engine || rest.length > 0) {
    const known = ids.map((id) => `companion:${id}:${listDevices(id, 'companion')[0]}`).join(', ');
    throw new UsageError(`--${option} is "${text}"; expected a host, an engine and a device, such as ${known}`);
  }
  const devices = listDevices(engine, 'companion');
  const device = devices.find((id) => id === (requested ?? devices[0]));
  if (device) return { engine, device };
  throw new UsageError(`--${option} is "${text}", but ${engine} runs on ${devices.join(', ')}`);
}

/**
 * Parses the target of a benchmark.
 * @throws UsageError for a server of language models, which does not report which tokens it reuses
 */
export function readBenchTarget(text: string): CompanionTarget {
  const target = readTarget(text);
  if (target.engine !== 'openai') return target;
  throw new UsageError(
    `--target is "${text}": bench cannot measure a server of language models, because it does not report which tokens it reuses; use eval to time single requests, or gate --load-test to time concurrent ones`,
  );
}

/**
 * Parses a target on this machine.
 * @throws UsageError for a remote server
 */
export function readNativeTarget(text: string): NativeTarget {
  const { engine, device } = readTarget(text);
  const nativeEngine = nativeEngineIds.find((id) => id === engine);
  if (nativeEngine) return { engine: nativeEngine, device };
  const commands = engine === 'openai' ? 'eval or gate' : 'bench, eval or gate';
  throw new UsageError(
    `--target is "${text}"; expected a native engine on this machine; use ${commands} to time requests to a server`,
  );
}

/** Whether a target is a remote server: its models are named `<server>/<model>` and have no files on this machine. */
export function isServerTarget({ engine }: Pick<CompanionTarget, 'engine'>): boolean {
  return engines[engine].formats.length === 0;
}
