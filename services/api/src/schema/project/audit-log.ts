import type { AuditValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { connectionOf, listed } from '../kit/connection.ts';
import { TimeRange } from '../kit/filters.ts';
import { decodeId, encodeId, hasId, requireKey } from '../kit/ids.ts';
import { shown } from '../kit/shown.ts';

const AuditEntry = builder.objectRef<AuditValue>('AuditEntry');
const AuditEntryConnection = connectionOf('AuditEntry', AuditEntry, (entry) => entry.id);

builder.node(AuditEntry, {
  description: 'One change: who, what, when, why.',
  id: { resolve: (entry) => entry.id, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.audit.find(id),
  fields: (t) => ({
    ...shown(t, {
      action: ['String', 'The mutation: `jobPause`.'],
      keyName: ['String?', 'Name the API key had at the time; null: the system.'],
      subjectType: ['String', 'Type of what was changed: `Job`.'],
      before: ['JSON?', 'The fields that changed, as they were; null: there was nothing.'],
      after: ['JSON?', 'The same fields afterwards; null: it is gone.'],
      reason: ['String?', 'Why, as whoever did it wrote.'],
    }),
    at: t.expose('createdAt', { type: 'DateTime', description: 'When.' }),
    keyId: t.id({
      nullable: true,
      description: 'Id of the API key.',
      resolve: (entry) => (entry.keyId === null ? null : encodeId('ApiKey', entry.keyId)),
    }),
    subjectId: t.id({
      description: 'Id of what was changed; it may be gone by now.',
      resolve: ({ subjectType, subjectId }) =>
        hasId(subjectType) ? encodeId(subjectType, subjectId) : subjectId,
    }),
  }),
});

const AuditFilterInput = builder.inputType('AuditFilter', {
  description: 'Which changes; every field given must hold.',
  fields: (t) => ({
    action: t.stringList({ description: 'Action is one of these: `["jobPause", "jobCancel"]`.' }),
    subjectId: t.id({ description: 'Changes of this object.' }),
    keyId: t.id({ description: 'Changes by this API key.' }),
    at: t.field({ type: TimeRange, description: 'When.' }),
  }),
});

builder.queryField('auditLog', (t) =>
  listed(t, AuditEntryConnection, {
    args: { filter: t.arg({ type: AuditFilterInput, description: 'Only changes like this.' }) },
    description: 'What was changed in this project, newest first.',
    resolve: (_root, args, { stores }) => {
      const { action, subjectId, keyId, at } = args.filter ?? {};
      const subject = subjectId == null ? null : decodeId(subjectId);
      const filter = {
        ...{ action, at },
        subject: subject === null ? null : { type: subject.typename, id: subject.id },
        keyId: keyId == null ? null : requireKey('ApiKey', keyId, ['filter', 'keyId']),
      };
      return stores.audit.list(args, filter);
    },
  }),
);
