import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import { parseDeviceLink, type DeviceSummary } from '#links/device-link.ts';
import type { Recommendation } from '#planner/recommend.ts';
import { forecastOnDevice } from '#planner/other-devices/forecast-on-device.ts';
import { isOtherDeviceId, otherDeviceIds, otherDevices, type OtherDeviceId } from '#planner/other-devices/index.ts';
import { toLinkedProfile } from '#planner/other-devices/linked-device-profile.ts';
import { listSources } from '#planner/other-devices/list-sources.ts';
import type { ModelInspection } from './model-inspection.svelte.ts';
import { readLocalText, writeLocalText } from '#records/local-storage.ts';

/** Another device: one with published values, or one whose check was shared as a link. */
export type OtherDeviceChoice =
  | { readonly kind: 'specification'; readonly id: OtherDeviceId }
  | { readonly kind: 'link'; readonly hash: string; readonly summary: DeviceSummary };

const key = 'assay.other-devices';
const deviceLinkPrefix = '#/device?';
/** Maximum number of stored devices; the oldest is dropped. Heuristic, not measured. */
const maxLinkedDevices = 50;

/** The choice of another device, and the devices that were added from links to their checks. */
export class OtherDevice {
  choice = $state.raw<OtherDeviceChoice | null>(null);
  /** The time that one run may take, in milliseconds; `null` if there is no limit. */
  maxRunMs = $state<number | null>(null);
  linkedDevices = $state.raw(readLinked());
  error = $state.raw<AppError | null>(null);

  /** The devices with published values. */
  readonly specificationIds: readonly OtherDeviceId[] = otherDeviceIds;

  /** The choice as the value of a link's parameter: the id of a specification, or the hash of a device link. */
  get linkValue(): string | null {
    return this.choice?.kind === 'link' ? this.choice.hash : (this.choice?.id ?? null);
  }

  /** Chooses the device with this {@link linkValue}. @throws AppError link-invalid */
  open(value: string): void {
    if (isOtherDeviceId(value)) this.choice = { kind: 'specification', id: value };
    else if (value.includes(deviceLinkPrefix)) this.choice = parseChoice(value);
    else {
      const choices = otherDeviceIds.join(', ');
      throw createInvalidLinkError({ reason: 'setting-value', setting: 'device', value: value.slice(0, 60), choices });
    }
  }

  choose(value: string | null): void {
    this.error = null;
    if (value === null) this.choice = null;
    else this.open(value);
  }

  /** Adds the device of a link to its check, and chooses it; `error` is set if the link is not valid. */
  add(address: string): boolean {
    try {
      const added = parseChoice(address);
      this.#store([added, ...this.linkedDevices.filter(({ hash }) => hash !== added.hash)].slice(0, maxLinkedDevices));
      this.choice = added;
      this.error = null;
      return true;
    } catch (thrown) {
      this.error = asAppError(thrown);
      return false;
    }
  }

  /** Removes the chosen device, if it was added from a link. */
  remove(): void {
    const { linkValue } = this;
    this.#store(this.linkedDevices.filter(({ hash }) => hash !== linkValue));
    this.choice = null;
  }

  /** The forecast for a device with published values; `null` before a model was read, and for other choices. */
  forecast({ header, contextLength }: ModelInspection) {
    const { choice, maxRunMs: maxMs } = this;
    if (choice?.kind !== 'specification' || !header) return null;
    const device = otherDevices[choice.id];
    const options = { contextLength, ...(maxMs !== null && { maxMs }) };
    return { device, sources: listSources(device), ...forecastOnDevice(header.facts, device, options) };
  }

  /** The recommendation for a device from a link; `null` before a model was read, and for other choices. */
  async recommend(inspection: ModelInspection): Promise<Recommendation | null> {
    const { choice } = this;
    return choice?.kind === 'link' ? inspection.recommendFor(toLinkedProfile(choice.summary)) : null;
  }

  #store(linked: readonly LinkedChoice[]): void {
    this.linkedDevices = linked;
    writeLocalText(key, JSON.stringify(linked.map(({ hash }) => hash)));
  }
}

type LinkedChoice = Extract<OtherDeviceChoice, { kind: 'link' }>;

/**
 * @param address of the Device page with the values of a check, or its hash alone
 * @throws AppError link-invalid
 */
function parseChoice(address: string): LinkedChoice {
  const start = address.indexOf(deviceLinkPrefix);
  const query = start === -1 ? '' : address.slice(start + deviceLinkPrefix.length).trim();
  const summary = parseDeviceLink(new URLSearchParams(query));
  if (!summary) throw createInvalidLinkError({ reason: 'no-device-check' });
  return { kind: 'link', hash: `${deviceLinkPrefix}${query}`, summary };
}

function readLinked(): readonly LinkedChoice[] {
  try {
    const hashes = JSON.parse(readLocalText(key) ?? '[]') as readonly string[]; // written only by this module
    return hashes.map(parseChoice);
  } catch {
    return [];
  }
}
