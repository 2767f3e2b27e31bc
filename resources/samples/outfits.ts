import {
  drawArmSkin,
  drawHairBehind,
  drawHand,
  drawHead,
  drawLegSkin,
  drawShoe,
  drawTorsoSkin,
  type Hairstyle,
  type Person,
  type ShoeName,
} from './body';
import { hairColors, lightness, mixColors, shade, skinTones, type Palette } from './colors';
import { makeFabric, paint, plain, type Fabric, type Light, type Sheet } from './fabric';
import { torsoPoint, type Figure, type Side } from './figure';
import {
  drawDress,
  drawOpenFront,
  drawSkirt,
  drawSleeve,
  drawTopBody,
  drawTrousers,
  type Neckline,
  type Piece,
  type SkirtShape,
  type SleeveName,
  type Tailor,
} from './garments';
import { intersect, move, openCurve, outline, unite, type Bounds, type Point } from './geometry';
import type { Random } from './random';

export interface WornBox {
  readonly category: 'upper' | 'lower' | 'full' | 'outfit';
  readonly bounds: Bounds;
}

export interface DressedFigure {
  readonly svg: string;
  readonly boxes: readonly WornBox[];
  readonly title: string;
}

type Look = 'top and trousers' | 'top and skirt' | 'jacket' | 'dress' | 'gown' | 'jumpsuit' | 'coat' | 'open coat';

/** Casts a person: skin, hair and what the face shows of itself. */
export function castPerson(random: Random, masculine: boolean): Person {
  const skin = random.pick(skinTones);
  const styles: Record<Hairstyle, number> = masculine
    ? { crop: 5, slick: 3, afro: 1, bun: 0.7, hat: 0.8, bob: 0.2, long: 0, wavy: 0, ponytail: 0, beret: 0.5, scarf: 0 }
    : {
        bun: 2.4,
        bob: 2,
        long: 2,
        wavy: 2,
        ponytail: 1.6,
        crop: 0.8,
        afro: 1,
        slick: 0.8,
        hat: 1,
        beret: 0.6,
        scarf: 0.7,
      };
  const dark = lightness(skin) < 0.62;
  // A face must not melt into its hair.
  const apart = hairColors.filter((color) => Math.abs(lightness(color) - lightness(skin)) > 0.14);
  return {
    skin,
    hair: random.pick(dark && random.chance(0.85) ? apart.slice(0, 3) : apart),
    hairstyle: random.weighted(styles),
    glasses: random.chance(0.22),
    lips: masculine
      ? mixColors(skin, '#7a3a34', 0.35)
      : mixColors(skin, random.pick(['#b3262e', '#a8455a', '#8f2f3a', '#c25a4a']), 0.75),
  };
}

function chooseLook(random: Random, figure: Figure, wanted: Look | undefined): Look {
  if (figure.pose === 'sit') return random.pick<Look>(['top and trousers', 'jacket', 'top and trousers', 'jumpsuit']);
  if (wanted) return wanted;
  return figure.build === 'masculine'
    ? random.weighted<Look>({
        'top and trousers': 4,
        jacket: 4,
        'open coat': 2,
        coat: 1.2,
        jumpsuit: 0.5,
        dress: 0,
        gown: 0,
        'top and skirt': 0,
      })
    : random.weighted<Look>({
        dress: 4,
        gown: 1.6,
        'top and skirt': 2.6,
        'top and trousers': 2.6,
        jacket: 1.8,
        jumpsuit: 1.2,
        coat: 1.3,
        'open coat': 1.4,
      });
}

