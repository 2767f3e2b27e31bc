/**
 * The Content-Security-Policy of the window's page: its own files, the studio's pictures and its one connection.
 *
 * @param pictures sources of pictures besides the page's own, e.g. `studio://pixels`
 * @param connections where the page may connect to besides its own origin
 */
export function pagePolicy(pictures: readonly string[], connections: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // Svelte sets `style` attributes; no style sheet and no script can come from one.
    "style-src-attr 'unsafe-inline'",
    ["img-src 'self' data: blob:", ...pictures].join(' '),
    "font-src 'self' data:",
    ["connect-src 'self'", ...connections].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
