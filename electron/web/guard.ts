import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { requestTarget } from './request-target';

export type Verdict = { kind: 'welcome' } | { kind: 'sign-in' } | { kind: 'refused'; why: string };

/**
 * Who may talk to the server. Every page in the user's browser can reach 127.0.0.1, so a request needs
 * a Host of ours (a name that was rebound to 127.0.0.1 arrives with its own), and the token: once in the
 * address that the studio printed, from then on in a cookie that no script reads and no other site can send along.
 */
export class Guard {
  readonly #cookieName: string;
  readonly #hosts: ReadonlySet<string>;
  readonly token: string;

  /** @param port 1 to 65535 */
  constructor(port: number, token: string = randomBytes(24).toString('base64url')) {
    this.token = token;
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
    // Cookies know no ports: two studios side by side must not overwrite each other's.
    this.#cookieName = `studio-${port}`;
  }

  judge(request: IncomingMessage): Verdict {
    const host = request.headers.host ?? '';
    if (!this.#hosts.has(host)) return { kind: 'refused', why: 'This address is not one of the studio.' };
    const query = new URLSearchParams(requestTarget(request).search).get('token');
    if (query !== null) {
      return this.#isToken(query)
        ? { kind: 'sign-in' }
        : { kind: 'refused', why: 'The token in the address is not valid any more.' };
    }
    if (!this.#isToken(this.#cookie(request))) return { kind: 'refused', why: 'The address lacks its token.' };
    return { kind: 'welcome' };
  }

  /** A WebSocket is not bound by the same-origin rule, so it must also come from a page of ours. */
  judgeUpgrade(request: IncomingMessage): Verdict {
    const verdict = this.judge(request);
    if (verdict.kind === 'refused') return verdict;
    const { host, origin } = request.headers;
    if (verdict.kind !== 'welcome' || origin !== `http://${host ?? ''}`) {
      return { kind: 'refused', why: 'Connections are taken from the pages of the studio alone.' };
    }
    return verdict;
  }

  setCookie(): string {
    return `${this.#cookieName}=${this.token}; HttpOnly; SameSite=Strict; Path=/`;
  }

  #cookie(request: IncomingMessage): string {
    for (const part of (request.headers.cookie ?? '').split(';')) {
      const [name, value] = part.trim().split('=');
      if (name === this.#cookieName) return value ?? '';
    }
    return '';
  }

  #isToken(candidate: string): boolean {
    const digest = (text: string) => createHash('sha256').update(text).digest();
    return timingSafeEqual(digest(candidate), digest(this.token));
  }
}
