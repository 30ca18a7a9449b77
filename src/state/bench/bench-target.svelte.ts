import {
  listSupportedSettings,
  changeSetting,
  pickSupportedSettings,
  type EngineSettings,
  type SettingId,
  type SettingValue,
} from '#core/engine/engine-settings.ts';
import {
  listEquivalentCompanionEngines,
  getDefaultDevice,
  devices,
  engines,
  listDevices,
  type DeviceId,
  type EngineId,
  type HostId,
  type Target,
} from '#core/engine/engines.ts';
import { companion } from '../companion/companion.svelte.ts';
import { listOfferedTargets } from '../companion/offered-targets.ts';
import type { BenchModel } from './bench-model.svelte.ts';

/** Where the model is measured: the host, engine and device, with the settings of the engine. */
export class BenchTarget {
  engine = $state<EngineId>('ort');
  /** `null`, as for `threads`: chosen for the model on this device. */
  device = $state<DeviceId | null>(null);
  threads = $state<number | null>(null);
  settings = $state.raw<EngineSettings>({});
  readonly #model: BenchModel;

  constructor(model: BenchModel) {
    this.#model = model;
  }

  /** Whether the engine runs language models. */
  get isText(): boolean {
    return engines[this.engine].kind === 'text';
  }

  get host(): HostId {
    return this.device ? devices[this.device].host : 'page';
  }

  /** The device, or the default one of the engine in the page. */
  get assumedDevice(): DeviceId {
    return this.device ?? getDefaultDevice(this.engine, 'page');
  }

  /** The targets that the companion offers for the chosen model; empty unless it is connected. */
  get offeredTargets(): readonly Target[] {
    return listOfferedTargets(this.#model.engineIds[0] ?? 'ort', companion.engines);
  }

  /** Engines of the chosen host that can open the chosen model. */
  get engineIds(): readonly EngineId[] {
    if (this.host === 'page') return this.#model.engineIds;
    // The chosen engine remains in the list while the companion is disconnected.
    return [...new Set([...this.offeredTargets.map(({ engine }) => engine), this.engine])];
  }

  /** Devices of the chosen host that the engine can use. */
  get deviceIds(): readonly DeviceId[] {
    if (this.host === 'page') return listDevices(this.engine, 'page');
    const offered = this.offeredTargets.filter(({ engine }) => engine === this.engine).map(({ device }) => device);
    return offered.length > 0 || !this.device ? offered : [this.device];
  }

  /** The settings of the chosen engine. */
  get availableSettings(): readonly SettingId[] {
    return listSupportedSettings(this.engine, this.assumedDevice);
  }

  /** Chooses the first target that the companion offers, or the page. */
  chooseHost(host: HostId): void {
    const [target] = host === 'companion' ? this.offeredTargets : [];
    this.engine = target?.engine ?? this.#model.engineIds[0] ?? 'ort';
    this.device = target?.device ?? null;
    this.reconcile();
  }

  /** @param value `null` leaves it to the engine */
  changeSetting(id: SettingId, value: SettingValue | null): void {
    this.settings = changeSetting(this.settings, id, value);
  }

  /** Resets settings that are incompatible with the model, or with the most recently chosen engine or device. */
  reconcile(): void {
    const [modelEngine = 'ort'] = this.#model.engineIds;
    if (this.#model.isOnlyInCompanion && this.host === 'page') {
      const [target] = this.offeredTargets;
      this.engine = target?.engine ?? modelEngine;
      this.device = target?.device ?? getDefaultDevice(modelEngine, 'companion');
    }
    if (this.host === 'companion' && !listEquivalentCompanionEngines(modelEngine).includes(this.engine))
      this.device = null;
    const { engineIds } = this;
    if (!engineIds.includes(this.engine)) this.engine = engineIds[0] ?? 'ort';
    const { deviceIds, host } = this;
    if (this.device && !deviceIds.includes(this.device)) this.device = host === 'page' ? null : (deviceIds[0] ?? null);
    this.settings = pickSupportedSettings(this.settings, this.engine, this.assumedDevice);
  }
}
