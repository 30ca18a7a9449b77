import type { Gate } from './gate.ts';
import { agreement } from './definitions/agreement.ts';
import { tailLatencyRatio } from './definitions/tail-latency-ratio.ts';
import { errorRate } from './definitions/error-rate.ts';
import { firstToken } from './definitions/first-token.ts';
import { generationSpeed } from './definitions/generation-speed.ts';
import { latency } from './definitions/latency.ts';
import { memory } from './definitions/memory.ts';
import { memoryRatio } from './definitions/memory-ratio.ts';
import { perplexity } from './definitions/perplexity.ts';
import { modelSize } from './definitions/model-size.ts';
import { modelSizeRatio } from './definitions/model-size-ratio.ts';
import { power } from './definitions/power.ts';
import { hostsContacted } from './definitions/hosts-contacted.ts';
import { quality } from './definitions/quality.ts';
import { qualityRatio } from './definitions/quality-ratio.ts';
import { robustness } from './definitions/robustness.ts';
import { securityFindings } from './definitions/security-findings.ts';
import { speedUp } from './definitions/speed-up.ts';
import { slowdown } from './definitions/slowdown.ts';
import { stressErrors } from './definitions/stress-errors.ts';
import { stressThroughput } from './definitions/stress-throughput.ts';
import { throughput } from './definitions/throughput.ts';

/** Every gate by its id, the name that gate files use, in the order in which results are shown. */
export const gates = {
  'quality-ratio': qualityRatio,
  quality,
  'error-rate': errorRate,
  perplexity,
  agreement,
  robustness,
  'speed-up': speedUp,
  latency,
  'first-token': firstToken,
  throughput,
  'generation-speed': generationSpeed,
  'tail-latency-ratio': tailLatencyRatio,
  'stress-throughput': stressThroughput,
  'stress-errors': stressErrors,
  slowdown,
  'model-size': modelSize,
  'model-size-ratio': modelSizeRatio,
  memory,
  'memory-ratio': memoryRatio,
  power,
  'hosts-contacted': hostsContacted,
  'security-findings': securityFindings,
} satisfies Readonly<Record<string, Gate>>;

export type GateId = keyof typeof gates;

export const gateIds = Object.keys(gates) as readonly GateId[];

/** The gate with this id, of any kind. */
export function gateOf(id: GateId): Gate {
  return gates[id];
}
