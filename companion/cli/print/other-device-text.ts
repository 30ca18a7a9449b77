import type { DeviceSpecification } from '#planner/other-devices/device-specification.ts';
import type { DeviceForecast } from '#planner/other-devices/forecast-on-device.ts';
import type { OtherDeviceId } from '#planner/other-devices/index.ts';
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
  const { gate: requirement, value, limit, state } = words.gateColumns;
  const gateRows = gates.map((gate) => [
    words.gate(gate, device.packageLimit?.package),
    words.gateValue(gate),
    words.gateLimit(gate),
    words.states[gate.state],
  ]);
  return [
    `${toSingleLine(model)}: ${words.mark}: ${words.names[id]}`,
    formatTable([[processor, time, basis], ...rows], '  ').trimEnd(),
    ...(gates.length > 0
      ? [words.gatesCaption, formatTable([[requirement, value, limit, state], ...gateRows], '  ').trimEnd()]
      : []),
    words.sources,
    ...listSources(device).map((source) => `  ${source}`),
  ].join('\n');
}
