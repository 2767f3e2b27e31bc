import { shade } from './colors';
import { drawTop, wearSleeves, wearTrousers, type Dressing } from './dressing';
import { torsoPoint } from './figure';
import { drawDress } from './garments/dress';
import type { Neckline } from './garments/neckline';
import { drawOpenFront } from './garments/open-front';
import { drawScarf } from './garments/scarf';
import { drawSkirt, type SkirtShape } from './garments/skirt';
import type { SleeveName } from './garments/sleeve';
import { fixed, intersect, openCurve, unite, type Bounds } from './geometry';
import { chooseDress, chooseGown, chooseSkirt, type Look } from './shapes';

/** A top over or under the waistband of trousers or a skirt. */
function wearSeparates(dressing: Dressing, { sleeved, skirted }: { sleeved: boolean; skirted: boolean }): void {
  const { tailor, layers, worn, words, main, second, cloth } = dressing;
  const { random, figure } = tailor;
  const tucked = random.chance(skirted ? 0.75 : 0.5);
  const upper = drawTop(dressing, cloth(main, 0.4), { tucked, sleeved });
  const fabric = cloth(second, skirted ? 0.45 : 0.22);
  let lower: Bounds;
  if (skirted) {
    const { name, shape, pleats } = chooseSkirt(random);
    const skirt = drawSkirt(tailor, shape, fabric, pleats);
    words.push(`${fabric.description} ${name}`);
    layers.under += skirt.behind;
    layers.lower += skirt.svg;
    lower = skirt.bounds;
  } else {
    const pair = wearTrousers(dressing, fabric);
    layers.lower += pair.svg;
    lower = pair.bounds;
  }
  worn.upper = upper.bounds;
  // What the top hides of the lower garment is not there to be boxed.
  worn.lower = tucked ? lower : { ...lower, top: Math.max(lower.top, upper.hem - 0.06 * figure.unit) };
  layers[tucked ? 'tucked' : 'body'] += upper.svg;
}

function wearJacket(dressing: Dressing): void {
  const { tailor, layers, worn, words, masculine, accent, cloth } = dressing;
  const { random, figure } = tailor;
  wearSeparates(dressing, { sleeved: false, skirted: !masculine && figure.pose !== 'sit' && random.chance(0.4) });
  const quilted = random.chance(0.18);
  const fabric = cloth(accent, quilted ? 0 : 0.25);
  const shape = {
    hem: random.between(masculine ? 0.95 : 0.72, 1.18),
    flare: 0.8,
    gap: random.between(0.14, 0.34),
    ease: quilted ? 0.2 : random.between(0.08, 0.14),
    quilted,
  };
  const jacket = drawOpenFront(tailor, shape, fabric);
  layers.front += jacket.svg;
  const sleeves = wearSleeves(dressing, random.pick(['long', 'long', 'loose']), fabric, quilted ? 0.14 : 0.06);
  worn.upper = unite(worn.upper, jacket.bounds, sleeves);
  words.push(`${fabric.description}${quilted ? ' quilted' : ''} jacket`);
}

function wearOpenCoat(dressing: Dressing): void {
  const { tailor, layers, worn, words, masculine, accent, cloth } = dressing;
  const { random, figure } = tailor;
  wearSeparates(dressing, { sleeved: false, skirted: !masculine && random.chance(0.45) });
  const fabric = cloth(accent, 0.25);
  const shape = {
    hem: random.between(1.75, 2.45),
    flare: random.between(0.85, 1.25),
    gap: random.between(0.32, 0.55),
    ease: random.between(0.1, 0.16),
    quilted: false,
  };
  const coat = drawOpenFront(tailor, shape, fabric);
  layers.front += coat.svg;
  layers.under = coat.behind + layers.under;
  worn.full = unite(coat.bounds, wearSleeves(dressing, random.pick(['long', 'loose', 'long']), fabric, 0.08));
  // Under an open coat only what the opening shows is there to be boxed, and only where it is well seen.
  const seen = (bounds: Bounds | undefined) => {
    const part = bounds && intersect(bounds, coat.opening);
    return part && part.right - part.left > 0.42 * figure.unit ? part : undefined;
  };
  worn.upper = seen(worn.upper);
  worn.lower = worn.lower && worn.lower.bottom > coat.bounds.bottom ? worn.lower : seen(worn.lower);
  words.push(`long ${fabric.description} coat`);
  if (random.chance(0.3)) layers.front += drawScarf(tailor, cloth(dressing.second, 0.5));
}

