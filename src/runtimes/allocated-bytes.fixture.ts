/*
 * For tests: the memory of engines, counted where they allocate it, since they do not report it. Each function counts from its call on, so it is called before an engine loads, and returns the bytes in use now.
 */

/**

 */

/** The linear memory of every wasm module. It never shrinks, so a leak shows as growth. */
export function wasmHeapBytes(): () => number {
  const heaps: WebAssembly.Memory[] = [];
  const Memory = WebAssembly.Memory;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      heaps.push(this);
    }
  };
  return () => heaps.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}

/** WebGPU buffers that were neither destroyed nor lost with their device. */
export function gpuBufferBytes(): () => number {
  const live = new Map<GPUBuffer, GPUDevice>();
  const { createBuffer, destroy: destroyDevice } = GPUDevice.prototype;
  const { destroy } = GPUBuffer.prototype;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    live.set(buffer, this);
    return buffer;
  };
  GPUBuffer.prototype.destroy = function () {
    live.delete(this);
    return destroy.call(this);
  };
  GPUDevice.prototype.destroy = function () {
    for (const [buffer, device] of live) if (device === this) live.delete(buffer);
    return destroyDevice.call(this);
  };
  return () => [...live.keys()].reduce((sum, { size }) => sum + size, 0);
}

/** Workers that were started and not terminated: an engine in a worker of its own has all its memory there. */
export function liveWorkers(): () => number {
  let live = 0;
  const Original = Worker;
  globalThis.Worker = class extends Original {
    #isLive = true;
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      live++;
    }
    override terminate(): void {
      if (this.#isLive) live--;
      this.#isLive = false;
      super.terminate();
    }
  };
  return () => live;
}
