import { lab } from './lab.ts';

// A page with nobody attached: the address names the job, and what comes of it goes to the server at `told`.
const asked = new URLSearchParams(location.hash.slice(1));
const { openSession, openTextSession, seededInputs, startBare, StoreHandle } = lab;
const store = new StoreHandle();

/**
 * For what one leaves behind to end in: a session's workers take a core from the next (its time grew by half, measured),
 * and a deleted file keeps the disk busy (a bare fetch took 1,060 ms after a download, and 600 after another bare one).
 */
const endMs = 1000;
const rest = () => new Promise((resolve) => setTimeout(resolve, endMs));

const jobs: Readonly<Record<string, () => Promise<void>>> = {
  /** Fetches and keeps the files that the address names, one after the other, and tells of each. */
  async keep() {
    for (const url of asked.getAll('file')) {
      await keep(url);
      await tell('kept');
    }
  },

  /**
   * Fetches and keeps a file, against only fetching it to the disk: `{ ours, bare }`, milliseconds of each. They take
   * turns, and in turns go first; the first pair starts the workers and does not count.
   */
  async compare() {
    const url = asked.get('file')!;
    const worker = startBare();
    const ours: number[] = [];
    const bare: number[] = [];
    const takeBare = async () => void bare.push(await worker.fetchToDisk(url));
    const takeOurs = async () => {
      const startMs = performance.now();
      await keep(url);
      ours.push(performance.now() - startMs);
      await store.remove(url);
    };
    for (let repeat = 0; repeat <= Number(asked.get('repeats')); repeat++) {
      for (const take of repeat % 2 === 0 ? [takeBare, takeOurs] : [takeOurs, takeBare]) {
        await take();
        await rest();
      }
    }
    await tell(JSON.stringify({ ours: ours.slice(1), bare: bare.slice(1) }));
  },

  /**
   * Opens a kept model of one input and runs it once, again and again: milliseconds of each. The first opening loads the
   * engine's code, which later ones find in the browser's cache.
   */
  async open() {
    const url = asked.get('file')!;
    await keep(url);
    const times: number[] = [];
    for (let repeat = 0; repeat <= Number(asked.get('repeats')); repeat++) {
      const startMs = performance.now();
      const options = { devices: ['wasm'], threads: 2 } as const;
      const session = await openSession({ subject: await kept(url), runtime: 'ort', options });
      await session.run(seededInputs(session.opened.facts.inputs));
      times.push(performance.now() - startMs);
      session.close();
      await rest();
    }
    await tell(JSON.stringify(times));
  },

  /** Opens a kept text model and tells its first words. */
  async write() {
    await tell('ready');
    const options = { devices: ['wasm'], threads: 1 } as const;
    const session = await openTextSession({ subject: await kept(asked.get('file')!), runtime: 'wllama', options });
    const answer = session.generate({ prompt: 'a', maxTokens: 4, temperature: 0 });
    let text = '';
    for (let step = await answer.next(); !step.done; step = await answer.next()) text += step.value;
    await tell(text);
  },

  /** Opens a kept model and runs it once. */
  async run() {
    await tell('ready');
    const options = { devices: ['wasm'], threads: 1 } as const;
    const session = await openSession({ subject: await kept(asked.get('file')!), runtime: 'ort', options });
    await session.run(seededInputs(session.opened.facts.inputs));
    await tell('done');
  },

  /** The plain way, for comparison. */
  async runWhole() {
    await tell('ready');
    const { files } = await kept(asked.get('file')!);
    await startBare().openWhole(files[0]!);
    await tell('done');
  },
};

async function kept(url: string) {
  const files = [...(await store.files(url))].map(([name, blob]) => new File([blob], name));
  return { kind: 'files', files } as const;
}

async function keep(url: string): Promise<void> {
  const file = { url, name: new URL(url).pathname.split('/').at(-1)!, sha256: null, sizeBytes: null };
  await store.fetch({ id: url, entry: file.name, source: url, files: [file] });
}

async function tell(outcome: string): Promise<void> {
  await fetch(`${asked.get('told')}?${new URLSearchParams({ outcome })}`, { mode: 'no-cors' });
}

await jobs[asked.get('job')!]!().catch((thrown: unknown) => tell(String(thrown)));
