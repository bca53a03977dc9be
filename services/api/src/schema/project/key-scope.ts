import { builder } from '../kit/builder.ts';

export const KeyScope = builder.enumType('KeyScope', {
  description: 'What an API key may do.',
  values: {
    JOBS_READ: { value: 'jobs:read', description: 'Read everything of the project but its keys.' },
    JOBS_WRITE: {
      value: 'jobs:write',
      description: 'Create, change, start, pause, resume, cancel and delete jobs; retry dead URLs; webhooks.',
    },
    POLICIES_WRITE: { value: 'policies:write', description: 'Create and change policies and host rules.' },
    WORKERS_ADMIN: {
      value: 'workers:admin',
      description: 'Nothing any more.',
      deprecationReason: 'Workers serve all projects: draining them needs `OPERATOR`.',
    },
    KEYS_ADMIN: { value: 'keys:admin', description: 'List, make and revoke keys.' },
    ADMIN: { value: 'admin', description: 'Everything in its project; alone allows private networks.' },
    OPERATOR: {
      value: 'operator',
      description:
        'What binds the whole installation: workers, host rules, pauses for every run, projects and their quotas. Not in `ADMIN`.',
    },
  } as const,
});
