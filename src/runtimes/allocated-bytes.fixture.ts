/*
 * Test helpers that measure an engine's memory by wrapping browser APIs, because engines do not report it. Each one
 * counts from the time it is called, in this realm (page or worker) only, so call it before the engine loads. It
 * returns a function that reads the current value.
 */

/**
 * Total size of the memories created with `new WebAssembly.Memory`, as threaded engines do. Memories that a module
 * defines itself are not counted. Memories are never released or shrunk, so a leak shows as growth.
 */
export function trackWasmHeapBytes(): () => number {
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

/**
 * Total size of the live WebGPU buffers: those that were not destroyed, individually or with their device. Textures are
 * not counted.
 */
export function trackGpuBufferBytes(): () => number {
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

/** Number of workers that were started and not terminated. Workers that close themselves count, nested ones do not. */
export function trackLiveWorkers(): () => number {
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
