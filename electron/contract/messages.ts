import { deviceMessages } from './messages/devices';
import { fileMessages } from './messages/files';
import { projectMessages } from './messages/projects';
import { runMessages } from './messages/runs';

/**
 * Every sentence that the studio's core and workers say to a person, in English: said as it is by the command line, and in
 * the window's language by the window, whose renderer/text has the same keys. What stands in braces is filled in.
 */
export const messages = { ...fileMessages, ...projectMessages, ...deviceMessages, ...runMessages } as const;

export type MessageKey = keyof typeof messages;
