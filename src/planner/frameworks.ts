import type { EngineId } from '#core/engine/engines.ts';

/**
 * The four matrices of the guide "Edge AI development workflow synthesis". They are opinions, not measurements; the
 * page shows Assay's measurements next to them.
 */
export const frameworkIds = ['llama-cpp', 'olive', 'openvino', 'mlx'] as const;
export type FrameworkId = (typeof frameworkIds)[number];

type ByFramework<T> = Readonly<Record<FrameworkId, T>>;

/** Assay's engines that run the models of a framework. Olive writes ONNX models; no engine runs MLX models. */
export const enginesByFramework: ByFramework<readonly EngineId[]> = {
  'llama-cpp': ['wllama', 'llama'],
  olive: ['ort', 'ort-text'],
  openvino: ['openvino'],
  mlx: [],
};

export type Rating =
  | 'excellent'
  | 'good'
  | 'moderate'
  | 'basic'
  | 'limited'
  | 'apple-only'
  | 'ios-excellent'
  | 'language-models'
  | 'all-models'
  | 'simple'
  | 'automated';

export type RequirementId = 'cross-platform' | 'enterprise' | 'mobile' | 'real-time' | 'models' | 'ease';

const rate = (llama: Rating, olive: Rating, openvino: Rating, mlx: Rating): ByFramework<Rating> => ({
  'llama-cpp': llama,
  olive,
  openvino,
  mlx,
});

export const requirements: Readonly<Record<RequirementId, ByFramework<Rating>>> = {
  'cross-platform': rate('excellent', 'good', 'good', 'apple-only'),
  enterprise: rate('basic', 'excellent', 'excellent', 'limited'),
  mobile: rate('excellent', 'good', 'good', 'ios-excellent'),
  'real-time': rate('excellent', 'excellent', 'excellent', 'excellent'),
  models: rate('language-models', 'all-models', 'all-models', 'language-models'),
  ease: rate('simple', 'automated', 'moderate', 'simple'),
};

export type UseCaseId = 'language' | 'multimodal';
export const useCaseIds: readonly UseCaseId[] = ['language', 'multimodal'];

export type PlatformId = 'intel' | 'nvidia' | 'apple' | 'arm-mobile' | 'edge-tpu' | 'embedded-arm';

export const platforms: Readonly<Record<PlatformId, Readonly<Record<'primary' | 'secondary', FrameworkId>>>> = {
  intel: { primary: 'openvino', secondary: 'olive' },
  nvidia: { primary: 'olive', secondary: 'openvino' },
  apple: { primary: 'mlx', secondary: 'llama-cpp' },
  'arm-mobile': { primary: 'llama-cpp', secondary: 'openvino' },
  'edge-tpu': { primary: 'openvino', secondary: 'olive' },
  'embedded-arm': { primary: 'llama-cpp', secondary: 'openvino' },
};

export type WorkflowId = 'prototyping' | 'production';

/** Frameworks by workflow, best first. */
export const workflows: Readonly<Record<WorkflowId, readonly FrameworkId[]>> = {
  prototyping: ['llama-cpp', 'mlx', 'olive', 'openvino'],
  production: ['olive', 'openvino', 'mlx', 'llama-cpp'],
};
