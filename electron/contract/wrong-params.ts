import type { z } from 'zod';
import { Said, say } from './said';

type Issue = z.core.$ZodIssue;

/** What is wrong with the values of a call, each with its name, as sentences that a window says in its own language. */
export function sayIssues({ issues }: z.ZodError): Said {
  return say('params.wrong', { issues: issues.map(sayIssue) });
}

function sayIssue(issue: Issue): Said {
  const named = issue.path.filter((part) => typeof part === 'string').at(-1);
  const name = named ?? say('params.request');
  switch (issue.code) {
    case 'too_small':
      if (!isNumber(issue.origin)) break;
      return say(issue.inclusive === false ? 'params.above' : 'params.least', { name, limit: String(issue.minimum) });
    case 'too_big':
      if (!isNumber(issue.origin)) break;
      return say(issue.inclusive === false ? 'params.below' : 'params.most', { name, limit: String(issue.maximum) });
    case 'invalid_value':
      return say('params.oneOf', { name, known: issue.values.map(String).join(', ') });
    case 'invalid_type':
      return say('params.kind', { name, expected: issue.expected });
    case 'custom': {
      // A rule of our own brings its own sentence.
      const own = Said.safeParse(issue.params?.['said']);
      if (own.success) return own.data;
    }
  }
  return say('params.other', { name, detail: issue.message });
}

const isNumber = (origin: string): boolean => ['number', 'int', 'bigint'].includes(origin);
