import type { PackageState } from '#core/engine/engine-package.ts';
import { EngineHost } from '../../engines/child-process/engine-host.ts';
import { nativeEngineIds, type NativeEngineId } from '../../engines/load-engine.ts';
import type { EngineDevice } from '../../engines/native-engine.ts';
import { readPackageState } from '../../engines/packages/package-state.ts';

/** An engine with its state and devices. `devices` is `null` if the engine cannot be loaded. */
export interface EngineDevices {
  readonly name: NativeEngineId;
  readonly state: PackageState;
  readonly devices: readonly EngineDevice[] | null;
}

/** Lists the devices of every engine. Each installed engine is probed in its own process. */
export function listEngineDevices(): Promise<readonly EngineDevices[]> {
  return Promise.all(
    nativeEngineIds.map(async (name) => {
      const state = await readPackageState(name);
      if (state.state !== 'ready') return { name, state, devices: null };
      const host = new EngineHost(name);
      try {
        return { name, state, devices: (await host.probe()).devices };
      } catch {
        return { name, state, devices: null };
      } finally {
        await host.close();
      }
    }),
  );
}
