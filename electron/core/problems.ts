import { readSaid } from '../contract/said';
import type { Problem } from '../contract/words';
import type { Project } from './project';

/** Problems that are sent to a window; more than anybody reads. */
const shown = 2000;

/** Notes that a file could not be used; again for one that is noted already. */
export function noteProblems(project: Project, problems: readonly Problem[]): void {
  const at = new Date().toISOString();
  project.database.transaction(() => {
    for (const { path, code, message, said } of problems)
      project.database.run(
        'INSERT OR REPLACE INTO problems (path, code, message, at, said) VALUES (?, ?, ?, ?, ?)',
        path,
        code,
        message,
        at,
        said ? JSON.stringify(said) : null,
      );
  });
}

export const countProblems = (project: Project) =>
  project.database.get<{ count: number }>('SELECT count(*) AS count FROM problems')?.count ?? 0;

/** Newest first. */
export function readProblems(project: Project): { total: number; problems: (Problem & { at: string })[] } {
  type Row = { path: string; code: string; message: string; said: string | null; at: string };
  const rows = project.database.all<Row>(
    'SELECT path, code, message, said, at FROM problems ORDER BY at DESC, path LIMIT ?',
    shown,
  );
  return { total: countProblems(project), problems: rows.map((row) => ({ ...row, said: readSaid(row.said) })) };
}

/** @param paths all of them without it */
export function forgetProblems(project: Project, paths?: readonly string[]): void {
  if (!paths) project.database.run('DELETE FROM problems');
  else
    project.database.transaction(() => {
      for (const path of paths) project.database.run('DELETE FROM problems WHERE path = ?', path);
    });
}
