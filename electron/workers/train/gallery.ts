import type { galleryWorkerMethods } from '../../contract/gallery-worker';
import { parseRecipe } from '../../contract/latent-recipe';
import type { Handlers } from '../../contract/method';
import { writeOnnxGenerator, writeTorchGenerator } from './export-generator';
import { drawLooks } from './generate-looks';
import { NearestDesk } from './nearest-crops';
import { GeneratorDesk } from './open-generator';

/** What a train worker answers while it trains nothing: looks of runs, and what they resemble. */
export function galleryHandlers(): Handlers<typeof galleryWorkerMethods> {
  const generators = new GeneratorDesk();
  const datasets = new NearestDesk();
  return {
    draw: async ({ runFolder, step, ...wanted }, context) => {
      await generators.use(runFolder, step, (generator) => drawLooks(generator, { runFolder, ...wanted }, context));
      return {};
    },
    exportGenerator: async ({ runFolder, step, onnx, safetensors }) => {
      await generators.use(runFolder, step, async ({ trained }) => {
        if (onnx !== null) await writeOnnxGenerator(onnx, trained);
        if (safetensors !== null) await writeTorchGenerator(safetensors, trained);
      });
      return {};
    },
    nearest: async ({ runFolder, step, truncation, recipe, count, ...choice }, context) => {
      const pixels = await generators.use(runFolder, step, (generator) =>
        generator.sample([parseRecipe(recipe)], truncation),
      );
      const look = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
      return datasets.use(choice, context, (nearest) => nearest.of(look, count));
    },
  };
}