const skirtShapes = (random: Random): { name: string; shape: SkirtShape; pleats: number } => {
  const make = (
    name: string,
    length: [number, number],
    hem: [number, number],
    power: number,
    wave: number,
    pleats: number,
  ) => ({
    name,
    pleats,
    shape: { from: 0.64, length: random.between(...length), hem: random.between(...hem), power, wave, ease: 0.05 },
  });
  return random.weighted({ pencil: 1.5, mini: 1.6, aline: 2, midi: 1.8, full: 1.3, maxi: 1.3 }) === 'pencil'
    ? make('pencil skirt', [1.6, 2.4], [0.5, 0.6], 1, 0.005, 3)
    : random.pick([
        make('mini skirt', [0.7, 1.1], [0.72, 0.95], 0.8, 0.025, 7),
        make('A-line skirt', [1.4, 2.2], [0.95, 1.25], 0.9, 0.03, 8),
        make('midi skirt', [2.6, 3.3], [0.95, 1.35], 1, 0.035, 10),
        make('full skirt', [1.7, 2.6], [1.4, 1.75], 0.62, 0.05, 12),
        make('maxi skirt', [3.5, 4.4], [0.95, 1.5], 1.05, 0.04, 11),
      ]);
};

const dressShapes = (random: Random, gown: boolean): { name: string; shape: SkirtShape; pleats: number } => {
  const make = (
    name: string,
    length: [number, number],
    hem: [number, number],
    power: number,
    wave: number,
    pleats: number,
    from = 0.66,
  ) => ({
    name,
    pleats,
    shape: { from, length: random.between(...length), hem: random.between(...hem), power, wave, ease: 0.05 },
  });
  return gown
    ? random.pick([
        make('ball gown', [4.6, 4.8], [2, 2.5], 0.55, 0.05, 15),
        make('column gown', [4.5, 4.8], [0.75, 0.95], 1, 0.02, 7),
        make('mermaid gown', [4.5, 4.8], [1.35, 1.75], 3, 0.04, 8),
        make('A-line gown', [4.4, 4.8], [1.5, 1.9], 0.95, 0.04, 12),
      ])
    : random.pick([
        make('mini dress', [0.7, 1.2], [0.75, 0.95], 0.9, 0.02, 6),
        make('sheath dress', [1.5, 2.2], [0.56, 0.66], 1, 0.005, 4),
        make('A-line dress', [1.5, 2.4], [1.05, 1.4], 0.85, 0.03, 9),
        make('tea dress', [2.4, 3.2], [1.1, 1.5], 0.8, 0.045, 11),
        make('slip dress', [2.6, 3.6], [0.68, 0.85], 1, 0.012, 6),
        make('tent dress', [1.3, 2.8], [1.2, 1.6], 1, 0.03, 8, 0.3),
        make('shirt dress', [1.6, 2.8], [0.85, 1.1], 0.9, 0.02, 6),
      ]);
};

interface Worn {
  upper?: Bounds | undefined;
  lower?: Bounds | undefined;
  full?: Bounds | undefined;
}

