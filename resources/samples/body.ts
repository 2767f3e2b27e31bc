import { shade } from './colors';
import { paint, plain, type Light, type Sheet } from './fabric';
import { torsoEdge, type Figure, type Side } from './figure';
import { lerp, mix, move, openCurve, outline, profile, sample, tube, type Point } from './geometry';

const legWidths = {
  feminine: [
    [0, 0.29],
    [0.25, 0.25],
    [0.5, 0.155],
    [0.66, 0.165],
    [1, 0.08],
  ],
  masculine: [
    [0, 0.29],
    [0.25, 0.26],
    [0.5, 0.175],
    [0.66, 0.185],
    [1, 0.1],
  ],
} as const;
const armWidths = {
  feminine: [
    [0, 0.125],
    [0.5, 0.095],
    [0.62, 0.1],
    [1, 0.06],
  ],
  masculine: [
    [0, 0.165],
    [0.3, 0.16],
    [0.5, 0.12],
    [0.62, 0.13],
    [1, 0.08],
  ],
} as const;

/** The line of a leg from the hip to the ankle, evenly sampled by joint. */
export function legLine(figure: Figure, side: Side, count = 20): Point[] {
  return sample(figure.legs[side].joints, count);
}

export function legHalfWidth(figure: Figure, t: number): number {
  return profile(legWidths[figure.build], t) * figure.unit;
}

export function armLine(figure: Figure, side: Side, count = 20): Point[] {
  return sample(figure.arms[side].joints, count);
}

export function armHalfWidth(figure: Figure, t: number): number {
  return profile(armWidths[figure.build], t) * figure.unit;
}

export function drawLegSkin(sheet: Sheet, figure: Figure, side: Side, skin: string, light: Light): string {
  const shape = tube(legLine(figure, side), (t) => legHalfWidth(figure, t));
  return paint(sheet, shape, plain(skin), { ...light, depth: light.depth * 0.8 }, figure.unit, {
    shadow: figure.legs[side].behind ? 0.14 : 0,
  });
}

export function drawArmSkin(sheet: Sheet, figure: Figure, side: Side, skin: string, light: Light): string {
  const { unit } = figure;
  const arm = figure.arms[side];
  const shape = tube(armLine(figure, side), (t) => armHalfWidth(figure, t));
  const shadow = arm.behind ? 0.16 : 0;
  return paint(sheet, shape, plain(skin), light, unit, { shadow }) + drawHand(sheet, figure, side, skin, light, shadow);
}

/** A simple hand: a palm that tapers to closed fingers, and a thumb. */
export function drawHand(sheet: Sheet, figure: Figure, side: Side, skin: string, light: Light, shadow = 0): string {
  const { unit } = figure;
  const { joints, hand, resting } = figure.arms[side];
  const wrist = joints[2];
  const palm = tube(
    sample([mix(joints[1], wrist, 0.96), wrist, mix(wrist, hand, 0.5), hand], 12),
    (t) =>
      profile(
        [
          [0, 0.06],
          [0.35, 0.07],
          [0.62, 0.1],
          [0.85, 0.07],
          [1, 0.025],
        ],
        t,
      ) *
      unit *
      (figure.build === 'masculine' ? 1.2 : 1),
  );
  let svg = paint(sheet, palm, plain(skin), light, unit, { shadow });
  if (!resting) {
    const inward = side === 'left' ? 1 : -1;
    const root = mix(wrist, hand, 0.25);
    const thumb = tube(
      sample(
        [
          root,
          move(mix(wrist, hand, 0.45), inward * 0.09 * unit, 0),
          move(mix(wrist, hand, 0.66), inward * 0.1 * unit, 0),
        ],
        8,
      ),
      (t) => lerp(0.05, 0.02, t) * unit,
    );
    svg = paint(sheet, thumb, plain(skin), light, unit, { shadow }) + svg;
  }
  return svg;
}

/** Neck and torso to the hips, under whatever is worn. */
export function drawTorsoSkin(sheet: Sheet, figure: Figure, skin: string, light: Light): string {
  const { unit, neck, head } = figure;
  const levels = [0.02, 0.1, 0.2, 0.34, 0.5, 0.64, 0.8, 1];
  const slope = (side: Side) => [
    mix(neck, torsoEdge(figure, side, 0), 0.2),
    mix(move(neck, 0, 0.05 * unit), torsoEdge(figure, side, 0), 0.65),
  ];
  const torso = outline(
    [...slope('left'), ...levels.map((t) => torsoEdge(figure, 'left', t, -0.02))],
    [...[...levels].reverse().map((t) => torsoEdge(figure, 'right', t, -0.02)), ...slope('right').reverse()],
  );
  const thick = figure.build === 'masculine' ? 0.2 : 0.135;
  const throat = tube(
    sample([move(head, 0, 0.2 * unit), mix(head, neck, 0.6), move(neck, 0, 0.12 * unit)], 10),
    (t) => (thick + 0.1 * t ** 4) * unit,
  );
  const collar = (side: -1 | 1) =>
    openCurve([
      move(neck, side * 0.07 * unit, 0.34 * unit),
      move(neck, side * 0.28 * unit, 0.24 * unit),
      move(neck, side * 0.5 * unit, 0.24 * unit),
    ]);
  const bones = `<path d="${collar(-1)}${collar(1)}" fill="none" stroke="${shade(skin, -0.12)}" stroke-width="${unit * 0.025}" stroke-linecap="round" opacity=".6"/>`;
  const underChin = `<ellipse cx="${head[0] + figure.turn * 0.08 * unit}" cy="${head[1] + 0.46 * unit}" rx="${0.3 * unit}" ry="${0.26 * unit}" fill="#0a0713" opacity=".26"/>`;
  return (
    paint(sheet, torso, plain(skin), light, unit, { details: bones }) +
    paint(sheet, throat, plain(skin), light, unit, { folds: underChin })
  );
}
