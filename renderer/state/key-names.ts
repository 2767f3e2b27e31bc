const onMac: Record<string, string> = { Ctrl: '⌘', Alt: '⌥', Shift: '⇧', Enter: '↩', Esc: '⎋' };

/**
 * What the keys are called where the person sits, from their names on a PC.
 *
 * @param platform the browser's word for the system, as `MacIntel`
 */
export const keyNames = (keys: readonly string[], platform: string = navigator.platform): readonly string[] =>
  /^Mac|^iP/.test(platform) ? keys.map((key) => onMac[key] ?? key) : keys;
