const keyOf = (room: string, projectId: string) => `view/${room}/${projectId}`;

/**
 * How a room of this project was left in this window: a reload and the next visit find it so.
 *
 * @returns null where nothing was kept. Whoever asks checks it: another version of the program may have kept it.
 */
export function recallView(room: string, projectId: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(room, projectId)) ?? 'null') as unknown;
  } catch {
    return null;
  }
}

export function keepView(room: string, projectId: string, view: unknown): void {
  try {
    sessionStorage.setItem(keyOf(room, projectId), JSON.stringify(view));
  } catch {
    // A full or forbidden store costs the convenience, nothing else.
  }
}
