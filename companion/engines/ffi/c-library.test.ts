import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import koffi from 'koffi';
import { expect, test } from 'vitest';
import { callAsync, openLibrary, type CLibrary, type NativeFunction } from './c-library.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const waitForNextTask = () => new Promise((resolve) => setTimeout(resolve, 20));

test.skipIf(process.platform !== 'linux')(
  'keeps arrays from garbage collection while native code in another thread uses them',
  async () => {
    const nanosleep = koffi.load(null).func('int nanosleep(void *, void *)') as unknown as NativeFunction;
    let request: WeakRef<BigInt64Array>;
    const sleep = () => {
      const seconds = BigInt64Array.of(0n, 200_000_000n); // struct timespec
      request = new WeakRef(seconds);
      return callAsync(nanosleep, seconds, null);
    };
    const sleeping = sleep();
    await waitForNextTask();
    collectGarbage();
    expect(request!.deref()).toBeDefined();
    expect(await sleeping).toBe(0);
    await waitForNextTask();
    collectGarbage();
    expect(request!.deref()).toBeUndefined();
  },
);

test.skipIf(process.platform !== 'linux')('keeps a library loaded even if no function refers to it', async () => {
  const open = () => new WeakRef<CLibrary>(openLibrary('math', 'libm.so.6'));
  const library = open();
  await waitForNextTask();
  collectGarbage();
  expect(library.deref()).toBeDefined();
});
