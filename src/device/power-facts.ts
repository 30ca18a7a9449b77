export interface PowerFacts {
  readonly charging: boolean;
  /** 0 to 1. */
  readonly level: number;
}

interface BatteryNavigator {
  getBattery?(): Promise<{ readonly charging: boolean; readonly level: number }>;
}

/** null where the browser does not say (most) or has no battery API in this scope. */
export async function readPowerFacts(): Promise<PowerFacts | null> {
  try {
    const battery = await (navigator as BatteryNavigator).getBattery?.();
    return battery ? { charging: battery.charging, level: battery.level } : null;
  } catch {
    return null;
  }
}

export type PressureState = 'nominal' | 'fair' | 'serious' | 'critical';

interface PressureObserver {
  observe(source: 'cpu', options: { sampleInterval: number }): Promise<void>;
  disconnect(): void;
}
interface PressureScope {
  PressureObserver?: new (seen: (records: readonly { readonly state: PressureState }[]) => void) => PressureObserver;
}

export function supportsComputePressure(): boolean {
  return 'PressureObserver' in globalThis;
}

/**
 * Tells how busy the processor is, as the browser judges it, first after about two seconds and then when it changes.
 * @returns a function that ends it
 */
export function watchPressure(seen: (state: PressureState) => void): () => void {
  const { PressureObserver } = globalThis as PressureScope;
  if (!PressureObserver) return () => {};
  const observer = new PressureObserver((records) => {
    const last = records.at(-1);
    if (last) seen(last.state);
  });
  observer.observe('cpu', { sampleInterval: 1_000 }).catch(() => {}); // refused by a policy: `seen` is never called
  return () => observer.disconnect();
}
