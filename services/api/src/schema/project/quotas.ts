import type { Project, UsageValue } from '../../stores/values.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';

export const QuotaName = builder.enumType('QuotaName', {
  description: 'A quota that can hold the runs of a project.',
  values: enumValues(['pagesPerDay', 'storage'], {
    pagesPerDay: 'Pages fetched since midnight UTC.',
    storage: 'Body bytes on the wire of all runs that are kept.',
  }),
});

export const Quotas = builder.objectRef<Project>('Quotas').implement({
  description: 'What a project may use; null: no limit.',
  fields: (t) => ({
    maxJobs: t.exposeInt('maxJobs', { nullable: true, description: 'Jobs at once.' }),
    maxPagesPerDay: t.expose('maxPagesPerDay', {
      type: 'Long',
      nullable: true,
      description: 'Pages fetched from midnight to midnight UTC.',
    }),
    maxStorageBytes: t.expose('maxStorageBytes', {
      type: 'Long',
      nullable: true,
      description: 'Body bytes on the wire of all runs that are kept.',
    }),
    maxConcurrency: t.exposeInt('maxConcurrency', {
      nullable: true,
      description: 'URLs of all its runs in flight at once.',
    }),
  }),
});

export const Usage = builder.objectRef<UsageValue>('Usage').implement({
  description: 'What a project uses, a few seconds old.',
  fields: (t) => ({
    jobs: t.exposeInt('jobs', { description: 'Jobs.' }),
    inFlight: t.exposeInt('inFlight', { description: 'URLs of all its runs in flight.' }),
    pagesToday: t.expose('pagesToday', { type: 'Long', description: 'Pages fetched since midnight UTC.' }),
    storageBytes: t.expose('storageBytes', {
      type: 'Long',
      description: 'Body bytes on the wire of all runs that are kept.',
    }),
  }),
});
