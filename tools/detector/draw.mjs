import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { at, root } from '../root.mjs';

const names = ['Upper', 'Lower', 'Full', 'Outfit'];
const smallestSide = 8; // pixels of the file: less of a garment is no box

/** Seeds that no demo draws; what is measured on is of another one than what is learned. */
const seeds = { train: 20001, val: 20002 };

/** The boxes of a drawing, in the pixels of its file. */
function boxesIn(sample, { width, height }) {
  const [kx, ky] = [width / sample.width, height / sample.height];
  return sample.boxes
    .map(({ category, bbox: [x, y, w, h] }) => ({
      category_id: names.findIndex((name) => name.toLowerCase() === category) + 1,
      bbox: [x * kx, y * ky, w * kx, h * ky].map((value) => Math.round(value * 100) / 100),
    }))
    .filter(({ bbox }) => Math.min(bbox[2], bbox[3]) >= smallestSide);
}

/** `node draw.mjs FOLDER`: drawings of the sample collection as a COCO data set, FOLDER/images and FOLDER/instances_*.json. */
async function main() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { train: { type: 'string', default: '400' }, val: { type: 'string', default: '60' } },
  });
  const [folder] = positionals;
  if (!folder) throw new Error('node draw.mjs FOLDER [--train 400] [--val 60]');
  const [{ runnerImport }, { default: sharp }] = await Promise.all([import('vite'), import('sharp')]);
  const load = async (file) => (await runnerImport(at(file), { configFile: false, root, logLevel: 'error' })).module;
  const { drawSample } = await load('resources/samples/draw-sample.ts');
  const { renderSample } = await load('electron/workers/images/draw-samples.ts');
  mkdirSync(join(folder, 'images'), { recursive: true });
  for (const [part, seed] of Object.entries(seeds)) {
    const images = [];
    const annotations = [];
    for (let index = 0; index < Number(values[part]); index += 1) {
      const sample = drawSample(seed, index);
      const picture = await renderSample(sample);
      const { width, height } = await sharp(picture).metadata();
      const file_name = `${part}-${index}.jpg`;
      writeFileSync(join(folder, 'images', file_name), picture);
      images.push({ id: index + 1, file_name, width, height });
      for (const box of boxesIn(sample, { width, height }))
        annotations.push({ id: annotations.length + 1, image_id: index + 1, ...box });
    }
    const categories = names.map((name, index) => ({ id: index + 1, name }));
    writeFileSync(join(folder, `instances_${part}.json`), JSON.stringify({ images, annotations, categories }));
    console.log(`${part}: ${images.length} drawings, ${annotations.length} boxes`);
  }
}

await main();
