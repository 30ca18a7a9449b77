import type { FlagId } from '#core/report/report-header.ts';

/** What a flag means for the statistics, and what to do about it. */
interface Flag {
  readonly name: string;
  readonly meaning: string;
  readonly fix: string;
}

/** What a flag of a report means. */
export const flags = {
  title: 'Flags',
  none: 'No flags: nothing suspicious was detected.',
  list: {
    indicative: {
      name: 'Indicative',
      meaning: 'A quick run: few samples.',
      fix: 'Use a standard run for results to publish.',
    },
    capped: {
      name: 'Time limit reached',
      meaning: 'The device is slow for this model, and the time limit ended a test before all its samples were taken.',
      fix: 'Choose a full run, which allows more time, or a smaller model.',
    },
    'unstable-warmup': {
      name: 'Unstable warm-up',
      meaning: 'The last warm-up runs still differed by more than 5%.',
      fix: 'Close other programs and let the device cool down, then run again.',
    },
    'coarse-clock': {
      name: 'Coarse timer',
      meaning: 'A sample is short compared with the resolution of this browser’s timer.',
      fix: 'Open the app where it is cross-origin isolated, which makes the timer finer.',
    },
    'few-distinct-samples': {
      name: 'Few distinct values',
      meaning: 'The samples have only a few distinct values: the timer limits their precision.',
      fix: 'Use a larger model, or a browser with a finer timer.',
    },
    interrupted: {
      name: 'Interrupted',
      meaning: 'The page was hidden or the power source changed during sampling. Those samples are excluded.',
      fix: 'Run again and keep this tab visible.',
    },
    'busy-machine': {
      name: 'Busy machine',
      meaning: 'The page’s event loop lagged repeatedly: something else used the CPU.',
      fix: 'Close other programs and tabs, or use fewer threads, and run again.',
    },
    'wide-spread': {
      name: 'Wide spread',
      meaning: 'The interquartile range is more than a quarter of the median.',
      fix: 'Close other programs, plug the device in and let it cool down, then run again. Check the distribution.',
    },
    'fallback-device': {
      name: 'Fallback device',
      meaning: 'The requested device could not open the model, and another was used.',
      fix: 'The environment below shows the reason.',
    },
    'fewer-threads': {
      name: 'Fewer threads',
      meaning: 'The engine ran with fewer threads than requested.',
      fix: 'Open the app where it is cross-origin isolated, and request no more threads than the device has cores.',
    },
    'software-gpu': {
      name: 'Software GPU',
      meaning: 'The GPU is emulated on the CPU. This says nothing about a real GPU.',
      fix: 'Turn on hardware acceleration, or update the graphics driver.',
    },
    'smaller-cells': {
      name: 'Fewer tokens',
      meaning:
        'The device is slow or the context short. Samples therefore have fewer tokens than this run length specifies, or the tests with a filled context are missing.',
      fix: 'Compare this result only with results for the same numbers of tokens.',
    },
    incomplete: {
      name: 'Incomplete',
      meaning: 'The run was stopped before all items had run.',
      fix: 'Evaluate the whole dataset, or a random sample of it: the first items may differ from the others.',
    },
    disagrees: {
      name: 'Wrong outputs',
      meaning: 'The outputs do not agree with the reference, so the speed does not count.',
      fix: 'Try another device or graph optimisation level. Wrong outputs are worth reporting to the engine’s developers.',
    },
    'agreement-not-measured': {
      name: 'Outputs not checked',
      meaning: 'There was no reference to compare the outputs with.',
      fix: 'Run the model on another device: its outputs are then compared with WebAssembly.',
    },
  } satisfies Record<FlagId, Flag>,
};
