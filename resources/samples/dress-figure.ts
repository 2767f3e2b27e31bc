import { drawLegSkin, drawTorsoSkin } from './body';
import { shade, type Palette } from './colors';
import { beginDressing } from './dressing';
import type { Light, Sheet } from './fabric';
import type { Figure, Side } from './figure';
import { drawBag } from './garments/bag';
import { unite, type Bounds } from './geometry';
import { drawHairBehind, drawHead } from './head';
import { wearLook } from './looks';
import { castPerson } from './person';
import type { Random } from './random';
import { chooseLook, type Look } from './shapes';
import { drawShoe, type ShoeName } from './shoes';

export interface WornBox {
  readonly category: 'upper' | 'lower' | 'full' | 'outfit';
  readonly bounds: Bounds;
}

export interface DressedFigure {
  readonly svg: string;
  readonly boxes: readonly WornBox[];
  readonly title: string;
}

function chooseShoe(random: Random, masculine: boolean, look: Look): ShoeName {
  if (masculine) return random.pick<ShoeName>(['sneaker', 'flat', 'ankle boot', 'ankle boot']);
  const bareLegs = look === 'dress' || look === 'top and skirt' || look === 'coat';
  return random.weighted<ShoeName>({
    pump: 3,
    sandal: 1.5,
    'ankle boot': 2,
    'tall boot': bareLegs ? 1.6 : 0,
    sneaker: 1,
    flat: 1,
  });
}

/** Dresses a figure in a look of the palette and draws it, from what lies behind to what lies in front. */
export function dressFigure(
  sheet: Sheet,
  random: Random,
  figure: Figure,
  setting: { palette: Palette; ground: string; light: Light },
): DressedFigure {
  const { light } = setting;
  const person = castPerson(random, figure.build === 'masculine');
  const { skin } = person;
  const dressing = beginDressing(sheet, random, figure, person, setting);
  const { layers, worn, words, tailor, main, second, accent, masculine } = dressing;
  const look = chooseLook(random, figure);
  wearLook(dressing, look);

  const shoe = chooseShoe(random, masculine, look);
  const shoeColor = random.pick([accent, second, '#1d1a1c', shade(main, -0.2)]);
  const order: readonly Side[] = figure.legs.left.behind ? ['left', 'right'] : ['right', 'left'];
  const legs = order.map(
    (side) =>
      drawLegSkin(sheet, figure, side, skin, light) + drawShoe(sheet, figure, side, shoe, shoeColor, skin, light),
  );
  const sweeping = worn.full && worn.full.bottom > figure.ground - 0.6 * figure.unit;
  const svg = [
    drawHairBehind(sheet, figure, person, light),
    layers.far,
    layers.under,
    ...legs,
    layers.legs,
    drawTorsoSkin(sheet, figure, skin, light),
    layers.tucked,
    layers.lower,
    layers.body,
    layers.front,
    layers.arms,
    !sweeping && random.chance(0.4) ? drawBag(tailor, accent) : '',
    drawHead(sheet, figure, person, light, accent),
  ].join('');

  const outfit = unite(worn.upper, worn.lower, worn.full);
  const boxes = Object.entries({ ...worn, outfit }).flatMap(([category, bounds]) =>
    bounds ? [{ category: category as WornBox['category'], bounds }] : [],
  );
  return { svg, boxes, title: words.join(', ') };
}
