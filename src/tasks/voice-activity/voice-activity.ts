/** The parts of an audio file in which someone speaks. */
export interface VoiceActivity {
  readonly durationS: number;
  /** Examined time; equal to `durationS` when the run is complete. */
  readonly doneS: number;
  /** Total duration of the regions. */
  readonly speechS: number;
  readonly regions: readonly { readonly startS: number; readonly endS: number }[];
}
