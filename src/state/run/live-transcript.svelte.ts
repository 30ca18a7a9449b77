import { AppError, asAppError } from '#core/errors/error.ts';
import { audioSampleRate } from '#core/task/task.ts';
import { joinTexts, type Transcription } from '#tasks/speech-recognition/transcription.ts';
import type { OpenModel } from './open-model.svelte.ts';
import { recordSound, type SoundRecording } from './record-sound.ts';

/** Length of the audio above which complete segments are not transcribed again, in seconds. Heuristic, not measured. */
const maxTailSeconds = 15;

interface LiveOptions {
  readonly model: OpenModel;
  /** `null` to detect it. */
  readonly language: () => string | null;
  /** Called with each recording after it was stopped. */
  readonly onRecording: (file: File) => void;
  readonly record?: () => Promise<SoundRecording>;
}

/** Transcribes speech from the microphone repeatedly while it continues. */
export class LiveTranscript {
  state = $state<'off' | 'starting' | 'live'>('off');
  error = $state.raw<AppError | null>(null);
  /** The transcript so far. */
  text = $state('');
  /** Time from the end of the recording that `text` covers until `text` was shown; `null` before the first text. */
  delayMs = $state<number | null>(null);
  readonly #options: LiveOptions;
  #recording: SoundRecording | null = null;
  #session = 0;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /** Requests the microphone, and transcribes until `stop` or `cancel`. Errors are in `error`. */
  async start(): Promise<void> {
    this.cancel();
    const session = ++this.#session;
    [this.error, this.text, this.delayMs] = [null, '', null];
    this.state = 'starting';
    try {
      const recording = await (this.#options.record ?? recordSound)();
      if (session !== this.#session) return void (await recording.stop()); // stopped during the permission prompt
      this.#recording = recording;
      this.state = 'live';
      await this.#transcribeWhileLive(recording, () => session === this.#session);
    } catch (thrown) {
      if (session !== this.#session) return;
      this.cancel();
      this.error = asAppError(thrown);
    }
  }

  /** Releases the microphone, and passes the recording to `onRecording`. */
  async stop(): Promise<void> {
    const recording = this.#recording;
    this.#end();
    if (!recording) return;
    const sound = await recording.stop();
    if (sound.size === 0) return;
    const name = `${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.${chooseFileExtension(sound.type)}`;
    this.#options.onRecording(new File([sound], name, { type: sound.type }));
  }

  /** Releases the microphone, and discards the recording. */
  cancel(): void {
    void this.#recording?.stop();
    this.#end();
  }

  #end(): void {
    this.#session++;
    this.#recording = null;
    this.state = 'off';
  }

  async #transcribeWhileLive(recording: SoundRecording, isLive: () => boolean): Promise<void> {
    /** Texts of the completed segments, before sample `tailStart`, which are not transcribed again. */
    const completedTexts: string[] = [];
    let tailStart = 0;
    let transcribedLength = 0;
    while (isLive()) {
      await recording.waitForNextPart();
      if (!isLive()) return;
      if (recording.hasEnded) throw new AppError('microphone-unavailable', { reason: 'camera-disconnected' });
      const { lastPartAtMs } = recording;
      const samples = await recording.readSamples();
      if (samples.length === transcribedLength) continue;
      transcribedLength = samples.length;
      const tail = samples.slice(tailStart);
      const { result } = await this.#options.model.run<Transcription>({
        audio: tail,
        language: this.#options.language(),
      });
      if (!isLive()) return;
      this.text = joinTexts([...completedTexts, result.text], result.language);
      this.delayMs = performance.now() - lastPartAtMs;
      const last = result.segments.at(-1);
      if (last && result.segments.length > 1 && transcribedLength - tailStart > maxTailSeconds * audioSampleRate) {
        completedTexts.push(...result.segments.slice(0, -1).map(({ text }) => text));
        tailStart += Math.round(last.startS * audioSampleRate);
      }
    }
  }
}

function chooseFileExtension(mimeType: string): string {
  if (mimeType.startsWith('audio/mp4')) return 'm4a';
  return mimeType.startsWith('audio/ogg') ? 'ogg' : 'webm';
}
