import type { Gate } from './gate.ts';
import { agreement } from './definitions/agreement.ts';
import { tailLatencyRatio } from './definitions/tail-latency-ratio.ts';
import { errorRate } from './definitions/error-rate.ts';
import { timeToFirstToken } from './definitions/time-to-first-token.ts';
import { generationThroughput } from './definitions/generation-throughput.ts';
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
import { sustainedSlowdown } from './definitions/sustained-slowdown.ts';
import { errorsUnderLoad } from './definitions/errors-under-load.ts';
import { throughputUnderLoad } from './definitions/throughput-under-load.ts';
import { throughput } from './definitions/throughput.ts';

/** All gates by the ids that gate files use, in the order of the results. */
export const gates = {
  'quality-ratio': qualityRatio,
  quality,
  'error-rate': errorRate,
  perplexity,
  agreement,
  robustness,
  'speed-up': speedUp,
  latency,
  'time-to-first-token': timeToFirstToken,
  throughput,
  'generation-throughput': generationThroughput,
  'tail-latency-ratio': tailLatencyRatio,
  'throughput-under-load': throughputUnderLoad,
  'errors-under-load': errorsUnderLoad,
  'sustained-slowdown': sustainedSlowdown,
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

/** Returns the gate with this id. */
export function getGate(id: GateId): Gate {
  return gates[id];
}
