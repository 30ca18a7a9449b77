import * as v from 'valibot';
import { publicKey, scope } from '#protocol/schemas.ts';
import { RecordFiles, type StoredRecord } from '../access/record-files.ts';
import { hashSecret } from '../access/secret.ts';

const schema = v.object({ origin: v.string(), publicKey, scopes: v.array(scope), createdAt: v.number() });
type PageRecord = v.InferOutput<typeof schema>;
/** A page that may connect, with its origin and its public key. It contains no secret. */
export type PairedPage = StoredRecord<PageRecord>;

/** The paired pages, in files that only their user can read. */
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

  /** Finds the page with this key, if it was paired at this origin; `null` otherwise. */
  async find(key: string, origin: string): Promise<PairedPage | null> {
    const page = await this.#records.get(toKeyId(key));
    return page?.publicKey === key && page.origin === origin ? page : null;
  }

  /** @returns the id of the page */
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
