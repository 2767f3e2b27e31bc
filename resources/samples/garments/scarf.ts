import { shade } from '../colors';
import { fold, paint, type Fabric } from '../fabric';
import { torsoPoint } from '../figure';
import { mix, move, sample, tube } from '../geometry';
import type { Tailor } from './tailor';

/** A scarf: a loop around the neck and one end that hangs down in front. */
export function drawScarf(tailor: Tailor, fabric: Fabric): string {
  const { sheet, figure, light, random } = tailor;
  const { unit, neck, turn } = figure;
  const side = random.side();
  const length = random.between(0.7, 1.25);
  const hang = [
    move(neck, (side * 0.18 + turn * 0.1) * unit, 0.12 * unit),
    torsoPoint(figure, 0.3, side * 0.34 + turn * 0.2),
    torsoPoint(figure, length * 0.6, side * 0.4 + turn * 0.2),
    torsoPoint(figure, length, side * 0.36 + turn * 0.2),
  ];
  const end = tube(sample(hang, 16), (t) => unit * (0.13 + 0.07 * t));
  const loop = tube(
    sample(
      [
        move(mix(neck, figure.head, 0.12), -0.3 * unit, 0),
        move(neck, (turn * 0.1 - 0.05) * unit, 0.22 * unit),
        move(mix(neck, figure.head, 0.12), 0.3 * unit, 0),
      ],
      12,
    ),
    (t) => unit * (0.13 + 0.05 * Math.sin(Math.PI * t)),
  );
  const [from, to] = [hang[0], hang.at(-1)];
  const folds = from && to ? fold(from, to, 0.035 * unit, 0.02 * unit, light, 1.1) : '';
  return (
    paint(sheet, end, { ...fabric, color: shade(fabric.color, -0.04) }, light, unit, { folds, shadow: 0.06 }) +
    paint(sheet, loop, fabric, light, unit)
  );
}
