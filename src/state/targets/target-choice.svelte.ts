import { buildSettings } from '#core/engine/engine-settings.ts';
import { engines, generatesText } from '#core/engine/engines.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import { companion } from '../companion/companion.svelte.ts';
import { isDevicePresent } from '../device/device-facts.svelte.ts';
import { BenchSettings } from '../bench/bench-settings.svelte.ts';
import { listAvailableTargets, toTargetKey, type AvailableTarget } from './target-list.ts';

interface TargetChoiceOptions {
  /** The default choice: the first device of each engine, or all targets that match the link. */
  readonly defaultChoice: 'first' | 'all';
  /** The minimum number of chosen targets. */
  readonly minTargets: number;
}

const comparisonOptions: TargetChoiceOptions = { defaultChoice: 'first', minTargets: 2 };

/** The model and the targets of a comparison, or of a search among them. */
export class TargetChoice {
  /** The model and the effort. The target is that of the link, if it names one. */
  readonly settings: BenchSettings;
  readonly #options: TargetChoiceOptions;
  /** The targets whose choice differs from the default, by key. */
  #changedChoices = $state.raw<Readonly<Record<string, boolean>>>({});

  /**
   * @param query of the address: a model, as in links to the Bench page
   * @throws AppError link-invalid
   */
  constructor(query: URLSearchParams, options: TargetChoiceOptions = comparisonOptions) {
    this.#options = options;
    this.settings = new BenchSettings(query.size > 0 ? `#/bench?${query}` : '#/bench');
    if (!query.has('effort')) this.settings.effort = 'quick';
  }

  /** Opens the model of the address, if no click is needed. */
  async openModel(): Promise<void> {
    await this.settings.inspect();
    await this.settings.openLinked();
  }

  /** Every available target that can open the model. */
  get availableTargets(): readonly AvailableTarget[] {
    const [preferred] = this.settings.target.engineIds;
    if (!preferred) return [];
    const { kind, formats } = engines[preferred];
    const [format] = formats;
    const all = format ? listAvailableTargets(format, kind, isDevicePresent, companion.engines) : [];
    return this.settings.model.isOnlyInCompanion ? all.filter(({ host }) => host === 'companion') : all;
  }

  /** The targets to measure. */
  get chosenTargets(): readonly AvailableTarget[] {
    return this.availableTargets.filter((target) => this.isChosen(target));
  }

  isChosen(target: AvailableTarget): boolean {
    return (
      this.#changedChoices[toTargetKey(target)] ??
      (this.#options.defaultChoice === 'all' ? this.#matchesLink(target) : target.isDefault)
    );
  }

  /** Whether the target matches the link: a link that names a device matches only this device. */
  #matchesLink({ device }: AvailableTarget): boolean {
    return this.settings.target.device === null || device === this.settings.target.device;
  }

  choose(target: AvailableTarget, isChosen: boolean): void {
    this.#changedChoices = { ...this.#changedChoices, [toTargetKey(target)]: isChosen };
  }

  get isReady(): boolean {
    return this.settings.isReady && this.chosenTargets.length >= this.#options.minTargets;
  }

  get isText(): boolean {
    return this.chosenTargets.some(({ engine }) => generatesText(engine));
  }

  get requests(): readonly (readonly [AvailableTarget, BenchRequest])[] {
    const { subject, effort, threads, dimensions } = this.settings.request;
    return this.chosenTargets.map((target) => {
      const { engine, device, provider } = target;
      const settings = buildSettings((id) => (id === 'provider' ? provider : undefined));
      const request: BenchRequest = {
        subject,
        engine,
        device,
        effort,
        ...(threads !== undefined && { threads }),
        ...settings,
        ...(dimensions && { dimensions }),
      };
      return [target, request];
    });
  }
}
