import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseRecipe } from '../../contract/latent-recipe';
import { LatentDrawer } from '../../ml/gan/latents';
import { reporting, smallConfig, writeSmallDataset } from '../../testing/small-training';
import { temporaryFolder } from '../../testing/temporary-folder';
import { writeOnnxGenerator, writeTorchGenerator } from './export-generator';
import { OpenGenerator } from './open-generator';
import { PauseSwitch } from './pause-switch';
import { trainRun } from './train-run';

/** STUDIO_PYTHON names a Python with the packages `onnx` and, for the second half, `torch`. */
const python = process.env['STUDIO_PYTHON'] ?? 'python3';
const missing = spawnSync(python, ['-c', 'import onnx, numpy']).status !== 0;
const script = join(__dirname, '..', '..', '..', 'tools', 'check-generator.py');

test.skipIf(missing).each(['article', 'better'] as const)(
  'an exported generator draws the same looks in NumPy and in PyTorch (%s; skipped without a Python with onnx)',
  async (preset) => {
    const folder = temporaryFolder();
    const runFolder = join(folder, 'run');
    const datasetFolder = await writeSmallDataset(join(folder, 'dataset'));
    const config = smallConfig({ steps: 6 }, preset);
    await trainRun({ runFolder, datasetFolder, config, resume: false }, reporting().context, new PauseSwitch());
    const recipes = ['1#0', '1#1', 'mix(1#0,1#1,0.5)'].map(parseRecipe);
    const drawer = new LatentDrawer(config.latentDim);
    const generator = await OpenGenerator.open(runFolder, 6);
    const pixels = await generator.sample(recipes, null);
    await writeOnnxGenerator(join(folder, 'generator.onnx'), generator.trained);
    await writeTorchGenerator(join(folder, 'generator.safetensors'), generator.trained);
    await generator.release();
    await writeFile(join(folder, 'latent.json'), JSON.stringify(recipes.map((one) => [...drawer.latentOf(one)])));
    const pictures = recipes.map((_, at) => [...pixels.subarray(at * 64 * 64 * 3, (at + 1) * 64 * 64 * 3)]);
    await writeFile(join(folder, 'pictures.json'), JSON.stringify(pictures));

    const { status, stdout, stderr } = spawnSync(python, [script, folder], { encoding: 'utf8' });

    expect(stderr).toBe('');
    expect(status).toBe(0);
    const difference = JSON.parse(stdout) as { onnx: number; torch: number | null };
    // Half a step of the eight bits, and a little.
    expect(difference.onnx).toBeLessThan(0.6);
    if (difference.torch !== null) expect(difference.torch).toBeLessThan(0.6);
  },
);
