import { fromBase64 } from '#core/encoding/base64.ts';
import type { Envelope } from '#federated/protocol/envelope.ts';
import type { FederatedRequest } from '#federated/protocol/messages.ts';
import { readSealedShare, type SealedShare } from '#federated/protocol/sealed-share.ts';
import { computeThreshold } from '#federated/secure-aggregation/masked-round.ts';
import { isCurvePoint, readWords } from '#federated/secure-aggregation/round-cryptography.ts';
import { unmaskSum } from '#federated/secure-aggregation/unmask-sum.ts';
import { computeNorm } from '#statistics/norm.ts';
import { chooseSharers } from './choose-sharers.ts';
import { Stage } from './stage.ts';
import { countParameters, type AnswerFields, type Turn, type TurnContext, type TurnRequest } from './turn.ts';

type RequestOf<Kind extends FederatedRequest['kind']> = Extract<FederatedRequest, { readonly kind: Kind }>;
/** The encrypted shares that one participant sends, by recipient. */
type SharesByRecipient = ReadonlyMap<string, Envelope>;
interface Signed<Kind extends FederatedRequest['kind']> {
  readonly request: RequestOf<Kind>;
  readonly envelope: Envelope;
}

/** Allows for rounding to fixed-point numbers when the norm of a sum of clipped updates is checked. */
const tolerance = 1.01;

/** The coordinator's part in a turn of secure aggregation: it relays messages, and learns only the sum. */
export class SecureTurn implements Turn {
  readonly #context: TurnContext;
  readonly #keys: Stage<Signed<'keys'>>;
  readonly #shares: Stage<SharesByRecipient>;
  /** The reports of the participants: the members whose shares each could not read. */
  readonly #opened: Stage<readonly string[]>;
  /** The participants whose masks the updates contain; empty until all have reported. */
  #sharers: readonly string[] = [];
  readonly #masked: Stage<Uint32Array<ArrayBuffer>>;
  readonly #agreements: Stage<Signed<'agree'>>;
  readonly #revealed: Stage<Signed<'unmask'>>;
  readonly outcome: Promise<Float64Array | null>;

