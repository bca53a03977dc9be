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
