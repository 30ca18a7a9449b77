import type { GateSeverity } from '#core/gate/gate-outcome.ts';
import { digestGateFile, toGateFileJson, readGateFile, type GateFile } from '#gates/file/gate-file.ts';
import type { GateSetting } from '#gates/file/gate-setting.ts';
import { gateIds, getGate, type GateId } from '#gates/index.ts';
import { presets, type PresetId } from '#gates/file/presets/index.ts';
import type { TimestampedGateFile } from '#gates/run-gates.ts';

/** The gate file of an evaluation while it is edited, as JSON or as a table of gates. */
export class GateSettings {
  /** The text of the file; empty for no gates. */
  text = $state('');
  readonly #parsed = $derived(this.text.trim() === '' ? { settings: [], faults: [] } : readGateFile(this.text));
  /** Every gate in the order of the table, with its setting; `null` if it is off. */
  readonly entries: readonly { readonly id: GateId; readonly setting: GateSetting | null }[] = $derived(
    gateIds.map((id) => ({ id, setting: this.#parsed.settings.find(({ gate }) => gate === id) ?? null })),
  );

  /** The valid part of the gate file. */
  get file(): GateFile {
    return this.#parsed;
  }

  get faults() {
    return this.#parsed.faults;
  }

  /** Whether there is a valid gate file. */
  get isReady(): boolean {
    return this.text.trim() !== '' && this.faults.length === 0;
  }

  /** The contents of the file when it is saved: the text, ending with one newline. */
  get savedText(): string {
    return `${this.text.trimEnd()}\n`;
  }

  usePreset(id: PresetId): void {
    this.text = formatGateFile(readGateFile(JSON.stringify(presets[id])));
  }

  /** Turns a gate on at its default limit, off, or changes its severity. Invalid entries of the file are dropped. */
  setSeverity(id: GateId, severity: GateSeverity | 'off'): void {
    const settings = this.entries.flatMap(({ id: gate, setting }) => {
      if (gate !== id) return setting ?? [];
      if (severity === 'off') return [];
      return setting ? { ...setting, severity } : { ...createDefaultSetting(id), severity };
    });
    this.text = settings.length === 0 ? '' : formatGateFile({ settings });
  }

  /**
   * Changes the limit of a gate that is on, and drops the old limit's source. Invalid entries of the file are dropped.
   */
  setLimit(id: GateId, limit: number): void {
    const settings = this.#parsed.settings.map((setting) => {
      if (setting.gate !== id || setting.limit === limit) return setting;
      const { source: _, ...changed } = setting;
      return { ...changed, limit };
    });
    this.text = formatGateFile({ settings });
  }

  /** Returns the current gate file with the time of the call; `null` if there is none or it is invalid. */
  takeSnapshot(): TimestampedGateFile | null {
    return this.isReady ? { settings: this.#parsed.settings, readAt: new Date().toISOString() } : null;
  }

  /** Computes the digest of the gate file (see `digestGateFile`); `null` if there is no file or it is invalid. */
  async computeDigest(): Promise<string | null> {
    return this.isReady ? digestGateFile(this.#parsed) : null;
  }
}

function createDefaultSetting(id: GateId): Omit<GateSetting, 'severity'> {
  const { limit, minSamples } = getGate(id);
  return { gate: id, limit: limit.value, source: limit.source, ...(minSamples !== undefined && { minSamples }) };
}

function formatGateFile(file: GateFile): string {
  return JSON.stringify(toGateFileJson(file), null, 2);
}
