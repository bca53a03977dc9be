import { type Project, projectHolds, type UsageValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';
import type { InputBuilder } from '../kit/mutation.ts';
import { shown } from '../kit/shown.ts';

export const QuotaName = builder.enumType('QuotaName', {
  description: 'A quota that can hold the runs of a project.',
  values: enumValues(['pagesPerDay', 'storage'], {
    pagesPerDay: 'Pages fetched since midnight UTC.',
    storage: 'Body bytes on the wire of all runs that are kept.',
  }),
});

export const ProjectHold = builder.enumType('ProjectHold', {
  description: 'What keeps all runs of a project from handing out anything.',
  values: enumValues(projectHolds, {
    suspended: 'An operator has the project stand still; see `Project.suspendedFor`.',
    pagesPerDay: 'Its quota of pages a day is spent.',
    storage: 'Its quota of body bytes is spent.',
  }),
});

export const Quotas = builder.objectRef<Project>('Quotas').implement({
  description: 'What a project may use; null: no limit.',
  fields: (t) =>
    shown(t, {
      maxJobs: ['Int?', 'Jobs at once.'],
      maxPagesPerDay: ['Long?', 'Pages fetched from midnight to midnight UTC.'],
      maxStorageBytes: ['Long?', 'Body bytes on the wire of all runs that are kept.'],
      maxConcurrency: ['Int?', 'URLs of all its runs in flight at once.'],
      maxUrls: [
        'Long?',
        'URLs that all its runs which have not left the frontier may know together; links beyond are left out.',
      ],
      maxHosts: ['Long?', 'Hosts of those URLs, counted for each run.'],
      maxWebhooks: ['Int?', 'Webhooks at once.'],
      maxSeedsPerUpload: ['Long?', 'Lines of one upload of seeds.'],
    }),
});

/** Quotas as inputs; null is no limit. */
export const quotaFields = (t: InputBuilder) => ({
  maxJobs: t.int({ description: 'Jobs at once.' }),
  maxPagesPerDay: t.field({ type: 'Long', description: 'Pages fetched from midnight to midnight UTC.' }),
  maxStorageBytes: t.field({
    type: 'Long',
    description: 'Body bytes on the wire of all runs that are kept.',
  }),
  maxConcurrency: t.int({
    description:
      'URLs of all its runs in flight at once, 1 or more: dealt to them by weight and need, anew every second. Visits to robots.txt are not counted.',
  }),
  maxUrls: t.field({
    type: 'Long',
    description:
      'URLs that all its runs which have not left the frontier may know together, 1 or more; links beyond are left out.',
  }),
  maxHosts: t.field({ type: 'Long', description: 'Hosts of those URLs, counted for each run; 1 or more.' }),
  maxWebhooks: t.int({ description: 'Webhooks at once.' }),
  maxSeedsPerUpload: t.field({ type: 'Long', description: 'Lines of one upload of seeds, 1 or more.' }),
});

export const Usage = builder.objectRef<UsageValue>('Usage').implement({
  description: 'What a project uses, a few seconds old.',
  fields: (t) =>
    shown(t, {
      jobs: ['Int', 'Jobs.'],
      inFlight: ['Int', 'URLs of all its runs in flight.'],
      pagesToday: ['Long', 'Pages fetched since midnight UTC.'],
      storageBytes: ['Long', 'Body bytes on the wire of all runs that are kept.'],
    }),
});
