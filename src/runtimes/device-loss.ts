import { AppError } from '#core/errors/error.ts';

/**
 * Rejects the call in flight when its GPU is lost, because the engine's promise may then never settle. Calls must not
 * overlap. Unlike `Promise.race` with one long-lived promise, this retains no memory after a call.
 */
export class DeviceLoss {
  #error: AppError | undefined;
  #reject: ((error: AppError) => void) | undefined;

  /** @param lost resolves with the reason when the device is lost */
  constructor(lost: Promise<string>) {
    void lost.then((why) => {
      this.#error = new AppError('device-lost', { why });
      this.#reject?.(this.#error);
    });
  }

  /** @throws AppError device-lost, or the error of `call` */
  async race<T>(call: Promise<T>): Promise<T> {
    try {
      return await new Promise((resolve, reject) => {
        this.#reject = reject;
        if (this.#error) reject(this.#error);
        call.then(resolve, reject);
      });
    } finally {
      this.#reject = undefined;
    }
  }
}

/**
 * Awaits `call`, and rejects as soon as the device is lost.
 * @param loss `null` for a device that cannot be lost, such as wasm
 */
export function rejectOnDeviceLoss<T>(loss: DeviceLoss | null, call: Promise<T>): Promise<T> {
  return loss?.race(call) ?? call;
}

export function trackDeviceLoss(device: GPUDevice): DeviceLoss {
  return new DeviceLoss(device.lost.then(({ reason, message }) => message || reason));
}