function wearCoat(dressing: Dressing): void {
  const { tailor, layers, worn, words, main, second, cloth } = dressing;
  const { random } = tailor;
  const fabric = cloth(main, 0.25);
  const shape: SkirtShape = {
    from: 0.66,
    length: random.between(1.5, 3.3),
    hem: random.between(0.85, 1.3),
    power: 0.9,
    wave: 0.012,
    ease: 0.12,
    tiers: 0,
    rise: 0,
  };
  const belt = random.chance(0.6) ? shade(main, -0.18) : undefined;
  const coat = drawDress(tailor, { neckline: 'v', hem: 0.66, ease: 0.1 }, shape, fabric, {
    belt,
    pleats: 5,
    coat: true,
  });
  layers.under += coat.behind;
  layers.body += coat.svg;
  if (shape.length < 2.6 && random.chance(0.6)) {
    layers.legs += wearTrousers(dressing, cloth(second, 0.1), 0.8).svg;
    words.pop();
  }
  worn.full = unite(coat.bounds, wearSleeves(dressing, random.pick(['long', 'loose']), fabric, 0.08));
  words.push(`${belt ? 'belted ' : ''}${fabric.description} coat`);
  if (random.chance(0.3)) layers.front += drawScarf(tailor, cloth(second, 0.5));
}

function wearJumpsuit(dressing: Dressing): void {
  const { tailor, layers, worn, words, main, accent, cloth } = dressing;
  const { random, figure } = tailor;
  const fabric = cloth(main, 0.3);
  const legs = wearTrousers(dressing, fabric, 0.66);
  const body = drawTop(dressing, fabric, { tucked: true, sleeved: true });
  const belt = openCurve([torsoPoint(figure, 0.68, -1.06), torsoPoint(figure, 0.7, 0), torsoPoint(figure, 0.68, 1.06)]);
  layers.lower += legs.svg;
  layers.body += `${body.svg}<path d="${belt}" fill="none" stroke="${random.chance(0.5) ? accent : shade(main, -0.14)}" stroke-width="${fixed(figure.unit * 0.14)}"/>`;
  worn.full = unite(legs.bounds, body.bounds);
  words.splice(0, words.length, `${fabric.description} jumpsuit`);
}

function wearDress(dressing: Dressing, gown: boolean): void {
  const { tailor, layers, worn, words, main, accent, cloth } = dressing;
  const { random } = tailor;
  const fabric = cloth(main, 0.5);
  const { name, shape, pleats } = gown ? chooseGown(random) : chooseDress(random);
  const necklines: readonly Neckline[] = name.includes('slip')
    ? ['straps']
    : name.includes('shirt')
      ? ['collar']
      : gown
        ? ['off', 'straps', 'halter', 'deep v', 'boat']
        : ['crew', 'v', 'scoop', 'boat', 'straps', 'halter', 'off', 'turtle', 'deep v'];
  const neckline = random.pick(necklines);
  const bare = neckline === 'straps' || neckline === 'halter' || neckline === 'off' || random.chance(0.25);
  const ease = name.includes('tent') ? 0.08 : random.between(0.01, 0.05);
  const belt = shape.from > 0.5 && random.chance(0.3) ? accent : undefined;
  const dress = drawDress(tailor, { neckline, hem: shape.from, ease }, shape, fabric, { belt, pleats, coat: false });
  const sleeve = bare
    ? undefined
    : random.pick<SleeveName>(['cap', 'short', 'long', 'puff', 'bishop', 'bell', 'elbow']);
  layers.under += dress.behind;
  layers.body += dress.svg;
  worn.full = unite(dress.bounds, wearSleeves(dressing, sleeve, fabric, ease));
  words.push(`${fabric.description} ${name}`);
}

/** Puts a look on: draws its garments into the layers and notes what is worn where. */
export function wearLook(dressing: Dressing, look: Look): void {
  switch (look) {
    case 'top and trousers':
      return wearSeparates(dressing, { sleeved: true, skirted: false });
    case 'top and skirt':
      return wearSeparates(dressing, { sleeved: true, skirted: true });
    case 'jacket':
      return wearJacket(dressing);
    case 'open coat':
      return wearOpenCoat(dressing);
    case 'coat':
      return wearCoat(dressing);
    case 'jumpsuit':
      return wearJumpsuit(dressing);
    case 'dress':
      return wearDress(dressing, false);
    case 'gown':
      return wearDress(dressing, true);
  }
}
