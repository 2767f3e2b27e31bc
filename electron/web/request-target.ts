import type { IncomingMessage } from 'node:http';

/** The path and query as they were sent: `new URL` folds `..` away before anyone can look at it, and throws on `//`. */
export function requestTarget(request: IncomingMessage): { pathname: string; search: string } {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  return mark < 0 ? { pathname: url, search: '' } : { pathname: url.slice(0, mark), search: url.slice(mark) };
}
