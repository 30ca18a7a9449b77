import type { Text } from '../../language.ts';
import { count as countOf, format } from '../format.ts';

/** The matrices of the guide for choosing a framework. */
export const frameworks: Text['models']['frameworks'] = {
  title: 'Pagpili ng framework para sa isang target',
  lead: 'Apat na matrix mula sa gabay na “Edge AI development workflow synthesis”. Opinyon ng gabay ang mga ito; nasa huling row ng una ang nasukat mo sa Assay.',
  names: {
    'llama-cpp': 'llama.cpp',
    olive: 'Microsoft Olive (ONNX)',
    openvino: 'OpenVINO',
    mlx: 'Apple MLX',
  },
  ratings: {
    excellent: 'napakahusay',
    good: 'mahusay',
    moderate: 'katamtaman',
    basic: 'simple lang ang kaya',
    limited: 'limitado',
    'apple-only': 'Apple lang',
    'ios-excellent': 'napakahusay sa iOS',
    'language-models': 'pangunahing mga language model',
    'all-models': 'lahat ng model',
    simple: 'madali',
    automated: 'automated',
  },
  requirementsCaption: 'Ayon sa pangangailangan',
  requirement: 'Pangangailangan',
  requirements: {
    'cross-platform': 'Iba’t ibang platform',
    enterprise: 'Integration sa enterprise',
    mobile: 'Deployment sa mobile',
    'real-time': 'Real-time na inference',
    models: 'Mga uri ng model',
    ease: 'Dali ng paggamit',
  },
  measured: 'Nasukat dito',
  measurement: (count, fastestMs, tokensPerS) =>
    [
      countOf(count, 'resulta'),
      ...(fastestMs === null ? [] : [`pinakamaikling inference ${format.duration(fastestMs)}`]),
      ...(tokensPerS === null ? [] : [`pinakamaraming token ${format.number(tokensPerS)}/s`]),
    ].join('; '),
  notMeasured: 'hindi nasukat',
  useCasesCaption: 'Ayon sa gamit',
  useCase: 'Gamit',
  useCases: {
    language: {
      name: 'Mga language model',
      'llama-cpp': 'pinakamahusay sa mga CPU at sa lahat ng platform',
      olive: 'para sa mga enterprise workflow na may automation',
      openvino: 'para sa Intel hardware, na may NNCF',
      mlx: 'para sa Apple silicon na may unified memory',
    },
    multimodal: {
      name: 'Mga multimodal na model',
      'llama-cpp': 'pangunahing text',
      olive: 'para sa mga kumplikadong pipeline',
      openvino: 'paningin, audio, at text',
      mlx: 'lumalawak ang suporta',
    },
  },
  platformsCaption: 'Ayon sa hardware platform',
  platformColumns: {
    platform: 'Platform',
    primary: 'Unang pili',
    secondary: 'Ikalawang pili',
    features: 'Mga feature',
  },
  platforms: {
    intel: { name: 'Intel CPU o GPU', features: 'compression gamit ang NNCF' },
    nvidia: { name: 'NVIDIA GPU', features: 'CUDA' },
    apple: { name: 'Apple silicon', features: 'Metal, unified memory' },
    'arm-mobile': { name: 'ARM na telepono o tablet', features: 'kaunting dependency' },
    'edge-tpu': {
      name: 'Edge TPU',
      features: 'kailangan ng model na kinompile para dito ng Edge TPU compiler ng TensorFlow Lite',
    },
    'embedded-arm': { name: 'Embedded na ARM', features: 'maliit ang kinakain' },
  },
  workflowsCaption: 'Ayon sa workflow, pinakamahusay muna',
  workflow: 'Workflow',
  rank: (place) => format.whole(place),
  workflows: {
    prototyping: 'Mabilis na prototyping',
    production: 'Production sa isang enterprise',
  },
};
