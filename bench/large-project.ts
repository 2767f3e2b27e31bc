import { execFileSync } from 'node:child_process';
import { copyFileSync, linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Database } from '../electron/core/database';
import { thumbnailPath } from '../electron/storage/thumbnail-path';

export interface LargeProject {
  folder: string;
  userFolder: string;
  /** A training whose curve has `steps` points. */
  run: string;
}

/** Real pictures whose thumbnails the large library shows again and again. */
const drawn = 64;

/**
 * A project as large as asked, from a small real one: its images, boxes and thumbnails are repeated under new names, and
 * the curve of its training is drawn out. The photos of the repeated images are not there; nothing here reads them.
 *
 * @param parent an empty folder
 */
export function makeLargeProject(parent: string, images: number, steps: number): LargeProject {
  const folder = join(parent, 'Large');
  const samples = join(parent, 'samples');
  const userFolder = join(parent, 'user');
  const deepstyle = (...args: string[]) =>
    execFileSync(process.execPath, [join(process.cwd(), 'out/main/cli.cjs'), ...args], {
      env: { ...process.env, STUDIO_USER_FOLDER: userFolder },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  deepstyle('samples', samples, '--count', String(drawn));
  deepstyle('import', folder, samples);
  deepstyle('detect', folder);
  deepstyle('dataset', folder, '--from', samples);
  deepstyle('train', folder, '--steps', '10', '--batch', '8', '--width', '8', '--set', 'sampleEvery=5');
  const database = new Database(join(folder, 'project.sqlite'));
  repeatImages(database, join(folder, 'thumbnails'), images);
  const run = readdirSync(join(folder, 'runs'))[0];
  if (run === undefined) throw new Error('The small training has left no run.');
  drawOut(database, join(folder, 'runs', run), run, steps);
  database.close();
  return { folder, userFolder, run };
}

function repeatImages(database: Database, thumbnails: string, images: number): void {
  const columns = database
    .all<{ name: string }>("SELECT name FROM pragma_table_info('images')")
    .map(({ name }) => name)
    .filter((name) => name !== 'id');
  // A fresh hash that begins differently, as real ones do: thumbnails spread over 256 folders by it.
  const hash = "printf('%02x%08x', (copy * 37) % 256, copy) || substr(printf('%04x', images.id) || sha256, 1, 54)";
  const changed: Record<string, string> = {
    sha256: hash,
    path: "copy || '-' || path",
    name: "copy || '-' || name",
  };
  const originals = database.all<{ id: number; sha256: string }>('SELECT id, sha256 FROM images');
  const copies = Math.ceil(images / originals.length) - 1;
  database.transaction(() => {
    database.run(
      `WITH RECURSIVE copies (copy) AS (SELECT 1 UNION ALL SELECT copy + 1 FROM copies WHERE copy < ?)
       INSERT INTO images (${columns.join(', ')})
       SELECT ${columns.map((name) => changed[name] ?? name).join(', ')} FROM copies, images
       LIMIT ?`,
      copies,
      images - originals.length,
    );
  });
  const rows = database.all<{ sha256: string }>('SELECT sha256 FROM images WHERE id > ?', originals.at(-1)!.id);
  for (const [index, { sha256 }] of rows.entries()) {
    const original = thumbnailPath(thumbnails, originals[index % originals.length]!.sha256);
    const target = thumbnailPath(thumbnails, sha256);
    mkdirSync(dirname(target), { recursive: true });
    try {
      linkSync(original, target);
    } catch {
      copyFileSync(original, target);
    }
  }
}

/** Repeats the lines of a curve up to so many steps; the values wander a little, as a real curve's do. */
function drawOut(database: Database, folder: string, run: string, steps: number): void {
  const file = join(folder, 'metrics.jsonl');
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { lossD: number; lossG: number });
  const wander = (step: number) => 0.3 * Math.sin(step / 3000) + 0.2 * Math.sin(step * 12.9898);
  const long: string[] = [];
  for (let step = 1; step <= steps; step++) {
    const line = lines[step % lines.length]!;
    const by = wander(step);
    long.push(JSON.stringify({ ...line, step, totalSteps: steps, lossD: line.lossD + by, lossG: line.lossG - by }));
  }
  writeFileSync(file, `${long.join('\n')}\n`);
  const configFile = join(folder, 'config.json');
  writeFileSync(configFile, JSON.stringify({ ...JSON.parse(readFileSync(configFile, 'utf8')), steps }));
  const { config } = database.get<{ config: string }>('SELECT config FROM runs WHERE id = ?', run)!;
  const changed = JSON.stringify({ ...(JSON.parse(config) as object), steps });
  database.run('UPDATE runs SET step = ?, config = ? WHERE id = ?', steps, changed, run);
}