/** Dresses a figure in a look of the palette and draws it, from what lies behind to what lies in front. */
export function dressFigure(
  sheet: Sheet,
  random: Random,
  figure: Figure,
  setting: { palette: Palette; ground: string; light: Light; look?: Look | undefined },
): DressedFigure {
  const { light } = setting;
  const { unit } = figure;
  const masculine = figure.build === 'masculine';
  const person = castPerson(random, masculine);
  const tailor: Tailor = { sheet, figure, light, random };
  const look = chooseLook(random, figure, setting.look);

  // Cloth must stand out from the ground behind it and from the skin beside it.
  const apart = setting.palette.cloth.filter((color) => Math.abs(lightness(color) - lightness(setting.ground)) > 0.13);
  const pool = apart.length >= 2 ? apart : setting.palette.cloth;
  const main = random.pick(pool);
  const rest = setting.palette.cloth.filter(
    (color) => color !== main && Math.abs(lightness(color) - lightness(main)) > 0.1,
  );
  const second = random.chance(0.14) ? main : random.pick(rest.length > 0 ? rest : pool);
  const accent = random.pick(
    setting.palette.cloth.filter((color) => color !== main && color !== second).concat(second),
  );
  const cloth = (color: string, patterned: number): Fabric =>
    makeFabric(
      sheet,
      random,
      unit,
      color,
      setting.palette.cloth.filter((other) => other !== color),
      patterned,
    );

  const worn: Worn = {};
  const layers = { far: '', under: '', legs: '', tucked: '', lower: '', body: '', front: '', arms: '' };
  const words: string[] = [];
  const skin = (side: Side) => drawArmSkin(sheet, figure, side, person.skin, light);
  const sleeves = (sleeve: SleeveName | undefined, fabric: Fabric, ease: number): Bounds | undefined => {
    let bounds: Bounds | undefined;
    for (const side of ['left', 'right'] as const) {
      let svg =
        sleeve && (sleeve === 'long' || sleeve === 'bishop' || sleeve === 'loose')
          ? drawHand(sheet, figure, side, person.skin, light)
          : skin(side);
      if (sleeve) {
        const piece = drawSleeve(tailor, side, sleeve, fabric, ease);
        svg += piece.svg;
        bounds = unite(bounds, piece.bounds);
      }
      if (figure.arms[side].behind) layers.far += svg;
      else layers.arms += svg;
    }
    return bounds;
  };

  const trousers = (fabric: Fabric, from = 0.68): Piece => {
    const kind =
      figure.pose === 'sit'
        ? random.pick(['slim', 'straight', 'wide'])
        : random.weighted({
            slim: 2.4,
            straight: 2,
            wide: 2.2,
            flare: 1,
            shorts: masculine ? 0.7 : 1.2,
            culottes: 0.8,
          });
    const shape = {
      slim: { from, length: 0.97, thigh: 0.31, knee: 0.19, hem: 0.12 },
      straight: { from, length: 1, thigh: 0.34, knee: 0.26, hem: 0.23 },
      wide: { from, length: 1, thigh: 0.38, knee: 0.4, hem: 0.44 },
      flare: { from, length: 1, thigh: 0.31, knee: 0.21, hem: 0.4 },
      shorts: { from, length: random.between(0.26, 0.42), thigh: 0.38, knee: 0.4, hem: 0.4 },
      culottes: { from, length: 0.74, thigh: 0.37, knee: 0.4, hem: 0.44 },
    }[kind] ?? { from, length: 1, thigh: 0.34, knee: 0.26, hem: 0.23 };
    words.push(`${fabric.description} ${kind === 'shorts' || kind === 'culottes' ? kind : `${kind} trousers`}`);
    return drawTrousers(tailor, shape, fabric, { crease: random.chance(0.3), denim: random.chance(0.25) });
  };

  const top = (fabric: Fabric, tucked: boolean, sleeved: boolean): { svg: string; bounds: Bounds; hem: number } => {
    const neckline = masculine
      ? random.weighted<Neckline>({
          crew: 3,
          collar: 3,
          v: 1,
          turtle: 2,
          scoop: 0,
          boat: 0,
          'deep v': 0,
          off: 0,
          straps: 0,
          halter: 0,
        })
      : sleeved
        ? random.weighted<Neckline>({
            crew: 2,
            v: 1.4,
            scoop: 1,
            boat: 1.2,
            turtle: 1.2,
            collar: 1.6,
            straps: 0.9,
            off: 0.8,
            halter: 0.7,
            'deep v': 0.6,
          })
        : random.pick<Neckline>(['crew', 'turtle', 'scoop', 'v', 'collar']);
    const bare = neckline === 'straps' || neckline === 'halter' || neckline === 'off';
    const ease = neckline === 'turtle' ? 0.04 : random.between(0.02, masculine ? 0.1 : 0.13);
    const hem = tucked ? 0.71 : random.pick([0.6, 0.78, 0.95, 1.05, 1.12]);
    const body = drawTopBody(tailor, { neckline, hem: masculine ? Math.max(0.95, hem) : hem, ease }, fabric, {
      buttons: neckline === 'collar',
    });
    let bounds = body.bounds;
    if (sleeved) {
      const sleeve =
        bare && neckline !== 'off'
          ? undefined
          : neckline === 'off'
            ? random.chance(0.5)
              ? 'puff'
              : undefined
            : masculine
              ? random.pick<SleeveName>(['short', 'long', 'long', 'elbow'])
              : random.weighted<SleeveName>({
                  cap: 0.8,
                  short: 2,
                  elbow: 1,
                  long: 3,
                  puff: 1,
                  bishop: 1,
                  bell: 0.8,
                  loose: 0.7,
                });
      bounds = unite(bounds, sleeves(sleeve, fabric, ease)) ?? bounds;
    }
    words.push(`${fabric.description} ${neckline === 'collar' ? 'shirt' : fabric.finish === 'knit' ? 'knit' : 'top'}`);
    return { svg: body.svg, bounds, hem: body.bounds.bottom };
  };

  const separates = (sleeved: boolean, skirted: boolean): void => {
    const tucked = random.chance(skirted ? 0.75 : 0.5);
    const upper = top(cloth(main, 0.4), tucked, sleeved);
    const lowerCloth = cloth(second, skirted ? 0.45 : 0.22);
    if (skirted) {
      const { name, shape, pleats } = skirtShapes(random);
      const skirt = drawSkirt(tailor, shape, lowerCloth, pleats);
      words.push(`${lowerCloth.description} ${name}`);
      layers.under += skirt.behind;
      layers.lower += skirt.svg;
      worn.lower = skirt.bounds;
    } else {
      const pair = trousers(lowerCloth);
      layers.lower += pair.svg;
      worn.lower = pair.bounds;
    }
    worn.upper = upper.bounds;
    if (tucked) layers.tucked += upper.svg;
    else {
      layers.body += upper.svg;
      // What the top hides of the lower garment is not there to be boxed.
      worn.lower = { ...worn.lower, top: Math.max(worn.lower.top, upper.hem - 0.06 * unit) };
    }
  };

  switch (look) {
    case 'top and trousers':
      separates(true, false);
      break;
    case 'top and skirt':
      separates(true, true);
      break;
    case 'jacket': {
      separates(false, !masculine && figure.pose !== 'sit' && random.chance(0.4));
      const fabric = cloth(accent, 0.25);
      const ease = random.between(0.08, 0.14);
      const jacket = drawOpenFront(
        tailor,
        { hem: random.between(masculine ? 0.95 : 0.72, 1.18), flare: 0.8, gap: random.between(0.14, 0.34), ease },
        fabric,
      );
      layers.front += jacket.svg;
      const arms = sleeves(random.pick(['long', 'long', 'loose']), fabric, 0.06);
      worn.upper = unite(worn.upper, jacket.bounds, arms);
      words.push(`${fabric.description} jacket`);
      break;
    }
    case 'open coat': {
      separates(false, !masculine && random.chance(0.45));
      const fabric = cloth(accent, 0.25);
      const coat = drawOpenFront(
        tailor,
        {
          hem: random.between(1.75, 2.45),
          flare: random.between(0.85, 1.25),
          gap: random.between(0.32, 0.55),
          ease: random.between(0.1, 0.16),
        },
        fabric,
      );
      layers.front += coat.svg;
      layers.under = coat.behind + layers.under;
      worn.full = unite(coat.bounds, sleeves(random.pick(['long', 'loose', 'long']), fabric, 0.08));
      // Under an open coat only what the opening shows is there to be boxed.
      const seen = (bounds: Bounds | undefined) => bounds && intersect(bounds, coat.opening);
      const wideEnough = (bounds: Bounds | undefined) => bounds && bounds.right - bounds.left > 0.42 * unit;
      const [upper, lower] = [seen(worn.upper), worn.lower];
      worn.upper = wideEnough(upper) ? upper : undefined;
      worn.lower =
        lower && lower.bottom > coat.bounds.bottom ? lower : wideEnough(seen(lower)) ? seen(lower) : undefined;
      words.push(`long ${fabric.description} coat`);
      break;
    }
    case 'coat': {
      const fabric = cloth(main, 0.25);
      const shape: SkirtShape = {
        from: 0.66,
        length: random.between(1.5, 3.3),
        hem: random.between(0.85, 1.3),
        power: 0.9,
        wave: 0.012,
        ease: 0.12,
      };
      const coat = drawDress(tailor, { neckline: 'v', hem: 0.66, ease: 0.1 }, shape, fabric, {
        belt: random.chance(0.6) ? shade(main, -0.18) : undefined,
        pleats: 5,
        coat: true,
      });
      layers.under += coat.behind;
      layers.body += coat.svg;
      if (shape.length < 2.6 && random.chance(0.6)) {
        const pair = trousers(cloth(second, 0.1), 0.8);
        layers.legs += pair.svg;
        words.pop();
      }
      worn.full = unite(coat.bounds, sleeves(random.pick(['long', 'loose']), fabric, 0.08));
      words.push(`belted ${fabric.description} coat`);
      break;
    }
    case 'jumpsuit': {
      const fabric = cloth(main, 0.3);
      const pair = trousers(fabric, 0.66);
      words.pop();
      const body = top(fabric, true, true);
      words.pop();
      layers.lower += pair.svg;
      layers.body += body.svg;
      const belt = openCurve([
        torsoPoint(figure, 0.68, -1.06),
        torsoPoint(figure, 0.7, 0),
        torsoPoint(figure, 0.68, 1.06),
      ]);
      layers.body += `<path d="${belt}" fill="none" stroke="${random.chance(0.5) ? accent : shade(main, -0.14)}" stroke-width="${(unit * 0.14).toFixed(1)}"/>`;
      worn.full = unite(pair.bounds, body.bounds);
      words.push(`${fabric.description} jumpsuit`);
      break;
    }
    case 'dress':
    case 'gown': {
      const fabric = cloth(main, 0.5);
      const { name, shape, pleats } = dressShapes(random, look === 'gown');
      const neckline: Neckline =
        name === 'slip dress'
          ? 'straps'
          : name === 'shirt dress'
            ? 'collar'
            : look === 'gown'
              ? random.pick(['off', 'straps', 'halter', 'deep v', 'boat'])
              : random.pick(['crew', 'v', 'scoop', 'boat', 'straps', 'halter', 'off', 'turtle', 'deep v']);
      const bare = neckline === 'straps' || neckline === 'halter' || neckline === 'off';
      const sleeve: SleeveName | undefined =
        bare || random.chance(0.25)
          ? undefined
          : random.pick<SleeveName>(['cap', 'short', 'long', 'puff', 'bishop', 'bell', 'elbow']);
      const ease = name === 'tent dress' ? 0.08 : random.between(0.01, 0.05);
      const dress = drawDress(tailor, { neckline, hem: shape.from, ease }, shape, fabric, {
        belt: random.chance(0.3) && shape.from > 0.5 ? accent : undefined,
        pleats,
        coat: false,
      });
      layers.under += dress.behind;
      layers.body += dress.svg;
      worn.full = unite(dress.bounds, sleeves(sleeve, fabric, ease));
      words.push(`${fabric.description} ${name}`);
      break;
    }
  }

  const long = worn.full && worn.full.bottom > figure.ground - 0.6 * unit;
  const shoe: ShoeName = masculine
    ? random.pick<ShoeName>(['sneaker', 'flat', 'ankle boot', 'ankle boot'])
    : random.weighted<ShoeName>({
        pump: 3,
        sandal: 1.5,
        'ankle boot': 2,
        'tall boot': look === 'dress' || look === 'top and skirt' || look === 'coat' ? 1.6 : 0,
        sneaker: 1,
        flat: 1,
      });
  const shoeColor = random.pick([accent, second, '#1d1a1c', shade(main, -0.2)]);
  const order: Side[] = figure.legs.left.behind ? ['left', 'right'] : ['right', 'left'];
  const legs = order
    .map(
      (side) =>
        drawLegSkin(sheet, figure, side, person.skin, light) +
        drawShoe(sheet, figure, side, shoe, shoeColor, person.skin, light),
    )
    .join('');
  const bag = !long && random.chance(0.4) ? drawBag(tailor, accent) : '';

  const svg = [
    drawHairBehind(sheet, figure, person, light),
    layers.far,
    layers.under,
    legs,
    layers.legs,
    drawTorsoSkin(sheet, figure, person.skin, light),
    layers.tucked,
    layers.lower,
    layers.body,
    layers.front,
    layers.arms,
    bag,
    drawHead(sheet, figure, person, light, accent),
  ].join('');

  const all = unite(worn.upper, worn.lower, worn.full);
  const boxes: WornBox[] = [];
  if (worn.upper) boxes.push({ category: 'upper', bounds: worn.upper });
  if (worn.lower) boxes.push({ category: 'lower', bounds: worn.lower });
  if (worn.full) boxes.push({ category: 'full', bounds: worn.full });
  if (all) boxes.push({ category: 'outfit', bounds: all });
  return { svg, boxes, title: words.join(', ') };
}

