import * as v from 'valibot';
import { keyScopeSchema, type KeyScope } from '#protocol/schemas.ts';
import { RecordFiles, toRecordId, type StoredRecord } from '../access/record-files.ts';
import { hasHash, hashSecret, createSecret } from '../access/secret.ts';

const schema = v.object({
  name: v.string(),
  scopes: v.array(keyScopeSchema),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  createdAt: v.number(),
});
type StoredKey = StoredRecord<v.InferOutput<typeof schema>>;

/** A key without its hash. Times are in milliseconds since 1970. */
export type ApiKey = Omit<StoredKey, 'sha256'>;

/**
 * The keys of clients without a browser, such as those of the OpenAI API and the Open Inference Protocol. Only hashes are
 * stored. A key contains the id of its record, so that a request reads only one file.
 */
export class ApiKeys {
  readonly #records: RecordFiles<v.InferOutput<typeof schema>>;

  constructor(folder: string) {
    this.#records = new RecordFiles(folder, schema);
  }

  /** Lists all keys, oldest first. */
  async list(): Promise<readonly ApiKey[]> {
    return (await this.#records.list()).map(omitHash);
  }

  /** Creates a key. The returned key is not stored and cannot be shown again; `null` if the name is taken. */
  async add(name: string, scopes: readonly KeyScope[]): Promise<string | null> {
    if ((await this.list()).some((key) => key.name === name)) return null;
    const id = toRecordId(name);
    const key = `assay-${id}-${createSecret('base64url')}`;
    const record = { name, scopes: [...scopes], sha256: hashSecret(key), createdAt: Date.now() };
    return (await this.#records.create(id, record)) ? key : null;
  }

  /** Removes the key of a name, and returns whether it existed. */
  async remove(name: string): Promise<boolean> {
    const matches = (await this.list()).filter((key) => key.name === name);
    return (await Promise.all(matches.map(({ id }) => this.#records.remove(id)))).includes(true);
  }

  /** Finds a key and records its use; `null` if it is invalid. */
  async find(key: string): Promise<ApiKey | null> {
    const [, id] = /^assay-([0-9a-f]{12})-[\w-]{43}$/.exec(key) ?? [];
    const record = id === undefined ? null : await this.#records.get(id);
    if (!record || !hasHash(key, record.sha256)) return null;
    await this.#records.touch(record.id);
    return omitHash(record);
  }
}

function omitHash({ id, name, scopes, createdAt, lastUsedAt }: StoredKey): ApiKey {
  return { id, name, scopes, createdAt, lastUsedAt };
}
