import type { Problem } from '../contract/words';
import type { Project } from './project';

/** Problems that are sent to a window; more than anybody reads. */
const shown = 2000;

/** Notes that a file could not be used; again for one that is noted already. */
export function noteProblems(project: Project, problems: readonly Problem[]): void {
  const at = new Date().toISOString();
  project.database.transaction(() => {
    for (const { path, code, message } of problems)
      project.database.run('INSERT OR REPLACE INTO problems VALUES (?, ?, ?, ?)', path, code, message, at);
  });
}

export const countProblems = (project: Project) =>
  project.database.get<{ count: number }>('SELECT count(*) AS count FROM problems')?.count ?? 0;

/** Newest first. */
export function readProblems(project: Project): { total: number; problems: (Problem & { at: string })[] } {
  const problems = project.database.all<{ path: string; code: string; message: string; at: string }>(
    'SELECT path, code, message, at FROM problems ORDER BY at DESC, path LIMIT ?',
    shown,
  );
  return { total: countProblems(project), problems };
}

/** @param paths all of them without it */
export function forgetProblems(project: Project, paths?: readonly string[]): void {
  if (!paths) project.database.run('DELETE FROM problems');
  else
    project.database.transaction(() => {
      for (const path of paths) project.database.run('DELETE FROM problems WHERE path = ?', path);
    });
}
