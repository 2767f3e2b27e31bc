import { TrainDevice, TrainEngine, TrainForm } from '../../../electron/contract/training';
import type { TrainConfig, TrainOverrides } from '../../../electron/contract/training';

interface NumberParameter {
  kind: 'number';
  name: NumberName;
  min: number;
  max: number;
  step: number | 'any';
}
interface ChoiceParameter {
  kind: 'choice';
  name: ChoiceName;
  values: readonly string[];
}

type NumberName = Exclude<
  { [K in keyof TrainConfig]-?: TrainConfig[K] extends number ? K : never }[keyof TrainConfig],
  'imageSize'
>;
type ChoiceName = 'engine' | 'device' | 'form' | 'loss' | 'discriminatorNorm' | 'flip' | 'augment';
export type Parameter = NumberParameter | ChoiceParameter;
export type ParameterName = Parameter['name'];

const number = (name: NumberName, min: number, max: number, step: number | 'any' = 1): NumberParameter => ({
  kind: 'number',
  name,
  min,
  max,
  step,
});
const choice = (name: ChoiceName, values: readonly string[]): ChoiceParameter => ({ kind: 'choice', name, values });

/** Every hyper-parameter of contract/training.ts but the size of the pictures, which the dataset decides. */
export const parameterGroups = [
  {
    group: 'length',
    parameters: [number('steps', 1, 10_000_000), number('batch', 2, 512), number('seed', 0, 0xffff_ffff)],
  },
  {
    group: 'networks',
    parameters: [
      number('latentDim', 1, 1024),
      number('generatorWidth', 4, 256),
      number('discriminatorWidth', 4, 256),
      choice('discriminatorNorm', ['batch', 'spectral']),
    ],
  },
  {
    group: 'learning',
    parameters: [
      choice('loss', ['bce', 'hinge']),
      number('learningRate', 0.000001, 0.1, 'any'),
      number('discriminatorRate', 0.000001, 0.1, 'any'),
      number('beta1', 0, 0.999, 'any'),
      number('beta2', 0.5, 0.99999, 'any'),
      number('emaDecay', 0, 0.99999, 'any'),
    ],
  },
  {
    group: 'pictures',
    parameters: [
      choice('flip', ['on', 'off']),
      choice('augment', ['none', 'color', 'translation', 'cutout', 'color+translation', 'color+translation+cutout']),
      number('augmentAfter', 0, 1_000_000, 'any'),
      number('augmentTarget', 0, 1, 'any'),
    ],
  },
  {
    group: 'keeping',
    parameters: [
      number('checkpointEvery', 1, 1_000_000),
      number('keepEvery', 0, 10_000_000),
      number('sampleEvery', 0, 1_000_000),
      number('sampleCount', 1, 256),
    ],
  },
  {
    group: 'machine',
    parameters: [
      choice('engine', TrainEngine.options),
      choice('device', TrainDevice.options),
      choice('form', TrainForm.options),
      number('threads', 0, 256),
      number('microBatch', 0, 512),
    ],
  },
] as const satisfies readonly { group: string; parameters: readonly Parameter[] }[];

/** A choice as it stands in the overrides; '' where the preset decides. */
export function chosenValue(overrides: TrainOverrides, name: ChoiceName): string {
  if (name === 'flip') return overrides.flip === undefined ? '' : overrides.flip ? 'on' : 'off';
  if (name === 'augment') return overrides.augment === undefined ? '' : overrides.augment.join('+') || 'none';
  return overrides[name] ?? '';
}

/** The overrides with one value changed; an empty one leaves it to the preset. */
export function withParameter(overrides: TrainOverrides, name: ParameterName, text: string): TrainOverrides {
  const rest: Record<string, unknown> = { ...overrides };
  delete rest[name];
  if (text === '') return rest;
  if (name === 'flip') return { ...rest, flip: text === 'on' };
  if (name === 'augment') {
    const augment = text === 'none' ? [] : (text.split('+') as TrainConfig['augment']);
    return { ...rest, augment };
  }
  const isChoice =
    name === 'engine' || name === 'device' || name === 'form' || name === 'loss' || name === 'discriminatorNorm';
  return { ...rest, [name]: isChoice ? text : Number(text) };
}

/** Where a setting comes from, as contract/training.ts says. The rest is this studio's own. */
export const sources: Partial<Record<ParameterName, string>> = {
  batch: 'DCGAN, section 4 (arXiv:1511.06434)',
  latentDim: 'DCGAN, section 4 (arXiv:1511.06434)',
  generatorWidth: 'PyTorch’s DCGAN tutorial',
  discriminatorWidth: 'PyTorch’s DCGAN tutorial',
  discriminatorNorm: 'DCGAN (arXiv:1511.06434); SN-GAN (arXiv:1802.05957)',
  loss: 'DCGAN (arXiv:1511.06434); Geometric GAN (arXiv:1705.02894)',
  learningRate: 'DCGAN, section 4 (arXiv:1511.06434)',
  discriminatorRate: 'Heusel et al. (arXiv:1706.08500)',
  beta1: 'DCGAN, section 4 (arXiv:1511.06434)',
  beta2: 'Adam (arXiv:1412.6980)',
  emaDecay: 'Yazıcı et al. (arXiv:1806.04498)',
  augment: 'DiffAugment (arXiv:2006.10738)',
  augmentTarget: 'Karras et al. (arXiv:2006.06676)',
};
