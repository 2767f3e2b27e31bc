import { z } from 'zod';

export const RunId = z.string().regex(/^[\w-]{1,80}$/);
