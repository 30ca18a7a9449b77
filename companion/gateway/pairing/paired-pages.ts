import * as v from 'valibot';
import { publicKeySchema, scopeSchema } from '#protocol/schemas.ts';
import { RecordFiles, type StoredRecord } from '../access/record-files.ts';
import { hashSecret } from '../access/secret.ts';

const schema = v.object({
  origin: v.string(),
  publicKey: publicKeySchema,
  scopes: v.array(scopeSchema),
  createdAt: v.number(),
});
type PageRecord = v.InferOutput<typeof schema>;
/** A page that may connect, identified by its origin and public key. The record contains no secret. */
export type PairedPage = StoredRecord<PageRecord>;

/** Stores the paired pages in files that only their user can read. */
export class PairedPages {
  readonly #records: RecordFiles<PageRecord>;

  constructor(folder: string) {
    this.#records = new RecordFiles(folder, schema);
  }

  list(): Promise<readonly PairedPage[]> {
    return this.#records.list();
  }

  async hasOrigin(origin: string): Promise<boolean> {
    return (await this.list()).some((page) => page.origin === origin);
  }

  /** Finds the page with this key; `null` if it is not paired at this origin. */
  async find(key: string, origin: string): Promise<PairedPage | null> {
    const page = await this.#records.get(toKeyId(key));
    return page?.publicKey === key && page.origin === origin ? page : null;
  }

  /** Adds a page, and returns its id. */
  async add(page: Omit<PageRecord, 'createdAt'>): Promise<string> {
    const id = toKeyId(page.publicKey);
    await this.#records.put(id, { ...page, createdAt: Date.now() });
    return id;
  }

  touch(id: string): Promise<void> {
    return this.#records.touch(id);
  }

  /** @returns whether the page existed */
  remove(id: string): Promise<boolean> {
    return this.#records.remove(id);
  }
}

function toKeyId(key: string): string {
  return hashSecret(key).slice(0, 16);
}
