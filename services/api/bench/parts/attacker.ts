/** A process that does one attack of the list, over and over, until it is ended. */

import { type ClientRequest, request } from 'node:http';
import { setPriority } from 'node:os';
import { WebSocket } from 'ws';
import { attacks, type Rest, type Target } from './attacks.ts';

// It shares its core with the polite client, whose own work must not be what it slows down.
setPriority(19);
const { url, key, name, target } = JSON.parse(process.argv[2]!) as {
  url: string;
  key: string;
  name: string;
  target: Target;
};
const authorization = `Bearer ${key}`;
const attack = attacks[name]!;
let tried = 0;

/** Whatever comes back, or whether the connection is cut: an attacker does not mind. */
async function send(body: string): Promise<void> {
  for (;;) {
    await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body,
    })
      .then((response) => response.text())
      .catch(() => {});
    tried++;
  }
}

/** One request; ends when its answer does, however that is. */
function once({ method, path, headers, body, reads }: Rest): Promise<void> {
  return new Promise((resolve) => {
    const asked = request(`${url}${path}`, { method, headers: { authorization, ...headers } });
    asked.on('error', () => resolve());
    asked.on('close', resolve);
    asked.on('response', (response) => {
      response.on('error', () => {});
      if (reads === 'all' || response.statusCode! >= 400) response.resume();
    });
    void (async () => {
      for (const piece of body?.() ?? []) if (!asked.destroyed && !asked.write(piece)) await next(asked);
      asked.end();
    })();
  });
}

/** When more may be written, or never will be. */
const next = (asked: ClientRequest) =>
  new Promise<void>((resolve) => {
    const go = () => {
      asked.off('drain', go).off('close', go);
      resolve();
    };
    asked.on('drain', go).on('close', go);
  });

async function ask(rest: Rest): Promise<void> {
  for (;;) {
    await once(rest);
    tried++;
  }
}

const open = () => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  socket.on('error', () => {}); // refused, which is the point
  return socket;
};

if ('body' in attack) for (let i = 0; i < 4; i++) void send(attack.body(target));
else if ('rest' in attack) for (let i = 0; i < 50; i++) void ask(attack.rest(target));
else if (attack.sockets === 'strangers') setInterval(() => Array.from({ length: 200 }, open), 200);
else {
  const socket = open();
  const query =
    'subscription($id: ID!) { jobProgress(id: $id, intervalMs: 250) { progress { at stages { stage done } } } }';
  socket.on('open', () =>
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } })),
  );
  socket.once('message', () => {
    for (let n = 0; n < 1000; n++)
      socket.send(
        JSON.stringify({ id: `${n}`, type: 'subscribe', payload: { query, variables: { id: target.job } } }),
      );
  });
}
setInterval(() => console.log(JSON.stringify({ tried })), 1000);
