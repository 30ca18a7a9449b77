import { expect, test, vi } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { createSampleReport } from '#core/report/report.fixture.ts';
import { recordForecastOfReport } from './forecast-record.ts';
import { storedModels } from './stored-models.svelte.ts';

vi.mock('#bridge/inspect-handle.ts', () => ({
  InspectHandle: class {
    close() {}
  },
}));
vi.mock('../device/cached-device-profile.svelte.ts', () => ({ cachedDeviceProfile: { profile: {} } }));

test('a run whose model was deleted meanwhile is not compared with a forecast, without an error', async () => {
  const readFiles = vi.spyOn(storedModels, 'loadFiles').mockRejectedValueOnce(new AppError('model-not-stored'));
  const subject = { kind: 'model', id: 'https://models.test/model.onnx' } as const;
  const run = recordForecastOfReport({ subject, engine: 'ort', device: 'wasm', effort: 'quick' }, createSampleReport());
  expect(await run).toBeNull();
  expect(readFiles).toHaveBeenCalledOnce();
});
