import { drawNormalVariate } from './normal-variate.ts';

/**
 * Returns a function that simulates browser timings: log-normal noise, and delays by the operating system or garbage
 * collection in one sample of twenty, half as long as the sample on average.
 * @param options.noise standard deviation of the logarithm
 * @param options.drift returns the slow change at the next sample, as a factor
 */
export function createTimingSampler(
  random: () => number,
  { noise, drift = () => 1 }: { readonly noise: number; readonly drift?: () => number },
): (factor?: number) => number {
  const drawDelay = () => (random() < 0.05 ? 1 - 0.5 * Math.log(1 - random()) : 1);
  return (factor = 1) => 20 * factor * drift() * Math.exp(noise * drawNormalVariate(random)) * drawDelay();
}
