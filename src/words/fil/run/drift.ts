import type { Text } from '../../language.ts';
import { count, format } from '../format.ts';

const probability = (p: number): string => (p < 0.001 ? '< 0.001' : format.number(p));

export const drift: Text['drift'] = {
  title: 'Nagbago ba ang mga input?',
  lead: 'Magtabi ng isang batch ng mga larawan habang mahusay pa ang model, at ihambing dito ang mga susunod na batch. Ginagamit sa paghahambing ang mga feature ng larawan at ang mga hula ng model; hindi kailangan ng mga label. Mga numero lang ang naka-store, sa browser na ito.',
  keep: (images) => `Itabi ang ${count(images, 'larawang ito')} bilang reference`,
  compare: 'Ihambing sa reference',
  remove: 'Alisin ang reference',
  observing: 'Binabasa ang mga larawan',
  reference: (images, day) => `Reference: ${count(images, 'larawan')} noong ${day}.`,
  replaceNote: 'Papalitan ito kapag nagtabi ng mga bagong larawan.',
  tooFew: (minItems) => `Hindi bababa sa ${count(minItems, 'larawan')} ang kailangan sa paghahambing.`,
  parts: 'Mga feature, pinakamalinaw na pagkakaiba muna',
  verdict: {
    drift: 'Iba sa reference ang kasalukuyang data.',
    'no-drift': 'Walang nakitang pagkakaiba sa reference.',
    'not-measured': 'Hindi nasukat: kulang ang mga item.',
  },
  signal: (p) =>
    `Probability na ganito kalinaw ang mga pagkakaiba nang walang anumang pagbabago, sa lahat ng feature: ${probability(p)}.`,
  columns: {
    feature: 'Feature',
    reference: 'Reference',
    current: 'Kasalukuyan',
    p: 'p (adjusted)',
    stability: 'Stability index',
  },
  features: {
    brightness: 'Liwanag',
    contrast: 'Contrast',
    saturation: 'Saturation',
    sharpness: 'Talas',
    confidence: 'Confidence',
    margin: 'Lamang sa ikalawang class',
    entropy: 'Entropy ng mga class',
    objects: 'Mga bagay bawat larawan',
    foreground: 'Lawak ng foreground',
    characters: 'Mga karakter',
    seconds: 'Mga segundo',
    'predicted-class': 'Hinulaang class',
    embedding: 'Embedding',
    latency: 'Latency, mula una hanggang huling oras',
  },
  probability,
  share: (label, fraction) => `${label === '' ? 'mga bihirang class' : label}: ${format.percent(fraction)}`,
};
