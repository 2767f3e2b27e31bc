import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pilotManifest } from '../testing/detector-manifests';
import { temporaryFolder } from '../testing/temporary-folder';
import { findModel, listModels } from './models';

function resourcesWith(manifests: Record<string, unknown>): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'models'));
  for (const [name, content] of Object.entries(manifests)) {
    writeFileSync(join(folder, 'models', name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

test('the first bundled detector is taken unless one is named', () => {
  const resources = resourcesWith({
    'b.json': { ...pilotManifest, name: 'b' },
    'a.json': { ...pilotManifest, name: 'a' },
  });
  expect(listModels(resources).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(findModel(resources, undefined).id).toBe('a');
  expect(findModel(resources, 'b').id).toBe('b');
});

test('a detector of the person is found by its manifest or by the .onnx beside it', () => {
  const resources = resourcesWith({});
  const manifest = join(temporaryFolder(), 'mine.json');
  writeFileSync(manifest, JSON.stringify(pilotManifest));
  expect(findModel(resources, manifest)).toMatchObject({ bundled: false, manifestPath: manifest });
  expect(findModel(resources, manifest.replace('.json', '.onnx')).manifestPath).toBe(manifest);
});

test('what is missing or wrong is named, with what there is', () => {
  const resources = resourcesWith({ 'a.json': { ...pilotManifest, name: 'a' } });
  expect(() => findModel(resources, 'other')).toThrow(/no detector other\. Known: a/);
  expect(() => findModel(resourcesWith({}), undefined)).toThrow(expect.objectContaining({ code: 'model-missing' }));
  expect(() => findModel(resourcesWith({ 'a.json': '{' }), undefined)).toThrow(/a\.json is not JSON/);
  const withoutOutputs = { ...pilotManifest, outputs: undefined, nmsIou: 3 };
  expect(() => findModel(resourcesWith({ 'a.json': withoutOutputs }), undefined)).toThrow(/outputs.*nmsIou/s);
});
