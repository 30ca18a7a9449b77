import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { scope, type Scope } from '#protocol/schemas.ts';
import { RecordFiles, type StoredRecord } from '../access/record-files.ts';
import { hasHash, hashSecret, newSecret } from '../access/secret.ts';

const schema = v.object({
  name: v.string(),
  scopes: v.array(scope),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  createdAt: v.number(),
});
export type ApiKey = Omit<StoredRecord<v.InferOutput<typeof schema>>, 'sha256'>;

/**
 * The keys of clients without a browser, such as OpenAI's and those of the Open Inference Protocol. Only the hash of a
 * key is stored. A key contains the name of its file, so a request reads only that file.
 */
export class ApiKeys {
  readonly #records: RecordFiles<v.InferOutput<typeof schema>>;

  constructor(folder: string) {
    this.#records = new RecordFiles(folder, schema);
  }

  list(): Promise<readonly ApiKey[]> {
    return this.#records.list();
  }

  /** @returns the key, which is not stored and cannot be shown again; `null` if the name is taken */
  async add(name: string, scopes: readonly Scope[]): Promise<string | null> {
    if ((await this.list()).some((key) => key.name === name)) return null;
    const id = randomBytes(6).toString('hex');
    const key = `assay-${id}-${newSecret('base64url')}`;
    await this.#records.put(id, { name, scopes: [...scopes], sha256: hashSecret(key), createdAt: Date.now() });
    return key;
  }

  /** @returns whether there was one */
  async remove(name: string): Promise<boolean> {
    const key = (await this.list()).find((candidate) => candidate.name === name);
    return key !== undefined && this.#records.remove(key.id);
  }

  /** The record of a key; `null` if it is not valid. */
  async find(key: string): Promise<ApiKey | null> {
    const [, id] = /^assay-([0-9a-f]{12})-[\w-]{43}$/.exec(key) ?? [];
    const record = id === undefined ? null : await this.#records.get(id);
    if (!record || !hasHash(key, record.sha256)) return null;
    await this.#records.touch(record.id);
    return record;
  }
}
