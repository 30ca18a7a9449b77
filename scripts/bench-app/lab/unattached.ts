import { lab } from './lab.ts';

// A page without an attached debugger: its URL names the job, and messages go to the server at `resultUrl`.
const params = new URLSearchParams(location.hash.slice(1));
const { openSession, openTextSession, createSeededInputs, startBaseline, StoreHandle } = lab;
const store = new StoreHandle();

/**
 * The pause after a run. The workers of a closed session use a core of the next run (whose time increased by half,
 * measured), and the deletion of a file occupies the disk (a plain fetch took 1,060 ms after a download, 600 after a
 * plain fetch).
 */
const pauseMs = 1000;
const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs));

const jobs: Readonly<Record<string, () => Promise<void>>> = {
  /** Downloads the files in the URL sequentially, and reports each. */
  async download() {
    for (const url of params.getAll('file')) {
      await download(url);
      await report('stored');
    }
  },

  /**
   * Measures the milliseconds of the download of a file into the store (`app`) and only to disk (`baseline`), in
   * alternating order. The first pair starts the workers and is discarded.
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
        await pause();
      }
    }
    await report(JSON.stringify({ app: app.slice(1), baseline: baseline.slice(1) }));
  },

  /**
   * Measures the milliseconds of repeatedly opening a stored model and running it once. The first time includes the
   * loading of the engine's code, which is later in the browser's cache.
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
      await pause();
    }
    await report(JSON.stringify(times));
  },

  /** Opens a stored language model and reports its first generated tokens. */
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
