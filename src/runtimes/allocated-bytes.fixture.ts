/*
 * For tests: measures the memory of engines by intercepting their allocations, since they do not report it. Each
 * function starts counting when it is called, so call it before the engine loads. It returns a function that reads the
 * current bytes.
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

/** Workers that were started and not terminated: an engine in its own worker has all its memory there. */
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
