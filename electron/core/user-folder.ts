import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where settings, the list of recent projects and the log lie: one folder for all shells, the one that Electron would
 * choose. STUDIO_USER_FOLDER puts it elsewhere.
 *
 * @param env the shell's environment
 */
export function userFolder(env: Readonly<Record<string, string | undefined>>): string {
  const chosen = env['STUDIO_USER_FOLDER'];
  if (chosen) return chosen;
  return join(configurationFolder(env), 'DeepStyle Studio');
}

function configurationFolder(env: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  if (process.platform === 'win32') return env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  return env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
}
