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

/** How busy the processor is, as the browser judges it; null where it does not say within `withinMs`. */
export function readPressure(withinMs: number): Promise<PressureState | null> {
  const { PressureObserver } = globalThis as PressureScope;
  if (!PressureObserver) return Promise.resolve(null);
  return new Promise((resolve) => {
    const settle = (state: PressureState | null) => {
      observer.disconnect();
      clearTimeout(timer);
      resolve(state);
    };
    const observer = new PressureObserver((records) => settle(records.at(-1)?.state ?? null));
    const timer = setTimeout(() => settle(null), withinMs);
    observer.observe('cpu', { sampleInterval: 250 }).catch(() => settle(null));
  });
}
