import type { Stage as StageName } from '@trunkline/policy';
import { captureKey } from '../../stores/page/capture-store.ts';
import type { CaptureValue } from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { found, foundById } from '../kit/found.ts';
import { encodeId } from '../kit/ids.ts';
import { Capture, Run } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';
import { Stage } from '../run/stages.ts';
import { bodyCost, CaptureBody, readBody, usualBytes } from './capture-body.ts';

export const StageTiming = builder
  .objectRef<{ stage: StageName; waitMs: number; serviceMs: number }>('StageTiming')
  .implement({
    description: 'How long one visit spent in one stage.',
    fields: (t) =>
      shown(t, {
        stage: [Stage, 'Which stage.'],
        waitMs: ['Float', 'Waiting for a place, milliseconds.'],
        serviceMs: ['Float', 'In service, milliseconds.'],
      }),
  });

const ArchiveLocation = builder.objectRef<CaptureValue['location']>('ArchiveLocation').implement({
  description: 'Where the WARC record lies.',
  fields: (t) =>
    shown(t, {
      segment: ['String', 'File name below the archive folder.'],
      offset: ['Long', 'First byte of its gzip member.'],
      length: ['Long', 'Bytes of its gzip member.'],
    }),
});

const Header = builder.objectRef<[name: string, value: string]>('Header').implement({
  description: 'One HTTP header as received. Hostile text: never render it as HTML.',
  fields: (t) => ({
    name: t.string({ description: 'Name as received.', resolve: ([name]) => name }),
    value: t.string({ description: 'Value as received.', resolve: ([, value]) => value }),
  }),
});

builder.node(Capture, {
  description:
    'One stored response. Its URL, title, headers and body are hostile text: never render them as HTML.',
  id: { resolve: captureKey, description: 'Opaque id.' },
  loadOne: (id, { stores }) => stores.captures.find(id),
  fields: (t) => ({
    ...shown(t, {
      url: ['String', 'Canonical URL.'],
      status: ['Int', 'HTTP status.'],
      contentType: ['String?', 'Media type in lower case without parameters; null when none was sent.'],
      attempt: ['Int', 'Which fetch of this URL in the run, from 1.'],
      charset: ['String?', 'Character encoding of a text.'],
      bytes: ['Long', 'Body bytes after content decoding; 0 when the origin said that nothing changed.'],
      wireBytes: ['Long', 'Body bytes on the wire.'],
      digest: [
        'String',
        '`sha1:` and base32 of the body as received; of an unchanged page that of its holder.',
      ],
      title: ['String?', 'Title of an HTML page.'],
      language: ['String?', 'Declared language.'],
      etag: ['String?', 'ETag as received.'],
      lastModified: ['String?', 'Last-Modified as received.'],
      truncated: ['String?', 'Why bytes are missing: `length`, `time` or `disconnect`; null when none are.'],
      links: ['Int', 'Links found in it.'],
      capturedAt: ['DateTime', 'When the request was written: its WARC-Date.'],
      location: [ArchiveLocation, 'Where the WARC record lies.'],
    }),
    run: t.field({
      type: Run,
      description: 'The run that fetched it.',
      resolve: (capture, _args, { stores }) =>
        found(stores.runs.findBySerial(capture.runSerial), captureKey(capture), 'run'),
    }),
    refersTo: t.field({
      type: Capture,
      nullable: true,
      complexity: 5,
      description:
        'The earlier capture that holds the body, because the page has not changed since: the origin answered 304, or ' +
        'sent the same bytes. Null when the body is stored here. `body` and `bodyUrl` follow it.',
      resolve: (capture, _args, { stores }) =>
        capture.refersTo === null ? null : stores.captures.holder(capture),
    }),
    timings: t.field({
      type: [StageTiming],
      complexity: 2,
      description: 'How long the visit spent in each stage.',
      resolve: async (capture, _args, { stores }) =>
        Object.entries((await stores.captures.visit(capture))?.timings ?? {}).map(
          ([stage, [waitMs, serviceMs]]) => ({
            stage: stage as StageName,
            waitMs,
            serviceMs,
          }),
        ),
    }),
    address: t.string({
      nullable: true,
      complexity: 2,
      description: 'IP address connected to.',
      resolve: async (capture, _args, { stores }) => (await stores.captures.visit(capture))?.address,
    }),
    tlsFault: t.string({
      nullable: true,
      complexity: 2,
      description:
        'Why the certificate of its host would not have been accepted, where a host rule let it pass: whoever stood between could have ' +
        'sent it. Null: it was accepted, or none was needed.',
      resolve: async (capture, _args, { stores }) => (await stores.captures.visit(capture))?.tlsFault,
    }),
    worker: t.string({
      nullable: true,
      complexity: 2,
      description: 'Worker that fetched it, as `Worker.name` has it.',
      resolve: async (capture, _args, { stores }) => (await stores.captures.visit(capture))?.worker,
    }),
    depth: t.int({
      nullable: true,
      complexity: 2,
      description: 'Links away from a seed.',
      resolve: async (capture, _args, { stores }) => (await stores.captures.visit(capture))?.depth,
    }),
    headers: t.field({
      type: [Header],
      complexity: 20,
      description: 'Response headers as received, read from the archive.',
      resolve: (capture, _args, { stores }) => stores.captures.headers(capture),
    }),
    body: t.field({
      type: CaptureBody,
      complexity: ({ maxBytes }) => bodyCost(maxBytes ?? usualBytes),
      args: {
        maxBytes: t.arg.int({
          defaultValue: usualBytes,
          description: 'At most this many bytes of the decoded body, 0 to 1,048,576.',
        }),
      },
      description: 'The beginning of the body, read from the archive. For all of it use `bodyUrl`.',
      resolve: (capture, { maxBytes }, { stores }) =>
        readBody(capture, maxBytes ?? usualBytes, stores.captures),
    }),
    bodyUrl: t.string({
      description:
        'Path on this server with the decoded body as a download, whole or by Range (RFC 9110); needs the same key.',
      resolve: (capture) => `/captures/${encodeId('Capture', captureKey(capture))}/body`,
    }),
  }),
});

builder.queryField('capture', (t) =>
  t.field({
    type: Capture,
    nullable: true,
    args: { id: t.arg.id({ required: true, description: 'Id of a capture.' }) },
    description: 'One capture; the error NOT_FOUND when this project has none of this id.',
    resolve: (_root, { id }, { stores }) => foundById('Capture', id, 'capture', stores.captures.find),
  }),
);
