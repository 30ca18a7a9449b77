import { expose } from 'comlink';
import { loadBuild } from '#runtimes/ort/builds.ts';

/** What the app's ways are held against: the shortest code that does the same. */
const bare = {
  /** Opens an ONNX file as most pages do: its bytes in one buffer, handed to the library. */
  async openWhole(file: Blob): Promise<void> {
    const library = await loadBuild('wasm');
    await library.InferenceSession.create(new Uint8Array(await file.arrayBuffer()));
  },

  /** Fetches into a file of the origin's own, chunk by chunk, unchecked. */
  async fetchToDisk(url: string): Promise<number> {
    const startMs = performance.now();
    const folder = await navigator.storage.getDirectory();
    const handle = await (await folder.getFileHandle('bare', { create: true })).createSyncAccessHandle();
    const { body } = await fetch(url, { cache: 'no-store' });
    let at = 0;
    const reader = body!.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) at += handle.write(part.value, { at });
    handle.flush();
    handle.close();
    await folder.removeEntry('bare');
    return performance.now() - startMs;
  },
};

export type Bare = typeof bare;

expose(bare);
