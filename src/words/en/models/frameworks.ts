import type { FrameworkId, PlatformId, Rating, RequirementId, UseCaseId, WorkflowId } from '#planner/frameworks.ts';
import { format } from '../format.ts';

/** The matrices of the guide for choosing a framework. */
export const frameworks = {
  title: 'Choosing a framework for a target',
  lead: 'Four matrices from the guide “Edge AI development workflow synthesis”. They are its authors’ opinions. Your own measurements are in the last row of the first matrix.',
  names: {
    'llama-cpp': 'llama.cpp',
    olive: 'Microsoft Olive (ONNX)',
    openvino: 'OpenVINO',
    mlx: 'Apple MLX',
  } satisfies Record<FrameworkId, string>,
  ratings: {
    excellent: 'excellent',
    good: 'good',
    moderate: 'moderate',
    basic: 'basic',
    limited: 'limited',
    'apple-only': 'Apple only',
    'ios-excellent': 'excellent on iOS',
    'language-models': 'mainly language models',
    'all-models': 'all models',
    simple: 'simple',
    automated: 'automated',
  } satisfies Record<Rating, string>,
  requirementsCaption: 'By requirement',
  requirement: 'Requirement',
  requirements: {
    'cross-platform': 'Cross-platform',
    enterprise: 'Enterprise integration',
    mobile: 'Mobile deployment',
    'real-time': 'Real-time inference',
    models: 'Kinds of models',
    ease: 'Ease of use',
  } satisfies Record<RequirementId, string>,
  measured: 'Measured here',
  measurement: (count: number, fastestMs: number | null, tokensPerS: number | null) =>
    [
      count === 1 ? 'one result' : `${format.whole(count)} results`,
      ...(fastestMs === null ? [] : [`fastest inference ${format.duration(fastestMs)}`]),
      ...(tokensPerS === null ? [] : [`fastest generation ${format.number(tokensPerS)} tokens/s`]),
    ].join('; '),
  notMeasured: 'not measured',
  useCasesCaption: 'By use case',
  useCase: 'Use case',
  useCases: {
    language: {
      name: 'Language models',
      'llama-cpp': 'best for CPUs and all platforms',
      olive: 'for enterprise workflows with automation',
      openvino: 'for Intel hardware, with NNCF',
      mlx: 'for Apple silicon with unified memory',
    },
    multimodal: {
      name: 'Multimodal models',
      'llama-cpp': 'mainly text',
      olive: 'for complex pipelines',
      openvino: 'vision, audio and text',
      mlx: 'growing support',
    },
  } satisfies Record<UseCaseId, Record<FrameworkId | 'name', string>>,
  platformsCaption: 'By hardware platform',
  platformColumns: { platform: 'Platform', primary: 'First choice', secondary: 'Second choice', features: 'Features' },
  platforms: {
    intel: { name: 'Intel CPU or GPU', features: 'compression with NNCF' },
    nvidia: { name: 'NVIDIA GPU', features: 'CUDA' },
    apple: { name: 'Apple silicon', features: 'Metal, unified memory' },
    'arm-mobile': { name: 'ARM phone or tablet', features: 'few dependencies' },
    'edge-tpu': {
      name: 'Edge TPU',
      features: 'needs a model that was compiled for it by TensorFlow Lite’s Edge TPU compiler',
    },
    'embedded-arm': { name: 'Embedded ARM', features: 'small footprint' },
  } satisfies Record<PlatformId, Record<'name' | 'features', string>>,
  workflowsCaption: 'By workflow, best first',
  workflow: 'Workflow',
  rank: (place: number) => format.whole(place),
  workflows: {
    prototyping: 'Rapid prototyping',
    production: 'Production in an enterprise',
  } satisfies Record<WorkflowId, string>,
};
