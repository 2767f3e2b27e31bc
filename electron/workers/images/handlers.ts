import { availableParallelism } from 'node:os';
import sharp from 'sharp';
import type { Handlers } from '../../contract/method';
import type { ImagesWorker } from '../../contract/workers';
import { fingerprintPicture, fingerprintSide } from '../../ml/duplicates/fingerprint';
import { varianceOfLaplacian } from '../../ml/sharpness';
import { DatasetReader } from '../../storage/dataset-folder';
import { openAndHashPhoto, openPhoto } from '../../storage/photo-file';
import { cropPhoto, previewPhoto, squarePhoto, writeThumbnail } from '../../storage/pixels';
import { samplePicture } from '../../storage/picture-samples';
import { encodePng } from '../../storage/png';
import { drawAnimation } from './animation';
import { drawComparison } from './comparison';
import { DatasetManifests } from './dataset-manifests';
import { DecodeBudget } from './decode-budget';
import { drawSamples } from './draw-samples';
import { drawLossCurve } from './loss-curve';
import { packDataset } from './pack-dataset';

/** For photos that the library already lists: the limit was kept at their import. */
const knownPhotoLimit = 1e9;
/** Decoded pixels at a time; at four bytes each, and some more for what libvips holds, about a gigabyte at worst. */
const pixelBudget = 160e6;

/** Bytes of their own: a frame would carry all the memory that a Buffer is a window of. */
const own = (bytes: Uint8Array) => new Uint8Array(bytes);

/** What the images worker answers. */
export function createImagesHandlers(): Handlers<ImagesWorker> {
  const cores = availableParallelism();
  // Several files at a time use the cores better than several threads on one; nothing is read twice, so nothing is
  // worth keeping, and a file that has changed on the disk must never be answered from a cache.
  sharp.concurrency(1);
  sharp.cache(false);
  const budget = new DecodeBudget(Math.max(2, cores), pixelBudget);
  const manifests = new DatasetManifests();

  return {
    read: async ({ path, thumbnails, pixelLimit }) => {
      const { photo, sha256 } = await openAndHashPhoto(path, pixelLimit);
      const { bytes, format, width, height, note } = photo;
      const squeezed = await budget.run(width * height, () =>
        writeThumbnail(photo, thumbnails, sha256, fingerprintSide),
      );
      return { sha256, bytes, format, width, height, note, fingerprint: fingerprintPicture(squeezed) };
    },
    preview: async ({ path, longestSide }) => {
      const photo = await openPhoto(path, knownPhotoLimit);
      const { bytes, width, height } = await budget.run(photo.width * photo.height, () =>
        previewPhoto(photo, longestSide),
      );
      return { bytes: own(bytes), width, height };
    },
    crop: async ({ path, bbox, margin, square, format }) => {
      const photo = await openPhoto(path, knownPhotoLimit);
      const cost = photo.width * photo.height;
      if (!square) {
        const { bytes, width, height } = await budget.run(cost, () => cropPhoto(photo, bbox, margin, format));
        return { bytes: own(bytes), width, height };
      }
      const { pixels } = await budget.run(cost, () => squarePhoto(photo, bbox, margin, square));
      const { size } = square;
      const raw = { width: size, height: size, channels: 3 } as const;
      const bytes =
        format === 'png'
          ? await encodePng(pixels, size, size)
          : await sharp(pixels, { raw }).toFormat(format, { quality: 95 }).toBuffer();
      return { bytes: own(bytes), width: size, height: size };
    },
    examineCrop: async ({ path, bbox, margin }) => {
      const photo = await openPhoto(path, knownPhotoLimit);
      const samples = await budget.run(photo.width * photo.height, () =>
        samplePicture(photo, bbox, margin, fingerprintSide),
      );
      const { luma, width, height, squeezed, cropWidth, cropHeight } = samples;
      const sharpness = varianceOfLaplacian(luma, width, height);
      return { width: cropWidth, height: cropHeight, sharpness, fingerprint: fingerprintPicture(squeezed) };
    },
    packDataset: (params, context) => packDataset(params, context, budget, cores),
    datasetTile: async ({ folder, index }) => {
      const reader = await DatasetReader.open(folder, await manifests.read(folder));
      try {
        const size = reader.manifest.imageSize;
        return { bytes: own(await encodePng(await reader.read([index]), size, size)) };
      } finally {
        await reader.close();
      }
    },
    drawComparison: async (params) => {
      await drawComparison(params);
      return {};
    },
    drawCurve: async ({ metrics, file, title }) => {
      await drawLossCurve(metrics, file, title);
      return {};
    },
    drawAnimation,
    drawSamples: (params, context) => drawSamples(params, context, cores),
  };
}
