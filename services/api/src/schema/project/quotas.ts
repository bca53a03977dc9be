import type { Project, UsageValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';
import { shown } from '../kit/shown.ts';

export const QuotaName = builder.enumType('QuotaName', {
  description: 'A quota that can hold the runs of a project.',
  values: enumValues(['pagesPerDay', 'storage'], {
    pagesPerDay: 'Pages fetched since midnight UTC.',
    storage: 'Body bytes on the wire of all runs that are kept.',
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
