import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import type { Reason } from '#core/errors/reason.ts';
import { readAudio } from './read-audio.ts';

/** Sound that is being recorded from the microphone. */
export interface SoundRecording {
  /** Resolves with the next part of the recording, or when it ends. */
  waitForPart(): Promise<void>;
  /**
   * All samples so far, as in `InputAudio`.
   * @throws AppError file-unreadable
   */
  readSamples(): Promise<Float32Array<ArrayBuffer>>;
  /** When the last part was recorded, on the clock of `performance.now()`. */
  readonly recordedMs: number;
  /** Whether the microphone was disconnected. */
  readonly isEnded: boolean;
  /**
   * Releases the microphone.
   * @returns the recording, in the browser's own codec
   */
  stop(): Promise<Blob>;
}

/** Interval at which the browser delivers recorded parts. */
const partMs = 500;

/** Number of first parts that may be too short to decode: the header alone, or the beginning of a packet. */
const undecodableParts = 2;

/**
 * Starts to record.
 * @throws AppError microphone-unavailable
 */
export async function recordSound(): Promise<SoundRecording> {
  const stream = await requestMicrophone();
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  let recordedMs = performance.now();
  let waiting = Promise.withResolvers<void>();
  const wake = () => {
    waiting.resolve();
    waiting = Promise.withResolvers();
  };
  const stopped = Promise.withResolvers<void>();
  recorder.addEventListener('dataavailable', ({ data }) => {
    if (data.size > 0) parts.push(data);
    recordedMs = performance.now();
    wake();
  });
  recorder.addEventListener('stop', () => {
    stopped.resolve();
    wake();
  });
  const joinParts = () => new Blob(parts, { type: recorder.mimeType });
  recorder.start(partMs);
  return {
    waitForPart: () => (recorder.state === 'inactive' ? Promise.resolve() : waiting.promise),
    async readSamples() {
      if (parts.length === 0) return new Float32Array();
      try {
        return (await readAudio(new File([joinParts()], ''))) as Float32Array<ArrayBuffer>; // no recorder writes WAV
      } catch (thrown) {
        if (parts.length <= undecodableParts) return new Float32Array();
        throw thrown;
      }
    },
    get recordedMs() {
      return recordedMs;
    },
    get isEnded() {
      return recorder.state === 'inactive';
    },
    async stop() {
      if (recorder.state !== 'inactive') {
        recorder.stop();
        await stopped.promise;
      }
      for (const track of stream.getTracks()) track.stop();
      return joinParts();
    },
  };
}

async function requestMicrophone(): Promise<MediaStream> {
  // Absent on plain http, although the type says otherwise.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new AppError('microphone-unavailable', { reason: 'insecure-page' });
  try {
    return await devices.getUserMedia({ audio: { channelCount: { ideal: 1 } } });
  } catch (thrown) {
    const reason = reasons[thrown instanceof Error ? thrown.name : ''];
    const facts: ErrorFacts = reason ? { reason } : { why: String(thrown) };
    throw new AppError('microphone-unavailable', facts, { cause: thrown });
  }
}

/** Error names of https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia. */
const reasons: Readonly<Record<string, Reason>> = {
  NotAllowedError: 'camera-permission-denied',
  NotFoundError: 'no-microphone',
  NotReadableError: 'camera-in-use',
  OverconstrainedError: 'no-microphone',
};
