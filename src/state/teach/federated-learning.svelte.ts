import type { AppError } from '#core/errors/error.ts';
import type { LabelledFeatures } from '#teach/fit-head.ts';
import { Participant, type FederationStatus, type PreparedUpdate } from '#federated/participant/participant.ts';
import { generateSigningKey } from '#federated/protocol/envelope.ts';
import { parseInvitation, type Invitation } from '#federated/protocol/invitation.ts';
import { loadParticipation, storeParticipation, type Participation } from '#records/federation-records.ts';
import { companion } from '../companion/companion.svelte.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';
import { attempt } from '../shell/attempt.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import type { Teach } from './teach.svelte.ts';

/** Federated learning of the classes of the page, one round at a time. An update is sent only with consent. */
export class FederatedLearning {
  readonly #teach: Teach;
  invitation = $state.raw<Invitation | null>(null);
  status = $state.raw<FederationStatus | null>(null);
  /** The update that waits for consent. */
  preparedUpdate = $state.raw<PreparedUpdate | null>(null);
  /** Whether the last update became part of the model; `null` before the first. */
  wasCombined = $state<boolean | null>(null);
  phase = $state<'checking' | 'computing' | 'sending' | null>(null);
  error = $state.raw<AppError | null>(null);
  #participant: Participant | null = null;
  #controller = new AbortController();

  constructor(teach: Teach) {
    this.#teach = teach;
  }

  /** The labels of the plan whose classes have no images on this page. */
  get missingLabels(): readonly string[] {
    const taughtClasses = this.#teach.classes.list.filter(({ images }) => images.length > 0);
    const names = new Set(taughtClasses.map(({ name }) => name.trim()));
    return this.invitation?.plan.labels.filter((label) => !names.has(label)) ?? [];
  }

  /** Reads an invitation, and adds its classes to the page. Nothing is sent. */
  async openInvitation(file: File): Promise<void> {
    await this.#runPhase('checking', async () => {
      const invitation = await parseInvitation(await file.text());
      [this.invitation, this.status, this.preparedUpdate, this.wasCombined] = [invitation, null, null, null];
      this.#participant = null;
      const { classes } = this.#teach;
      for (const empty of classes.list.filter(({ images }) => images.length === 0)) classes.remove(empty);
      for (const label of invitation.plan.labels)
        if (!classes.list.some(({ name }) => name.trim() === label)) classes.add(label);
    });
  }

  /** Enrols, and computes the update of the next round, which is not sent before {@link send}. */
  async prepare(): Promise<void> {
    await this.#runPhase('computing', async (signal) => {
      const participant = await this.#createParticipant(signal);
      await participant.enrol(signal);
      this.status = await participant.readStatus(signal);
      this.preparedUpdate = this.status.isDone ? null : await participant.prepare(this.status);
      this.#participant = participant;
    });
  }

  /** Sends the prepared update. Call it only after a person has seen the update and consented. */
  async send(): Promise<void> {
    const [participant, prepared] = [this.#participant, this.preparedUpdate];
    if (!participant || !prepared) return;
    const endWork = beginWork('teaching');
    await this.#runPhase('sending', async (signal) => {
      this.preparedUpdate = null;
      this.wasCombined = await participant.contribute(prepared, signal);
      this.status = await participant.readStatus(signal);
    });
    endWork();
  }

  discardUpdate(): void {
    this.preparedUpdate = null;
  }

  /** Writes the model with the combined head of all participants to a file; see `Teach.save`. */
  async save(): Promise<File | null> {
    return this.status && this.#teach.save(this.status.head);
  }

  /** Stops the current phase. An update that was sent cannot be recalled. */
  cancel(): void {
    this.#controller.abort();
  }

  async #createParticipant(signal: AbortSignal): Promise<Participant> {
    const invitation = this.invitation!;
    const { plan, id } = invitation;
    const examples = await this.#computeExamples(plan.labels, signal);
    let participation: Participation | null = await wrapStorageError(loadParticipation(id));
    if (!participation) {
      participation = { id, steps: 0, ...(await generateSigningKey()) };
      await wrapStorageError(storeParticipation(participation));
    }
    const { privateKey, publicKey } = participation;
    return new Participant({
      invitation,
      key: { privateKey, publicKey },
      send: (envelope) => companion.federate(envelope),
      modelSha256: this.#teach.backbone?.sha256 ?? '',
      examples,
      ledger: {
        load: async () => {
          const stored = await wrapStorageError(loadParticipation(id));
          return stored ? stored.steps : 0;
        },
        store: (steps) => wrapStorageError(storeParticipation({ id, privateKey, publicKey, steps })),
      },
      computeUpdate: (...request) => this.#teach.computeUpdate(...request),
    });
  }

  /**
   * Computes the features of all images of the classes of the plan.
   * @throws any error of the worker | aborted
   */
  async #computeExamples(labels: readonly string[], signal: AbortSignal): Promise<readonly LabelledFeatures[]> {
    const examples: LabelledFeatures[] = [];
    for (const { name, images } of this.#teach.classes.list) {
      const label = labels.indexOf(name.trim());
      if (label < 0) continue;
      for (const { file } of images)
        examples.push({ features: await this.#teach.computeFeatures(file, signal), label });
    }
    return examples;
  }

  async #runPhase(
    phase: NonNullable<FederatedLearning['phase']>,
    action: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    this.#controller.abort();
    const controller = (this.#controller = new AbortController());
    this.phase = phase;
    await attempt(this, () => action(controller.signal), controller.signal);
    if (controller === this.#controller) this.phase = null;
  }
}
