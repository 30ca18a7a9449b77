import type { Gate } from './gate.ts';
import { agreement } from './agreement.ts';
import { consistency } from './consistency.ts';
import { errorRate } from './error-rate.ts';
import { firstToken } from './first-token.ts';
import { generationSpeed } from './generation-speed.ts';
import { latency } from './latency.ts';
import { memory } from './memory.ts';
import { memoryRatio } from './memory-ratio.ts';
import { modelSize } from './model-size.ts';
import { modelSizeRatio } from './model-size-ratio.ts';
import { power } from './power.ts';
import { privacy } from './privacy.ts';
import { quality } from './quality.ts';
import { qualityKept } from './quality-kept.ts';
import { robustness } from './robustness.ts';
import { security } from './security.ts';
import { speedUp } from './speed-up.ts';
import { stability } from './stability.ts';
import { stressErrors } from './stress-errors.ts';
import { stressThroughput } from './stress-throughput.ts';
import { throughput } from './throughput.ts';

/** Every gate by its id, the name that gate files use, in the order in which results are shown. */
export const gates = {
  'quality-kept': qualityKept,
  quality,
  'error-rate': errorRate,
  agreement,
  robustness,
  'speed-up': speedUp,
  latency,
  'first-token': firstToken,
  throughput,
  'generation-speed': generationSpeed,
  consistency,
  'stress-throughput': stressThroughput,
  'stress-errors': stressErrors,
  stability,
  'model-size': modelSize,
  'model-size-ratio': modelSizeRatio,
  memory,
  'memory-ratio': memoryRatio,
  power,
  privacy,
  security,
} satisfies Readonly<Record<string, Gate>>;

export type GateId = keyof typeof gates;

export const gateIds = Object.keys(gates) as readonly GateId[];

/** The gate with this id, of any kind. */
export function gateOf(id: GateId): Gate {
  return gates[id];
}
