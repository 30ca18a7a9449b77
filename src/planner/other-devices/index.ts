import androidHigh from './specifications/android-high.json' with { type: 'json' };
import androidLow from './specifications/android-low.json' with { type: 'json' };
import androidMid from './specifications/android-mid.json' with { type: 'json' };
import appleM1 from './specifications/apple-m1.json' with { type: 'json' };
import appleM3 from './specifications/apple-m3.json' with { type: 'json' };
import edgeTpu from './specifications/edge-tpu.json' with { type: 'json' };
import intelCeleronN5105 from './specifications/intel-celeron-n5105.json' with { type: 'json' };
import intelCoreI72019 from './specifications/intel-core-i7-2019.json' with { type: 'json' };
import intelCoreUltra9 from './specifications/intel-core-ultra-9.json' with { type: 'json' };
import iphone11Pro from './specifications/iphone-11-pro.json' with { type: 'json' };
import iphoneXs from './specifications/iphone-xs.json' with { type: 'json' };
import jetsonNano from './specifications/jetson-nano.json' with { type: 'json' };
import jetsonOrinNano from './specifications/jetson-orin-nano.json' with { type: 'json' };
import nvidiaDesktop from './specifications/nvidia-desktop.json' with { type: 'json' };
import raspberryPi4 from './specifications/raspberry-pi-4.json' with { type: 'json' };
import raspberryPi5 from './specifications/raspberry-pi-5.json' with { type: 'json' };
import stm32l4 from './specifications/stm32l4.json' with { type: 'json' };
import type { DeviceSpecification } from './device-specification.ts';

/** Other devices by id, in the order of the menu. */
const specifications = {
  'iphone-xs': iphoneXs,
  'iphone-11-pro': iphone11Pro,
  'android-high': androidHigh,
  'android-mid': androidMid,
  'android-low': androidLow,
  'raspberry-pi-4': raspberryPi4,
  'raspberry-pi-5': raspberryPi5,
  'intel-core-ultra-9': intelCoreUltra9,
  'intel-core-i7-2019': intelCoreI72019,
  'intel-celeron-n5105': intelCeleronN5105,
  'apple-m1': appleM1,
  'apple-m3': appleM3,
  'jetson-nano': jetsonNano,
  'jetson-orin-nano': jetsonOrinNano,
  'nvidia-desktop': nvidiaDesktop,
  'edge-tpu': edgeTpu,
  stm32l4: stm32l4,
};

export type OtherDeviceId = keyof typeof specifications;

export const otherDevices = specifications as Readonly<Record<OtherDeviceId, DeviceSpecification>>;

export const otherDeviceIds = Object.keys(specifications) as readonly OtherDeviceId[];

export const isOtherDeviceId = (id: string): id is OtherDeviceId => Object.hasOwn(specifications, id);
