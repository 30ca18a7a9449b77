import type { EngineSettings } from '#core/engine/engine-settings.ts';
import type { Pointer } from '../ffi/memory.ts';
import type { OrtApi } from './ort-api.ts';

/** `GraphOptimizationLevel`, `ExecutionMode` and `OrtLoggingLevel` of the C API. */
const optimisationLevels = { disabled: 0, basic: 1, extended: 2, all: 99 } as const;
const executionModes = { sequential: 0, parallel: 1 } as const;
const severities = { verbose: 0, info: 1, warning: 2, error: 3, fatal: 4 } as const;

/** Creates the options of a session from engine settings. Other options keep their defaults. The caller releases the result. */
export function createSessionOptions(api: OrtApi, threads: number, settings: EngineSettings): Pointer {
  const options = api.callForResult('CreateSessionOptions');
  const { graphOptimisation, executionMode, interOpThreads, memoryPattern, memoryArena, logLevel } = settings;
  api.callChecked('SetIntraOpNumThreads', options, threads);
  if (graphOptimisation)
    api.callChecked('SetSessionGraphOptimizationLevel', options, optimisationLevels[graphOptimisation]);
  if (executionMode) api.callChecked('SetSessionExecutionMode', options, executionModes[executionMode]);
  if (interOpThreads !== undefined) api.callChecked('SetInterOpNumThreads', options, interOpThreads);
  if (memoryPattern !== undefined) api.callChecked(memoryPattern ? 'EnableMemPattern' : 'DisableMemPattern', options);
  if (memoryArena !== undefined) api.callChecked(memoryArena ? 'EnableCpuMemArena' : 'DisableCpuMemArena', options);
  if (logLevel) api.callChecked('SetSessionLogSeverityLevel', options, severities[logLevel]);
  return options;
}
