import type { MessageKey } from '../../../electron/contract/messages';
import { deviceMessages } from './messages/devices';
import { fileMessages } from './messages/files';
import { projectMessages } from './messages/projects';
import { runMessages } from './messages/runs';

/** 核心与工作进程对人说的每一句话；英文在 electron/contract/messages.ts，键相同。 */
export const zhMessages: Record<MessageKey, string> = {
  ...fileMessages,
  ...projectMessages,
  ...deviceMessages,
  ...runMessages,
};
