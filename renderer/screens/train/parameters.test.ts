import { expect, test } from 'vitest';
import { TrainConfig, TrainOverrides } from '../../../electron/contract/training';
import { chosenValue, parameterGroups, withParameter } from './parameters';

const parameters = parameterGroups.flatMap((group) => [...group.parameters]);

test('every hyper-parameter of the contract can be set, but for the preset, the origin and the size that the dataset has', () => {
  const offered = parameters.map((parameter) => parameter.name).sort();
  const wanted = Object.keys(TrainConfig.shape).filter((name) => !['preset', 'imageSize', 'origin'].includes(name));
  expect(offered).toEqual(wanted.sort());
});

test('every value on offer is one that the contract takes', () => {
  for (const parameter of parameters) {
    const values = parameter.kind === 'choice' ? parameter.values : [String(parameter.min), String(parameter.max)];
    for (const value of values) {
      const overrides = withParameter({}, parameter.name, value);
      expect([parameter.name, value, TrainOverrides.safeParse(overrides).success]).toEqual([
        parameter.name,
        value,
        true,
      ]);
      if (parameter.kind === 'choice') expect(chosenValue(overrides, parameter.name)).toBe(value);
    }
  }
});

test('every choice of the contract is on offer', () => {
  for (const parameter of parameters) {
    const field = TrainConfig.shape[parameter.name];
    if ('options' in field)
      expect([parameter.name, parameter]).toMatchObject([parameter.name, { values: field.options }]);
  }
});

test('an emptied field leaves the choice to the preset', () => {
  expect(withParameter({ steps: 5, batch: 8 }, 'steps', '')).toEqual({ batch: 8 });
  expect(chosenValue({}, 'flip')).toBe('');
  expect(chosenValue(withParameter({}, 'augment', 'none'), 'augment')).toBe('none');
});
