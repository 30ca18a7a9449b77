import { devices } from '#core/engine/engines.ts';
import { proposeSetups, type Remedy, type Setup, type Situation } from '../remedy.ts';

/** Proposes the other engines and devices of the host that runs the model now. */
export const otherDevice: Remedy = {
  propose: (situation) =>
    proposeSetups(situation.setup, listOthers(situation, getHost(situation.setup)), 'no-other-device'),
};

/** Proposes the engines of the companion, which include remote servers. */
export const inCompanion: Remedy = {
  propose(situation) {
    if (getHost(situation.setup) === 'companion') return 'in-companion';
    return proposeSetups(situation.setup, listOthers(situation, 'companion'), 'no-companion');
  },
};

const getHost = ({ device }: Setup) => devices[device].host;

function listOthers({ setup, targets }: Situation, host: ReturnType<typeof getHost>): readonly Setup[] {
  const isOther = ({ engine, device, settings }: Setup) =>
    engine !== setup.engine || device !== setup.device || settings.provider !== setup.settings.provider;
  return targets.filter((target) => getHost(target) === host && isOther(target));
}
