import type { TrainConfig } from '../../../electron/contract/training';
import { parameterGroups, type ParameterName } from './parameters';

export interface Difference {
  name: 'preset' | ParameterName;
  /** One for each run. */
  values: string[];
}

/** The settings in which runs differ, in the order in which the start panel lists them. */
export function differences(configs: readonly TrainConfig[]): Difference[] {
  const names = ['preset' as const, ...parameterGroups.flatMap(({ parameters }) => parameters.map(({ name }) => name))];
  return names
    .map((name) => ({ name, values: configs.map((config) => written(config[name])) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

/** A setting as it stands in the fields: `on`, `color+cutout`, `0.0002`. */
export function written(value: TrainConfig[ParameterName | 'preset']): string {
  if (Array.isArray(value)) return value.join('+') || 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return String(value);
}
