import { maxGramsPerKwh, type MeasuredPower } from '#core/report/report-energy.ts';
import { readLocalText, removeLocalText, writeLocalText } from '#records/local-storage.ts';

const key = 'assay.grid-intensity';

/** The carbon intensity of electricity as entered by the user, stored in this browser. */
class GridIntensity {
  /** Carbon intensity in g CO2e/kWh; `null` if none was entered, because there is no default. */
  gramsPerKwh = $state<number | null>(readStoredIntensity());

  /** @returns whether the value is valid */
  setGramsPerKwh(gramsPerKwh: number | null): boolean {
    if (gramsPerKwh !== null && !isValid(gramsPerKwh)) return false;
    this.gramsPerKwh = gramsPerKwh;
    if (gramsPerKwh === null) removeLocalText(key);
    else writeLocalText(key, String(gramsPerKwh));
    return true;
  }

  /** Returns the measured run with the entered intensity, which its report uses to compute emissions. */
  applyTo<T extends { readonly power?: MeasuredPower }>(measured: T): T {
    const { gramsPerKwh } = this;
    if (!measured.power || gramsPerKwh === null) return measured;
    return { ...measured, power: { ...measured.power, gridGramsPerKwh: gramsPerKwh } };
  }
}

export const gridIntensity = new GridIntensity();

function readStoredIntensity(): number | null {
  const text = readLocalText(key);
  return text !== null && isValid(Number(text)) ? Number(text) : null;
}

function isValid(gramsPerKwh: number): boolean {
  return Number.isFinite(gramsPerKwh) && gramsPerKwh >= 0 && gramsPerKwh <= maxGramsPerKwh;
}