  constructor(context: TurnContext) {
    this.#context = context;
    const { plan, countEnrolled } = context;
    const after = (previous: Stage<unknown>) => (count: number) => count >= previous.items.size;
    this.#keys = new Stage((count) => count >= Math.max(plan.minParticipants, countEnrolled()), plan.roundSeconds);
    this.#shares = new Stage(after(this.#keys), plan.stageSeconds);
    this.#opened = new Stage(after(this.#shares), plan.stageSeconds);
    this.#masked = new Stage((count) => count >= this.#sharers.length, plan.stageSeconds);
    this.#agreements = new Stage(after(this.#masked), plan.stageSeconds);
    this.#revealed = new Stage(after(this.#agreements), plan.stageSeconds);
    void this.#opened.closed.then(() => (this.#sharers = chooseSharers(this.#opened.items)));
    this.outcome = this.#run().catch((error: unknown) => {
      console.error(error);
      return null;
    });
  }

  async handle({ key, request, envelope }: TurnRequest): Promise<AnswerFields> {
    const turn = this.#context.number;
    switch (request.kind) {
      case 'keys':
        if (!(await isCurvePoint(request.maskKey)) || !(await isCurvePoint(request.shareKey)))
          return { kind: 'refused', reason: 'request-unreadable' };
        if (this.#repeatsKeys(key, request)) return { kind: 'refused', reason: 'request-unreadable' };
        return this.#answer(this.#keys.add(key, { request, envelope }), this.#keys, () => ({
          kind: 'roster',
          turn,
          members: this.#members.map(([, signed]) => signed.envelope),
        }));
      case 'shares': {
        if (!this.#keys.items.has(key)) return { kind: 'refused', reason: 'message-order' };
        const shares = await this.#readShares(key, request.sealed);
        if (!shares) return { kind: 'refused', reason: 'request-unreadable' };
        return this.#answer(this.#shares.add(key, shares), this.#shares, () => ({
          kind: 'sealed',
          turn,
          sealed: [...this.#shares.items.values()].flatMap((byRecipient) => byRecipient.get(key) ?? []),
        }));
      }
      case 'opened':
        if (!this.#shares.items.has(key)) return { kind: 'refused', reason: 'message-order' };
        return this.#answer(this.#opened.add(key, request.unreadable), this.#opened, () => ({
          kind: 'sharers',
          turn,
          sharers: [...this.#sharers],
        }));
      case 'masked': {
        if (!this.#sharers.includes(key)) return { kind: 'refused', reason: 'message-order' };
        const bytes = fromBase64(request.vector);
        if (bytes?.length !== 4 * countParameters(this.#context.plan))
          return { kind: 'refused', reason: 'vector-invalid' };
        return this.#answer(this.#masked.add(key, readWords(bytes)), this.#masked, () => ({
          kind: 'survivors',
          turn,
          survivors: [...this.#masked.items.keys()].sort(),
        }));
      }
      case 'agree':
        if (!this.#masked.items.has(key)) return { kind: 'refused', reason: 'message-order' };
        return this.#answer(this.#agreements.add(key, { request, envelope }), this.#agreements, () => ({
          kind: 'agreements',
          turn,
          agreements: [...this.#agreements.items.values()].map((signed) => signed.envelope),
        }));
      case 'unmask':
        if (!this.#agreements.items.has(key)) return { kind: 'refused', reason: 'message-order' };
        this.#revealed.add(key, { request, envelope }); // late shares are ignored, because the threshold is enough
        return { kind: (await this.outcome) ? 'combined' : 'failed', turn };
      case 'update':
        return { kind: 'refused', reason: 'message-order' };
    }
  }

  end(): void {
    for (const stage of this.#stages) stage.end();
  }

  get #stages(): readonly Stage<unknown>[] {
    return [this.#keys, this.#shares, this.#opened, this.#masked, this.#agreements, this.#revealed];
  }

  /** The participants of the turn, sorted by their keys. */
  get #members() {
    return [...this.#keys.items].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Reads the shares of a participant; `null` unless there is exactly one for each other participant, all signed by the sender. */
  async #readShares(sender: string, sealed: readonly Envelope[]): Promise<SharesByRecipient | null> {
    const { federation, number } = this.#context;
    const shares = await Promise.all(sealed.map(readSealedShare));
    const isOwn = (share: SealedShare | null, index: number) =>
      share?.federation === federation && share.turn === number && sealed[index]!.key === sender;
    if (!shares.every(isOwn)) return null;
    const byRecipient = new Map(shares.map((share, index) => [share!.to, sealed[index]!]));
    const others = [...this.#keys.items.keys()].filter((key) => key !== sender);
    const areForOthers = others.every((key) => byRecipient.has(key)) && sealed.length === others.length;
    return areForOthers ? byRecipient : null;
  }

  /** Whether a round key is already in use. Participants reject a list in which a key occurs twice. */
  #repeatsKeys(sender: string, { maskKey, shareKey }: RequestOf<'keys'>): boolean {
    const others = [...this.#keys.items].filter(([key]) => key !== sender);
    const taken = new Set(others.flatMap(([, { request }]) => [request.maskKey, request.shareKey]));
    return maskKey === shareKey || taken.has(maskKey) || taken.has(shareKey);
  }

  /** Answers once a stage has ended; the answer is `failed` if too few participants took part. */
  async #answer(isAdded: boolean, stage: Stage<unknown>, create: () => AnswerFields): Promise<AnswerFields> {
    if (!isAdded) return { kind: 'refused', reason: 'turn-over' };
    await stage.closed;
    return this.#hasEnough(stage) ? create() : { kind: 'failed', turn: this.#context.number };
  }

  #hasEnough(stage: Stage<unknown>): boolean {
    const members = this.#keys.items.size;
    const remaining = stage === this.#opened ? this.#sharers.length : stage.items.size;
    return members >= this.#context.plan.minParticipants && remaining >= computeThreshold(members);
  }

  async #run(): Promise<Float64Array | null> {
    for (const stage of this.#stages) {
      if (stage !== this.#keys) stage.startTimer();
      await stage.closed;
      if (this.#hasEnough(stage)) continue;
      this.end();
      return null;
    }
    const revealed = [...this.#revealed.items.values()].map(({ request }) => request);
    const { federation, number, plan } = this.#context;
    const sum = await unmaskSum({
      context: `${federation} ${number}`,
      members: this.#members.map(([key, { request }]) => ({ key, ...request })),
      sharing: this.#sharers,
      masked: this.#masked.items,
      seeds: revealed.flatMap(({ seeds }) => seeds),
      maskSecrets: revealed.flatMap(({ maskSecrets }) => maskSecrets),
    });
    const count = this.#masked.items.size;
    // The participant that did not clip its update cannot be identified, so the whole sum is discarded.
    if (!sum || computeNorm(sum) > count * plan.training.maxUpdateNorm * tolerance) return null;
    return sum.map((value) => value / count);
  }
}