/** A handbag from the lower hand, or a clutch in it. */
function drawBag(tailor: Tailor, color: string): string {
  const { sheet, figure, light, random } = tailor;
  const { unit } = figure;
  const free = (['left', 'right'] as const).filter(
    (side) =>
      !figure.arms[side].resting &&
      !figure.arms[side].behind &&
      figure.arms[side].hand[1] > figure.pelvis[1] - 0.6 * unit,
  );
  const side = free[0];
  if (!side) return '';
  const hold = move(figure.arms[side].hand, 0, -0.14 * unit);
  const at = (x: number, y: number): Point => move(hold, x * unit, y * unit);
  const leather = plain(color, 'leather');
  if (random.chance(0.35)) {
    const clutch = outline([at(-0.42, -0.12), at(-0.44, 0.26)], [at(0.4, 0.3), at(0.42, -0.08)]);
    return paint(sheet, clutch, leather, light, unit, {
      details: `<path d="${openCurve([at(-0.42, -0.1), at(0, 0.12), at(0.42, -0.06)])}" fill="none" stroke="#0a0713" stroke-opacity=".35" stroke-width="${(unit * 0.03).toFixed(1)}"/>`,
    });
  }
  const [w, h] = [random.between(0.3, 0.46), random.between(0.4, 0.62)];
  const drop = 0.42;
  const handle = openCurve([
    at(-w * 0.5, drop + 0.04),
    at(-w * 0.34, 0.08),
    at(0, -0.02),
    at(w * 0.34, 0.08),
    at(w * 0.5, drop + 0.04),
  ]);
  const body = outline([at(-w * 0.85, drop), at(-w, drop + h)], [at(w, drop + h), at(w * 0.85, drop)]);
  const flap = openCurve([at(-w * 0.86, drop + h * 0.36), at(0, drop + h * 0.52), at(w * 0.86, drop + h * 0.36)]);
  return `<path d="${handle}" fill="none" stroke="${shade(color, -0.1)}" stroke-width="${(unit * 0.055).toFixed(1)}"/>${paint(sheet, body, leather, light, unit, { details: `<path d="${flap}" fill="none" stroke="#0a0713" stroke-opacity=".35" stroke-width="${(unit * 0.03).toFixed(1)}"/><circle cx="${at(0, drop + h * 0.52)[0].toFixed(1)}" cy="${at(0, drop + h * 0.52)[1].toFixed(1)}" r="${(unit * 0.045).toFixed(1)}" fill="#d9b36a"/>` })}`;
}
