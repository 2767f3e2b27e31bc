import { mkdirSync } from 'node:fs';
import { at } from './root.mjs';

/** Edges in pixels: what the systems' launchers, title bars and installers ask for. */
const edges = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

/** The application's icon as PNG files in out/icons, drawn from build/icons/icon.svg. */
export async function drawIcons() {
  const { default: sharp } = await import('sharp');
  mkdirSync(at('out/icons'), { recursive: true });
  for (const edge of edges) {
    // The drawing is 512 wide at 72 dots an inch: drawn at its size, not blown up from there.
    const picture = sharp(at('build/icons/icon.svg'), { density: Math.max(72, (72 * edge) / 512) });
    await picture
      .resize(edge, edge)
      .png()
      .toFile(at(`out/icons/${edge}x${edge}.png`));
  }
}
