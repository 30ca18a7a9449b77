import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { RecordFiles } from '../../gateway/access/record-files.ts';

const schema = v.object({
  name: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
  protocol: v.picklist(['oip', 'openai']),
  /** Base addresses of servers with the same models, without `/v1` or `/v2`. */
  urls: v.pipe(v.array(v.string()), v.minLength(1)),
  token: v.exactOptional(v.string()),
  /** Models of a server that does not list them. */
  models: v.exactOptional(v.array(v.string())),
  /** In tokens, for the models of a server that does not report it. */
  contextLength: v.exactOptional(v.number()),
  createdAt: v.number(),
});

/** A remote server, or several with the same models: one target of the companion. */
export type RemoteServer = v.InferOutput<typeof schema>;

/** The servers that the user has added, in files that only the user can read: they contain tokens. */
export class ServerRecords {
  readonly #records: RecordFiles<RemoteServer>;

  /** @param folder inside the companion's own */
  constructor(folder: string) {
    this.#records = new RecordFiles(folder, schema);
  }

  list(): Promise<readonly RemoteServer[]> {
    return this.#records.list();
  }

  /** @returns whether the name was free */
  async add(server: Omit<RemoteServer, 'createdAt'>): Promise<boolean> {
    if ((await this.list()).some(({ name }) => name === server.name)) return false;
    await this.#records.put(randomBytes(6).toString('hex'), { ...server, createdAt: Date.now() });
    return true;
  }

  /** @returns whether there was one */
  async remove(name: string): Promise<boolean> {
    const server = (await this.#records.list()).find((candidate) => candidate.name === name);
    return server !== undefined && this.#records.remove(server.id);
  }
}
