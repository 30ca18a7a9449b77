import { loadPresets, storePresets, type PromptPreset } from '#records/prompt-presets.ts';

/** The user's own prompt presets, by name. */
export class Presets {
  presets = $state.raw<readonly PromptPreset[]>(loadPresets());

  isTaken(name: string): boolean {
    return this.presets.some((preset) => preset.name === name);
  }

  /** Call it with a name that is not taken. */
  save(name: string, system: string): void {
    this.#set([...this.presets, { name, system }]);
  }

  /** Call it with a new name that is not taken. */
  rename(name: string, newName: string): void {
    this.#set(this.presets.map((preset) => (preset.name === name ? { ...preset, name: newName } : preset)));
  }

  delete(name: string): void {
    this.#set(this.presets.filter((preset) => preset.name !== name));
  }

  #set(presets: readonly PromptPreset[]): void {
    this.presets = presets.toSorted((a, b) => a.name.localeCompare(b.name));
    storePresets(this.presets);
  }
}
