import * as v from 'valibot';
import { computePlanId, parsePlan, planSchema, type FederatedPlan } from '#federated/protocol/plan.ts';
import { decodeVector, encodeVector } from '#federated/protocol/vectors.ts';
import { RecordFiles } from '../gateway/access/record-files.ts';
import type { Federation } from './federation.ts';
import { countParameters } from './turn.ts';

const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0));
const record = v.object({
  createdAt: v.number(),
  plan: planSchema,
  parameters: v.string(),
  turn: wholeNumber,
  round: wholeNumber,
  isDone: v.boolean(),
  participants: v.array(v.object({ key: v.string(), steps: wholeNumber, turn: v.exactOptional(wholeNumber) })),
});
type FederationRecord = v.InferOutput<typeof record>;

/** The federations of this companion, each in a file that only its user can read, named after the digest of its plan. */
export class FederationFiles {
  readonly #records: RecordFiles<FederationRecord>;
  /** Writes are serialised, so that an older state never replaces a newer one. */
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.#records = new RecordFiles(folder, record);
  }

  async list(): Promise<readonly Federation[]> {
    const all = await this.#records.list();
    return all.flatMap((stored) => toFederation(stored.id, stored) ?? []);
  }

  /** @returns `null` if there is no such federation, or its file is damaged */
  async load(id: string): Promise<Federation | null> {
    const storedRecord = await this.#records.get(id);
    return storedRecord && toFederation(id, storedRecord);
  }

  /**
   * Creates a federation with an initial head.
   * @param parameters the weights [labels, length], row-major, then the biases
   * @returns `null` if a federation with the same plan exists
   */
  async create(plan: FederatedPlan, parameters: Float64Array): Promise<Federation | null> {
    const id = await computePlanId(parsePlan(plan));
    const federation = { id, plan, parameters, turn: 0, round: 0, isDone: false, participants: [] };
    return (await this.#records.create(id, toRecord(federation, Date.now()))) ? federation : null;
  }

  async store(federation: Federation): Promise<void> {
    const write = this.#lastWrite.then(async () => {
      const createdAt = (await this.#records.get(federation.id))?.createdAt ?? Date.now();
      await this.#records.put(federation.id, toRecord(federation, createdAt));
    });
    this.#lastWrite = write.catch(() => {});
    return write;
  }
}

function toRecord(
  { plan, parameters, turn, round, isDone, participants }: Federation,
  createdAt: number,
): FederationRecord {
  return {
    createdAt,
    plan,
    parameters: encodeVector(parameters),
    turn,
    round,
    isDone,
    participants: [...participants],
  };
}

function toFederation(id: string, { plan, parameters, ...rest }: FederationRecord): Federation | null {
  const values = decodeVector(parameters, countParameters(plan));
  return values && { id, plan, parameters: values, ...rest };
}
