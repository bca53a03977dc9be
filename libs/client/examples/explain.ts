// Why was this URL (not) crawled, and why does its host wait?
import { createClient } from '@trunkline/client';

const client = createClient({
  url: process.env['TRUNKLINE_URL'] ?? 'http://127.0.0.1:4000',
  apiKey: process.env['TRUNKLINE_API_KEY'],
});

const url = process.argv[2] ?? 'https://example.com/';

// Of the newest job that has to do with it; name one with { job }.
const told = await client.explain(url);
console.log(told.summary);
for (const { check, passes, sentence } of told.checks)
  console.log(`${check}: ${passes ?? 'perhaps'}: ${sentence}`);
for (const visit of told.visits) console.log(`try ${visit.attempt}: ${visit.outcome} ${visit.code ?? ''}`);
console.log(told.next?.sentence ?? 'it does not wait');

const host = told.hostState;
console.log(host ? `${host.host}: ${host.waiting} waiting, decided by ${host.decidedBy}` : 'the run is over');
