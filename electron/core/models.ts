import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { ModelSummary } from '../contract/api/review';
import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import { ModelManifest } from '../contract/model-manifest';

/**
 * A detector's manifest.
 *
 * @throws {StudioError} `model-missing` for a missing file, `model-invalid` naming what is wrong in it
 */
export function readManifest(manifestPath: string, bundled: boolean): ModelSummary {
  if (!existsSync(manifestPath)) {
    throw new StudioError('model-missing', say('detector.noManifest', { path: manifestPath }));
  }
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(manifestPath, 'utf8'));
  } catch (error) {
    throw new StudioError('model-invalid', say('detector.notJson', { path: manifestPath, detail: String(error) }), {
      cause: error,
    });
  }
  const parsed = ModelManifest.safeParse(content);
  if (!parsed.success) {
    const reasons = parsed.error.issues
      .map(({ path, message }) => `${path.join('.') || 'manifest'}: ${message}`)
      .join('; ');
    throw new StudioError('model-invalid', say('detector.badManifest', { path: manifestPath, reasons }));
  }
  return { id: parsed.data.name, manifestPath, bundled, manifest: parsed.data };
}

/** The detectors that the product carries, by name. */
export function listModels(resources: string): ModelSummary[] {
  const folder = join(resources, 'models');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readManifest(join(folder, name), true));
}

/**
 * The detector that a person means: an id of the list, the path of a manifest, or of the .onnx beside it.
 *
 * @throws {StudioError} `model-missing`, `model-invalid`
 */
export function findModel(resources: string, wanted: string | undefined): ModelSummary {
  const known = listModels(resources);
  const found = wanted === undefined ? known[0] : known.find(({ id }) => id === wanted);
  if (found) return found;
  if (wanted === undefined) throw new StudioError('model-missing', say('detector.none'));
  if (!isAbsolute(wanted) && !/[\\/.]/.test(wanted)) {
    const names = known.map(({ id }) => id).join(', ') || 'none';
    throw new StudioError('model-missing', say('detector.unknown', { name: wanted, known: names }));
  }
  return readManifest(resolve(wanted).replace(/\.onnx$/, '.json'), false);
}

export const modelFolder = (model: ModelSummary) => dirname(model.manifestPath);
/** What `images.detected_by` holds. */
export const modelVersion = ({ manifest }: ModelSummary) => `${manifest.name} ${manifest.version}`;
