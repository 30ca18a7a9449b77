import { buildSettings, pickEngineSettings } from '#core/engine/engine-settings.ts';
import { engines, generatesText } from '#core/engine/engines.ts';
import { listTensorEngines } from '#core/model/entry-file.ts';
import { getCompanionName } from '#core/model/model-id.ts';
import type { NewVersion, Version } from '#deploy/deployment.ts';
import { formatRunHash } from '#links/run-link.ts';
import type { Setup } from '#remedies/remedy.ts';
import { companion } from '../companion/companion.svelte.ts';
import { parseVersionLink } from '../deployments/open-version.ts';
import { isDevicePresent } from '../device/device-facts.svelte.ts';
import { listAvailableTargets } from '../targets/target-list.ts';

/** Reads how the model of a version is opened. @throws any error of `parseRunLink` */
export function readSetup(version: Version): Setup {
  const link = parseVersionLink(version);
  const { engine } = version;
  return {
    engine: generatesText(engine) ? 'ort' : engine, // deployments have tasks with graphs, which text engines do not run
    device: version.device,
    threads: link.threads,
    settings: pickEngineSettings(link),
    dimensions: link.dimensions,
  };
}

/** Returns the version opened with another setup. @param threads the number with which it was opened */
export function withSetup(version: Version, setup: Setup, threads: number): NewVersion {
  const { task, model, linkedId, detection, language } = parseVersionLink(version);
  const { engine, device, settings, dimensions } = setup;
  const link = formatRunHash({
    task,
    model,
    linkedId,
    detection,
    language,
    engine,
    device,
    threads: setup.threads,
    dimensions,
    ...settings,
  });
  return { link, model: version.model, files: version.files, engine, device, threads, note: '' };
}

/** Setups on every target of this device that can open the model, with default settings. */
export function listTargetSetups(version: Version, { dimensions }: Setup): readonly Setup[] {
  const [engine] =
    parseVersionLink(version).model?.engineIds ?? listTensorEngines(version.files.map(({ name }) => name));
  const [format] = engine ? engines[engine].formats : [];
  if (!format) return [];
  const isOnlyInCompanion = getCompanionName(version.model) !== null;
  return listAvailableTargets(format, 'tensor', isDevicePresent, companion.engines)
    .filter(({ host }) => host === 'companion' || !isOnlyInCompanion)
    .flatMap(({ engine: id, device, provider }): Setup[] => {
      const settings = buildSettings((setting) => (setting === 'provider' ? provider : undefined));
      return generatesText(id) ? [] : [{ engine: id, device, threads: null, settings, dimensions }];
    });
}
