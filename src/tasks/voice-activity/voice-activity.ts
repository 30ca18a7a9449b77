/** The parts of an audio file in which someone speaks. */
export interface VoiceActivity {
  readonly durationS: number;
  /** How much was examined: `durationS` when it is complete. */
  readonly doneS: number;
  /** The sum of all regions. */
  readonly speechS: number;
  readonly regions: readonly { readonly startS: number; readonly endS: number }[];
}
