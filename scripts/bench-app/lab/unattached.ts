import { lab } from './lab.ts';

// A page without an attached debugger: its URL names the job, and messages go to the server at `resultUrl`.
const params = new URLSearchParams(location.hash.slice(1));
const { openSession, openTextSession, createSeededInputs, startBaseline, StoreHandle } = lab;
const store = new StoreHandle();

/**
 * Time for after-effects of one run to end: a closed session's workers take a core from the next (its time grew by half,
 * measured), and deleting a file occupies the disk (a plain fetch took 1,060 ms after a download, 600 after a plain fetch).
 */
const restMs = 1000;
const waitForRest = () => new Promise((resolve) => setTimeout(resolve, restMs));

const jobs: Readonly<Record<string, () => Promise<void>>> = {
  /** Downloads the files in the URL one after the other, and reports each. */
  async download() {
    for (const url of params.getAll('file')) {
      await download(url);
      await report('stored');
    }
  },

  /**
   * Downloads a file into the store (`app`) and fetches it to disk only (`baseline`): milliseconds of each. The two are
   * interleaved and alternate in going first; the first pair starts the workers and is discarded.
   */
  async compare() {
    const url = params.get('file')!;
    const worker = startBaseline();
    const app: number[] = [];
    const baseline: number[] = [];
    const timeBaseline = async () => void baseline.push(await worker.fetchToDisk(url));
    const timeApp = async () => {
      const startMs = performance.now();
      await download(url);
      app.push(performance.now() - startMs);
      await store.remove(url);
    };
    for (let repeat = 0; repeat <= Number(params.get('repeats')); repeat++) {
      for (const time of repeat % 2 === 0 ? [timeBaseline, timeApp] : [timeApp, timeBaseline]) {
        await time();
        await waitForRest();
      }
    }
    await report(JSON.stringify({ app: app.slice(1), baseline: baseline.slice(1) }));
  },

  /**
   * Repeatedly opens a stored model and runs it once: milliseconds of each. The first time loads the engine's code, which
   * later ones find in the browser's cache.
   */
  async open() {
    const url = params.get('file')!;
    await download(url);
    const times: number[] = [];
    for (let repeat = 0; repeat <= Number(params.get('repeats')); repeat++) {
      const startMs = performance.now();
      const options = { devices: ['wasm'], threads: 2 } as const;
      const session = await openSession({ subject: await openStored(url), engine: 'ort', options });
      await session.run(createSeededInputs(session.opened.facts.inputs));
      times.push(performance.now() - startMs);
      session.close();
      await waitForRest();
    }
    await report(JSON.stringify(times));
  },

  /** Opens a stored language model and reports the first tokens it generates. */
  async generate() {
    await report('ready');
    const options = { devices: ['wasm'], threads: 1 } as const;
    const session = await openTextSession({
      subject: await openStored(params.get('file')!),
      engine: 'wllama',
      options,
    });
    const answer = session.generate({ prompt: 'a', maxTokens: 4, temperature: 0 });
    let text = '';
    for (let step = await answer.next(); !step.done; step = await answer.next()) text += step.value;
    await report(text);
  },

  /** Opens a stored model and runs it once. */
  async run() {
    await report('ready');
    const options = { devices: ['wasm'], threads: 1 } as const;
    const session = await openSession({ subject: await openStored(params.get('file')!), engine: 'ort', options });
    await session.run(createSeededInputs(session.opened.facts.inputs));
    await report('done');
  },

  /** Opens the whole file in one buffer, for comparison. */
  async runWhole() {
    await report('ready');
    const { files } = await openStored(params.get('file')!);
    await startBaseline().openWhole(files[0]!);
    await report('done');
  },
};

async function openStored(url: string) {
  const files = [...(await store.openFiles(url))].map(([name, blob]) => new File([blob], name));
  return { kind: 'files', files } as const;
}

async function download(url: string): Promise<void> {
  const file = { url, name: new URL(url).pathname.split('/').at(-1)!, sha256: null, sizeBytes: null };
  await store.fetch({ id: url, entry: file.name, source: url, files: [file] });
}

async function report(message: string): Promise<void> {
  await fetch(`${params.get('resultUrl')}?${new URLSearchParams({ message })}`, { mode: 'no-cors' });
}

await jobs[params.get('job')!]!().catch((error: unknown) => report(String(error)));
