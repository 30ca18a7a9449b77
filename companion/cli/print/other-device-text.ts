import type { DeviceSpecification } from '#planner/other-devices/device-specification.ts';
import type { DeviceForecast } from '#planner/other-devices/forecast-on-device.ts';
import type { OtherDeviceId } from '#planner/other-devices/index.ts';
import type { DeviceGate } from '#planner/other-devices/judge-device.ts';
import { listSources } from '#planner/other-devices/list-sources.ts';
import { otherDevices as words } from '#words/en/models/other-devices.ts';
import { formatTable } from './format-value.ts';
import { toSingleLine } from './terminal-text.ts';

/** Formats the forecast for another device, as on the Models page. */
export function formatOtherDevice(
  model: string,
  id: OtherDeviceId,
  device: DeviceSpecification,
  { processors, gates }: DeviceForecast,
): string {
  const { processor, time, basis } = words.columns;
  const rows = processors.map(({ kind, name, forecast }, index) => [
    words.processor(kind, name),
    forecast.known ? words.estimate(forecast) : words.noForecast(forecast.reason, forecast.minTokenMs),
    forecast.known ? words.basis(device.processors[index]?.runs.engine ?? '', forecast.basis) : '',
  ]);
  return [
    `${toSingleLine(model)}: ${words.mark}: ${words.names[id]}`,
    formatTable([[processor, time, basis], ...rows], '  ').trimEnd(),
    ...formatDeviceGates(gates, device.packageLimit?.package),
    words.sources,
    ...listSources(device).map((source) => `  ${source}`),
  ].join('\n');
}

/** Formats the gates of a device as the lines of a table; none without gates. */
export function formatDeviceGates(
  gates: readonly DeviceGate[],
  packageName?: NonNullable<DeviceSpecification['packageLimit']>['package'],
): string[] {
  if (gates.length === 0) return [];
  const { gate: requirement, value, limit, state } = words.gateColumns;
  const rows = gates.map((gate) => [
    words.gate(gate, packageName),
    words.gateValue(gate),
    words.gateLimit(gate),
    words.states[gate.state],
  ]);
  return [words.gatesCaption, formatTable([[requirement, value, limit, state], ...rows], '  ').trimEnd()];
}
