import type { IpcMainEvent } from 'electron';

/** Where the window's page comes from: its own scheme, or the development server. */
export function pageUrl(devServer: string | undefined): string {
  return devServer ?? 'studio://app/index.html';
}

/** Whether an address belongs to the page's origin. `new URL` gives no origin for schemes that it does not know. */
export function isOurs(address: string, page: string): boolean {
  try {
    const [given, own] = [new URL(address), new URL(page)];
    return given.protocol === own.protocol && given.host === own.host;
  } catch {
    return false;
  }
}

/** A message is heard when it comes from the window's own page: not from a frame in it, nor from another origin. */
export function isTrusted(event: IpcMainEvent, page: string): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && isOurs(frame.url, page);
}
