/*
 * Test tools. Engines do not report their memory, so their calls of the browser's interfaces are counted. Each function
 * counts from its call on, in this realm (page or worker) only, and stays in effect; call it before the engine loads.
 * It returns a function that reads the current value.
 */

/**
 * Total bytes of the memories that scripts create by `new WebAssembly.Memory`, as threaded engines do; a memory that a
 * module defines itself is not counted. Memories are never released here, and never shrink: a leak shows as growth.
 */
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

/** Total bytes of WebGPU buffers that were not destroyed, nor their device. Textures are not counted. */
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

/** Number of workers that were started and not terminated; one that closes itself still counts. Nested ones do not. */
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
