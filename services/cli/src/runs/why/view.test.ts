import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '@trunkline/client';
import { createStyle } from '../../output/style.ts';
import { columns } from '../../output/text.ts';
import { causeLines, findingLines } from './view.ts';

const page = (width: number) => ({ width, style: createStyle(false) });
const minuteAgo = new Date(Date.now() - 60_000).toISOString();

const finding = {
  ...{
    id: 'finding_1',
    cause: 'DNS',
    state: 'OPEN',
    share: 0.301,
    since: minuteAgo,
    openedAt: minuteAgo,
    closedAt: null,
  },
  sentence: '3 URLs (30 %) wait for names: a lookup takes 2 seconds (normally less than 500 ms).',
  evidence: [
    { name: 'time in dns', value: 2100, unit: 'ms', normalFrom: 0, normalTo: 500 },
    { name: 'workers that claim', value: 2, unit: '', normalFrom: 1, normalTo: null },
  ],
  stages: [
    { stage: 'dns', l: 12, queued: 3, lambda: 5.7, w: 2100, utilisation: 0.4, failed: 0 },
    { stage: 'body', l: 0, queued: 0, lambda: 5.7, w: 0, utilisation: 0, failed: 0 },
  ],
  ...{
    urls: [`http://a.test/\u001b[31m${'x'.repeat(300)}`],
    hosts: ['a.test'],
    workers: [],
    advice: 'Look at them.',
  },
  action: { label: 'Pause the job', mutation: 'jobPause', input: {}, command: 'trunkline job pause job_x' },
  run: { id: 'run_1', shortId: '1', job: { id: 'job_1', name: 'docs' } },
} as unknown as Finding;

test('a finding is its sentence, the evidence with what is normal, the stages, and what to do', () => {
  const text = findingLines(finding, page(100), true).join('\n');
  for (const expected of [
    /^DNS {2}30 % {2}since .* docs$/m,
    /time in dns: 2,100 ms \(normally at most 500 ms\)/,
    /workers that claim: 2 \(normally at least 1\)/,
    /dns +12\.0 +5\.7 +2\.1 s +40 %/,
    /Pause the job:\n {2}trunkline job pause job_x/,
  ])
    assert.match(text, expected);
  assert.ok(!text.includes('\u001b') && !text.includes('body'));
});

test('no line is wider than the terminal', () => {
  for (const width of [40, 60, 110])
    for (const line of findingLines(finding, page(width), true)) assert.ok(columns(line) <= width, line);
});

test('causes are told with a bar each, and how far figures may be off', () => {
  const causes = {
    ...{ at: minuteAgo, waiting: 1200, error: 30 },
    causes: [
      { cause: 'PACE', urls: 900, share: 0.75, since: minuteAgo },
      { cause: 'DNS', urls: 300, share: 0.25, since: null },
    ],
  } as never;
  const [head, pace, dns] = causeLines(causes, page(80));
  assert.equal(head, '1,200 URLs wait (± 30):');
  assert.match(pace!, /^ {2}PACE {2}━{18}─{6} {2}75 % {2}900 {2}for 1m/);
  assert.match(dns!, /^ {2}DNS .*25 % {2}300$/);
});
