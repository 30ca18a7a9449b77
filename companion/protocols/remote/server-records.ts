import * as v from 'valibot';
import { RecordFiles, toRecordId } from '../../gateway/access/record-files.ts';

const schema = v.object({
  name: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
  protocol: v.picklist(['oip', 'openai']),
  /** Base addresses of servers with the same models, without `/v1` or `/v2`. */
  urls: v.pipe(v.array(v.string()), v.minLength(1)),
  token: v.exactOptional(v.string()),
  /** The models, if the server cannot list them. */
  models: v.exactOptional(v.array(v.string())),
  /** The context length in tokens, if the server does not report it. */
  contextLength: v.exactOptional(v.number()),
  createdAt: v.number(),
});

/** A remote server, or several servers with the same models. */
export type RemoteServer = v.InferOutput<typeof schema>;

/** Stores the remote servers that the user has added. The files contain tokens, so only the user can read them. */
export class ServerRecords {
  readonly #records: RecordFiles<RemoteServer>;

  constructor(folder: string) {
    this.#records = new RecordFiles(folder, schema);
  }

  list(): Promise<readonly RemoteServer[]> {
    return this.#records.list();
  }

  /** @returns whether the server was added; false if the name is taken */
  async add(server: Omit<RemoteServer, 'createdAt'>): Promise<boolean> {
    if ((await this.list()).some(({ name }) => name === server.name)) return false;
    return this.#records.create(toRecordId(server.name), { ...server, createdAt: Date.now() });
  }

  /** @returns whether a server of this name existed */
  async remove(name: string): Promise<boolean> {
    const matches = (await this.#records.list()).filter((server) => server.name === name);
    return (await Promise.all(matches.map(({ id }) => this.#records.remove(id)))).includes(true);
  }
}
