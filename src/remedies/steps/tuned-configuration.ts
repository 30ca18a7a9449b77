import { listSettingPairs } from '#core/engine/engine-settings.ts';
import { generatesText } from '#core/engine/engines.ts';
import { proposeSetups, type Remedy } from '../remedy.ts';

/** Proposes the best configuration found by tuning the model on this device. */
export const tunedConfiguration: Remedy = {
  propose({ version, setup, tuned }) {
    if (!tuned || generatesText(tuned.engine)) return 'not-tuned';
    const { engine, device, threads, settings } = tuned;
    const isSame =
      engine === setup.engine &&
      device === setup.device &&
      (threads === null || threads === version.threads) &&
      listSettingPairs(settings).join() === listSettingPairs(setup.settings).join();
    return proposeSetups(setup, isSame ? [] : [{ engine, device, threads, settings }], 'already-tuned');
  },
};
