import { shade } from '../colors';
import { fold, paint, type Fabric } from '../fabric';
import { torsoEdge, torsoPoint, type Side } from '../figure';
import { fixed, lerp, mix, openCurve, outline, type Point } from '../geometry';
import { drawLapels } from './lapels';
import { neckRun, shoulderPoint, strapsOf } from './neckline';
import { hemInside, skirtDrop, skirtFolds, tierSeams, type SkirtShape } from './skirt';
import { foldsOf, waist, type Piece, type Tailor } from './tailor';
import type { TopShape } from './top';

/** Bodice and skirt in one: a dress, or the closed front of a coat. */
export function drawDress(
  tailor: Tailor,
  bodice: TopShape,
  skirt: SkirtShape,
  fabric: Fabric,
  options: { belt: string | undefined; pleats: number; coat: boolean },
): Piece & { behind: string } {
  const { sheet, figure, light, random } = tailor;
  const { unit, turn } = figure;
  const neck = neckRun(figure, bodice.neckline);
  const drop = skirtDrop(tailor, skirt);
  const levels = [0, 0.3, 0.6, 0.85].map((s) => lerp(neck.bare ? 0.3 : 0.22, skirt.from, s));
  const edge = (side: Side) => levels.map((t) => torsoEdge(figure, side, t, bodice.ease + 0.015));
  const cloth = outline(
    [...neck.left, ...edge('left'), ...drop.left],
    drop.hem,
    [...[...drop.right].reverse(), ...edge('right').reverse(), ...[...neck.right].reverse()],
    [...neck.neck].reverse(),
  );
  let folds = skirtFolds(tailor, drop, options.pleats, foldsOf(fabric));
  for (const side of [-1, 1]) {
    folds += fold(
      torsoPoint(figure, 0.3, side * 0.55),
      torsoPoint(figure, skirt.from, side * 0.3),
      0.035 * unit,
      0.02 * unit,
      light,
      foldsOf(fabric),
    );
    folds += fold(
      torsoPoint(figure, skirt.from - 0.04, side),
      torsoPoint(figure, skirt.from + random.between(0, 0.12), side * 0.3),
      0.03 * unit,
      0.02 * unit,
      light,
      foldsOf(fabric),
    );
  }
  let details = tierSeams(tailor, drop, skirt.tiers);
  const hemMiddle = drop.hem[Math.floor(drop.hem.length / 2)] as Point;
  if (options.coat) {
    const edgeLine = openCurve([
      torsoPoint(figure, 0.3, turn * 0.35 + 0.12),
      torsoPoint(figure, waist, turn * 0.35 + 0.14),
      mix(torsoPoint(figure, 1, turn * 0.3 + 0.12), hemMiddle, 1),
    ]);
    details += `<path d="${edgeLine}" stroke="#0a0713" stroke-opacity=".4" stroke-width="${fixed(unit * 0.03)}" fill="none"/>`;
    for (const t of [0.42, 0.74, 0.9]) {
      for (const q of [-0.28, 0.02]) {
        const [x, y] = torsoPoint(figure, t, turn * 0.35 + q);
        details += `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="${fixed(unit * 0.034)}" fill="${shade(fabric.color, -0.2)}" stroke="#fff" stroke-opacity=".3" stroke-width="1"/>`;
      }
    }
  }
  if (options.belt) {
    const line = [
      torsoEdge(figure, 'left', skirt.from, 0.06),
      torsoPoint(figure, skirt.from + 0.025, turn * 0.3),
      torsoEdge(figure, 'right', skirt.from, 0.06),
    ];
    const [x, y] = torsoPoint(figure, skirt.from + 0.02, turn * 0.36);
    details += `<path d="${openCurve(line)}" fill="none" stroke="${options.belt}" stroke-width="${fixed(unit * 0.13)}"/><rect x="${fixed(x - unit * 0.07)}" y="${fixed(y - unit * 0.08)}" width="${fixed(unit * 0.14)}" height="${fixed(unit * 0.16)}" rx="${fixed(unit * 0.03)}" fill="none" stroke="#d9b36a" stroke-width="${fixed(unit * 0.035)}"/>`;
  }
  let svg = paint(sheet, cloth, fabric, light, unit, { folds, details });
  if (bodice.neckline === 'straps') svg += strapsOf(figure, fabric.color);
  if (options.coat) svg += drawLapels(tailor, fabric, 0.34, 0.12);
  const top =
    bodice.neckline === 'straps'
      ? Math.min(shoulderPoint(figure, 'left', 0.42)[1], shoulderPoint(figure, 'right', 0.42)[1])
      : cloth.bounds.top;
  return {
    svg,
    bounds: { ...cloth.bounds, top: Math.min(top, cloth.bounds.top) },
    behind: hemInside(tailor, drop, fabric),
  };
}
