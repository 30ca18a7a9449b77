import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import type { Reason } from '#core/errors/reason.ts';
import { readAudio } from './read-audio.ts';

/** Sound that is being recorded from the microphone. */
export interface SoundRecording {
  /** Resolves with the next part of the recording, or when it ends. */
  waitForNextPart(): Promise<void>;
  /**
   * Decodes everything recorded so far: mono samples at `audioSampleRate`.
   * @throws AppError file-unreadable
   */
  readSamples(): Promise<Float32Array<ArrayBuffer>>;
  /** The time at which the last part was delivered, on the clock of `performance.now()`. */
  readonly lastPartAtMs: number;
  /** Whether the recording has ended: it was stopped, or the microphone was disconnected. */
  readonly hasEnded: boolean;
  /**
   * Releases the microphone.
   * @returns the recording, in the browser's own codec
   */
  stop(): Promise<Blob>;
}

/** Interval at which the browser delivers recorded parts, in ms. */
const partIntervalMs = 500;

/** The first parts may be too short to decode: the header alone, or the beginning of a packet. */
const undecodableParts = 2;

/**
 * Starts recording from the microphone.
 * @throws AppError microphone-unavailable
 */
export async function recordSound(): Promise<SoundRecording> {
  const stream = await requestMicrophone();
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  let lastPartAtMs = performance.now();
  let nextPart = Promise.withResolvers<void>();
  const announcePart = () => {
    nextPart.resolve();
    nextPart = Promise.withResolvers();
  };
  const stopped = Promise.withResolvers<void>();
  recorder.addEventListener('dataavailable', ({ data }) => {
    if (data.size > 0) parts.push(data);
    lastPartAtMs = performance.now();
    announcePart();
  });
  recorder.addEventListener('stop', () => {
    stopped.resolve();
    announcePart();
  });
  const joinParts = () => new Blob(parts, { type: recorder.mimeType });
  recorder.start(partIntervalMs);
  return {
    waitForNextPart: () => (recorder.state === 'inactive' ? Promise.resolve() : nextPart.promise),
    async readSamples() {
      if (parts.length === 0) return new Float32Array();
      try {
        // Recorders never write WAV, so the result is samples.
        return (await readAudio(new File([joinParts()], ''))) as Float32Array<ArrayBuffer>;
      } catch (thrown) {
        if (parts.length <= undecodableParts) return new Float32Array();
        throw thrown;
      }
    },
    get lastPartAtMs() {
      return lastPartAtMs;
    },
    get hasEnded() {
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
    const reason = reasonByErrorName[thrown instanceof Error ? thrown.name : ''];
    const facts: ErrorFacts = reason ? { reason } : { why: String(thrown) };
    throw new AppError('microphone-unavailable', facts, { cause: thrown });
  }
}

/** Error names of https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia. */
const reasonByErrorName: Readonly<Record<string, Reason>> = {
  NotAllowedError: 'camera-permission-denied',
  NotFoundError: 'no-microphone',
  NotReadableError: 'camera-in-use',
  OverconstrainedError: 'no-microphone',
};
