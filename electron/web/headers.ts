import type { OutgoingHttpHeaders } from 'node:http';
import { pagePolicy } from '../core/page-policy';

/** Headers of every answer. @param port of the server, which is also where its frames are */
export function securityHeaders(port: number): OutgoingHttpHeaders {
  return {
    'content-security-policy': pagePolicy([], [`ws://127.0.0.1:${port}`, `ws://localhost:${port}`]),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}
