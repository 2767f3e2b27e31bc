import { basename } from 'node:path';
import { throwIfAborted } from '../../contract/errors';
import type { LookCard } from '../../contract/api/gallery';
import { formatRecipe, parseRecipe } from '../../contract/latent-recipe';
import type { CallContext } from '../../contract/method';
import type { Random } from '../../ml/rng';
import { writePng } from '../../storage/png';
import type { OpenGenerator } from './open-generator';
import { layOutGrid } from './picture-grid';

export interface DrawParams {
  runFolder: string;
  truncation: number | null;
  /** `file` null: drawn for the grid alone. */
  looks: readonly { recipe: string; file: string | null }[];
  /** One PNG of all looks; null: none. */
  grid: string | null;
}

/** Pictures between two progress reports. */
const chunk = 16;

/**
 * Draws looks, one PNG file each and one of them all, with the seed card kept in the files.
 *
 * @throws {StudioError} `disk-full`, `not-permitted`, `aborted`
 */
export async function drawLooks(
  generator: OpenGenerator,
  { runFolder, truncation, looks, grid }: DrawParams,
  { signal, report }: CallContext<{ done: number; total: number }>,
): Promise<void> {
  const { step, config } = generator.trained;
  const side = config.imageSize;
  const bytes = side * side * 3;
  const card = { run: basename(runFolder), step, truncation };
  const all = grid === null ? null : new Uint8Array(looks.length * bytes);
  for (let first = 0; first < looks.length; first += chunk) {
    throwIfAborted(signal);
    const part = looks.slice(first, first + chunk);
    const recipes = part.map(({ recipe }) => parseRecipe(recipe));
    const pixels = await generator.sample(recipes, truncation);
    all?.set(pixels, first * bytes);
    const write = async ({ file }: { file: string | null }, index: number) => {
      if (file === null) return;
      const picture = new Uint8Array(pixels.buffer, index * bytes, bytes);
      await writePng(file, picture, side, side, pngText({ ...card, recipe: formatRecipe(recipes[index]!) }));
    };
    await Promise.all(part.map(write));
    report({ done: first + part.length, total: looks.length });
  }
  if (grid === null || !all) return;
  const { pixels, width, height } = layOutGrid(all, side);
  const [from, to] = [looks[0]?.recipe ?? '', looks.at(-1)?.recipe ?? ''];
  await writePng(grid, pixels, width, height, { ...pngText({ ...card, recipe: from }), last: to });
}

/** The seed card in the words of a PNG file's metadata; seed and index where the look is a plain one. */
function pngText({ run, step, recipe, truncation }: LookCard): Record<string, string> {
  const parsed = parseRecipe(recipe);
  return {
    Software: 'DeepStyle Studio',
    run,
    step: String(step),
    recipe,
    ...(parsed.kind === 'seed' && { seed: String(parsed.seed), index: String(parsed.index) }),
    truncation: truncation === null ? 'none' : String(truncation),
  };
}

/** One latent vector after the other, so that a longer series begins like a shorter one. @returns [count, latentDim] */
export function drawLatents(random: Random, count: number, latentDim: number): Float32Array {
  const latents = new Float32Array(count * latentDim);
  for (let index = 0; index < count; index++) latents.set(random.normals(latentDim), index * latentDim);
  return latents;
}
