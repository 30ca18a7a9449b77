export interface PowerFacts {
  readonly charging: boolean;
  /** 0 to 1. */
  readonly level: number;
}

interface BatteryNavigator {
  getBattery?(): Promise<{ readonly charging: boolean; readonly level: number }>;
}

/** Reads the battery; `null` if the browser does not expose it to this page or worker, as in most browsers. */
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
  PressureObserver?: new (
    callback: (records: readonly { readonly state: PressureState }[]) => void,
  ) => PressureObserver;
}

export function supportsComputePressure(): boolean {
  return 'PressureObserver' in globalThis;
}

/**
 * Reports the CPU pressure state, first after about two seconds and then on every change.
 * @returns a function that stops it
 */
export function watchPressure(onChange: (state: PressureState) => void): () => void {
  const { PressureObserver } = globalThis as PressureScope;
  if (!PressureObserver) return () => {};
  const observer = new PressureObserver((records) => {
    const lastRecord = records.at(-1);
    if (lastRecord) onChange(lastRecord.state);
  });
  observer.observe('cpu', { sampleInterval: 1_000 }).catch(() => {}); // denied by policy: `onChange` is never called
  return () => observer.disconnect();
}
