import { lightness, type Palette } from '../colors';
import type { Sheet } from '../fabric';
import type { Random } from '../random';
import { drawDusk } from './dusk';
import { drawGallery } from './gallery';
import { drawRunway } from './runway';
import { drawStage } from './stage';
import { drawStreet } from './street';
import { drawStudio } from './studio';
import type { Frame, Scene } from './scene';

/** The place of a picture. */
export function drawBackground(sheet: Sheet, random: Random, palette: Palette, frame: Frame): Scene {
  const dark = lightness(palette.deep) < 0.35;
  const kind = random.weighted({ runway: 3, studio: 3, street: 2, stage: dark ? 1.6 : 1, gallery: 1.6, dusk: 1 });
  return {
    runway: drawRunway,
    studio: drawStudio,
    street: drawStreet,
    stage: drawStage,
    gallery: drawGallery,
    dusk: drawDusk,
  }[kind](sheet, random, palette, frame);
}
